"""The outlines of a region's municipalities, from a GeoJSON that the office puts into its workspace."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pdmon_utils.errors import StudyError, closest, nearest
from pdmon_utils.municipality import Municipality
from pdmon_utils.show.maps import Ring

NAMES = ("slug", "municipality", "name", "oktmo")


def outlines(text: str, cards: Sequence[Municipality], where: str) -> dict[str, list[Ring]]:
    """Return slug → outer rings of the municipalities that the map shows.

    A feature is found by one of its properties NAMES: the folder, the card's name or its ОКТМО. Features of others are
    left out. Raises StudyError for what is no GeoJSON of polygons and for a map that shows none of the municipalities.
    """
    known = {key.casefold(): card.slug for card in cards for key in (card.slug, card.name, card.oktmo)}
    found: dict[str, list[Ring]] = {}
    for number, feature in enumerate(_features(text, where), start=1):
        named = [str(value) for key in NAMES if (value := feature.get("properties", {}).get(key))]
        slug = next((known[name.casefold()] for name in named if name.casefold() in known), None)
        if slug:
            found.setdefault(slug, []).extend(_rings(feature.get("geometry") or {}, f"{where}, контур {number}"))
        else:
            _refuse_near(named, [card.name for card in cards], where)
    if not found:
        raise StudyError(f"{where}: нет ни одного муниципалитета региона. Впишите в properties slug: имя папки.")
    return found


def _features(text: str, where: str) -> list[dict[str, Any]]:
    try:
        said = json.loads(text)
    except ValueError as error:
        raise StudyError(
            f"{where}: файл не читается как JSON (строка {_line(error)}). Выгрузите карту заново."
        ) from error
    features = said.get("features") if isinstance(said, dict) else None
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        raise StudyError(f"{where}: нужен GeoJSON вида FeatureCollection. Выгрузите карту заново.")
    return features


def _line(error: ValueError) -> int:
    return error.lineno if isinstance(error, json.JSONDecodeError) else 1


def _refuse_near(named: Iterable[str], known: Sequence[str], where: str) -> None:
    """Refuse a misspelt name: a municipality would silently be missing on the map."""
    for name in named:
        if closest(name, known):
            there = f"нет муниципалитета «{name}»{nearest(name, known)}"
            raise StudyError(f"{where}: {there} Исправьте или впишите slug: имя папки.")


def _rings(geometry: Mapping[str, Any], where: str) -> list[Ring]:
    if geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        raise StudyError(f"{where}: это {geometry.get('type')}, а нужны Polygon или MultiPolygon.")
    try:
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        return [[(float(x), float(y)) for x, y, *_ in polygon[0]] for polygon in polygons]
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise StudyError(f"{where}: координаты не читаются. Нужны пары «долгота, широта».") from error
