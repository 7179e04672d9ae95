"""A region's report shows a map where the office has put outlines into its workspace."""

from __future__ import annotations

import json
import shutil
from typing import Any

import pytest

from pdmon_utils import RegionStudy
from pdmon_utils.errors import StudyError
from pdmon_utils.show import Picture
from pdmon_utils.store import Workspace
from pdmon_utils.study.areas import outlines

SQUARE = [[[40.0, 60.0], [42.0, 60.0], [42.0, 61.0], [40.0, 61.0], [40.0, 60.0]]]
REGION = "predgornaya"


def feature(kind: str = "Polygon", coordinates: Any = SQUARE, **properties: str) -> dict[str, Any]:  # noqa: ANN401  GeoJSON
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def drawn(*features: dict[str, Any]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


@pytest.fixture(scope="module")
def mapped(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return the workspace with a map of its region, whose municipality is named by its folder."""
    home = tmp_path_factory.mktemp("mapped")
    shutil.copytree(workspace.home / "data", home / "data")
    slugs = [c.slug for c in RegionStudy(REGION, 2024, home=str(workspace.home)).cards]
    (home / "maps").mkdir()
    text = drawn(*(feature(slug=slug) for slug in slugs), feature(name="Соседняя область"))
    (home / "maps" / f"{REGION}.geojson").write_text(text, encoding="utf-8-sig")
    return Workspace(home)


@pytest.mark.parametrize("audience", ["internal", "public"])
def test_every_share_of_a_region_has_a_map_with_the_names_by_alphabet(mapped: Workspace, audience: str) -> None:
    study = RegionStudy(REGION, 2024, audience, home=str(mapped.home))
    drawn = [part for part in study.municipalities().items if isinstance(part, Picture)]
    maps = [picture for picture in drawn if "на карте" in picture.caption]
    named = [card.name for card in study.cards]
    shares = [ask.id for ask in study.asks if ask.kind == "share"]
    hidden = study.figures().query("scope == 'municipality' and breakdown == '' and year == 2024 and withheld")

    assert len(maps) == len(drawn) - len(maps) == len(set(shares) - set(hidden["indicator"]))
    assert all([name for name in named if name in picture.alt] == named for picture in maps)
    assert not [picture for picture in maps if "место" in picture.alt + picture.note]


def test_without_a_file_there_is_no_map(workspace: Workspace) -> None:
    study = RegionStudy(REGION, 2024, home=str(workspace.home))

    assert not [part for part in study.municipalities().items if "на карте" in repr(part)]


def test_a_municipality_is_known_by_folder_name_or_oktmo_and_may_have_islands(workspace: Workspace) -> None:
    first, second, third = list(workspace.municipalities.values())[:3]
    islands = feature("MultiPolygon", [SQUARE, SQUARE], oktmo=third.oktmo)
    text = drawn(feature(slug=first.slug), feature(name=second.name), islands)
    found = outlines(text, [first, second, third], "карта")

    assert {slug: len(rings) for slug, rings in found.items()} == {first.slug: 1, second.slug: 1, third.slug: 2}
    assert found[first.slug][0][1] == (42.0, 60.0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "не читается как JSON (строка 1)"),
        ("[]", "нужен GeoJSON вида FeatureCollection"),
        (drawn(feature(slug="nobody")), "нет ни одного муниципалитета региона"),
        (drawn(feature("Point", [1, 2], slug="zato-primer")), "это Point, а нужны Polygon"),
        (drawn(feature("Polygon", [[["x", 1]]], slug="zato-primer")), "координаты не читаются"),
        (
            drawn(feature(name="городской округ ЗАТО Сосноярский")),
            "нет муниципалитета «городской округ ЗАТО Сосноярский» —",
        ),
    ],
)
def test_a_wrong_map_says_what_to_do(workspace: Workspace, text: str, said: str) -> None:
    with pytest.raises(StudyError, match="карта") as refused:
        outlines(text, [workspace.municipality("zato-primer")], "карта")

    assert said in str(refused.value)
