"""Draws the gallery: every kind of chart of the reports, from the fictional districts.

Run `python docs/gallery.py` in a workspace with the demo (`pdmon demo`) after a change of a chart; a test compares page
and kinds, not the bytes of the pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.compare import slice_of
from pdmon_utils.disclosure import for_all
from pdmon_utils.schema import SCHEMA
from pdmon_utils.show import Picture, Stack, alt_bars, alt_grouped, bars, grouped, multiples
from pdmon_utils.show.maps import Area, alt_map, share_map
from pdmon_utils.store import Workspace
from pdmon_utils.study.cuts import cut_page
from pdmon_utils.study.data import Data
from pdmon_utils.study.funnels import of_ask
from pdmon_utils.study.pages import dynamics
from pdmon_utils.study.schools import Schools

PAGE = Path(__file__).parent / "gallery.md"
PICTURES = Path(__file__).parent / "images" / "gallery"
YEAR = 2024
HEAD = """# Диаграммы

Страница составлена по вымышленным районам (`python docs/gallery.py`). Один вид у всех диаграмм: шрифт, цвета и подписи
задаёт `pdmon_utils/show/canvas.py`.

- Значение подписано у самой отметки; легенда есть только там, где без неё не понять.
- О чём речь — синим, с чем сравнивают — серым. Цвета различают и те, кто не отличает красный от зелёного; цвет нигде не
  единственный знак: есть штриховка, форма, пунктир.
- Порядок — как в положении или по алфавиту, никогда не по величине: публичные страницы не ранжируют.
- Ось значений начинается с нуля. Нет данных — так и сказано, нулём не показано.
- Под каждой диаграммой — таблица с теми же числами, у каждой — текст для тех, кто не видит рисунка; ниже он напечатан.
"""


def _data(workspace: Workspace, municipality: str) -> Data:
    return Data("report", municipality, YEAR, workspace=workspace)


def _ask(data: Data, code: str) -> Ask:
    return data.regulation.asks[code]


def _first(parts: Any) -> Picture:  # noqa: ANN401  shown things, one inside another
    items = parts.items if isinstance(parts, Stack) else parts
    found = [_first(item) if isinstance(item, Stack) else item for item in items]
    return next(item for item in found if isinstance(item, Picture))


def cut(workspace: Workspace) -> Picture:
    """Return level bars of a cut."""
    data = _data(workspace, "zato-primer")
    ask = _ask(data, "zato.3.1b")
    return _first(cut_page(data, ask, ask.cuts[0]))


def spread(workspace: Workspace) -> Picture:
    """Return level bars with the interval of chance."""
    from pdmon_utils.compare import intervals  # noqa: PLC0415  beside its only use

    data = _data(workspace, "zato-primer")
    ask = _ask(data, "zato.3.1b")
    rows = slice_of(data.all_figures, ask.id, "municipality", ask.cuts[0].cut.name).query("year == @YEAR")
    labels = rows["group"].map(ask.cuts[0].groups).tolist()
    values, sizes = rows["value"].tolist(), rows["denominator"].tolist()
    alt = alt_bars(labels, values, "%", sizes)
    return bars(labels, values, title=f"{ask.title}: разброс", unit="%", alt=alt, n=sizes, intervals=intervals(rows))


def line(workspace: Workspace) -> Picture:
    """Return a value over the years."""
    data = _data(workspace, "zato-primer")
    data.all_figures = for_all(data.all_figures.query("year > 2022"))  # as many years as the tests have
    return _first(dynamics(data, _ask(data, "zato.3.2c")))


def _clusters(workspace: Workspace) -> tuple[pd.DataFrame, str]:
    data = _data(workspace, "step-primer")
    ask = next(ask for ask in data.asks if ask.id == "ust.p1.1")
    rows = slice_of(data.all_figures, ask.id, "cluster")
    titles = SCHEMA["organisations"].columns["cluster"].values
    wide = rows.assign(words=rows["unit"].map(titles)).query("year > 2022")
    return wide.pivot_table(index="words", columns="year", values="value"), ask.title


def panels(workspace: Workspace) -> Picture:
    """Return small multiples of clusters."""
    wide, title = _clusters(workspace)
    return multiples(wide, title=f"{title}: кластеры по годам", unit="%", alt=alt_grouped(wide, "%"))


def beside(workspace: Workspace) -> Picture:
    """Return bars of two years beside each other."""
    wide, title = _clusters(workspace)
    return grouped(wide, title=f"{title}: два года рядом", unit="%", alt=alt_grouped(wide, "%"))


def parts(workspace: Workspace) -> Picture:
    """Return a whole divided into its parts."""
    staff = workspace.table("staff", ["zato-primer"]).query("year == @YEAR and staff_group == 'ped'")
    titles = SCHEMA["staff"].columns["category"].values
    kinds = {"teacher": "учителя", "educator": "воспитатели"}
    chosen = staff[staff["position"].isin(kinds)].astype({"position": str, "category": str})
    wide = chosen.pivot_table(index="position", columns="category", values="person_id", aggfunc="nunique", fill_value=0)
    wide = wide[[code for code in titles if code in wide]].rename(index=kinds, columns=titles)
    return grouped(wide, title="Категории по должностям", unit="чел.", alt=alt_grouped(wide, "чел."), stacked=True)


def chance(workspace: Workspace) -> Picture:
    """Return a funnel of organisations."""
    schools = Schools(_data(workspace, "gorod-primer"))
    return _first(of_ask(schools, _ask(schools.data, "tmn.m.4")))


def outline(workspace: Workspace) -> Picture:
    """Return a map of municipalities that nobody lives in: outlines of the example, figures of fictional districts."""
    names = {slug: card.name for slug, card in workspace.municipalities.items()}
    squares = {"gorod-primer": (0, 0), "ravnina-primer": (2, 0), "step-primer": (0.2, 0.5), "ulus-primer": (2.2, 0.5)}
    corners = ((0.0, 0.0), (2.0, 0.0), (2.2, 0.5), (1.2, 0.55), (0.2, 0.5))
    shares = {slug: _diagnosed(workspace, slug) for slug in squares}
    areas = [
        Area(names[slug], [[(x + a, 60 + y + b) for a, b in corners]], shares[slug]) for slug, (x, y) in squares.items()
    ]
    said = alt_map({area.name: area.share for area in areas}, "%")
    return share_map(areas, title="Прошли диагностику дефицитов: муниципалитеты на карте", unit="%", alt=said)


def _diagnosed(workspace: Workspace, slug: str) -> float:
    data = _data(workspace, slug)
    ask = next(ask for ask in data.asks if ask.indicator.code in ("diagnosed", "deficits_sought"))
    rows = slice_of(data.all_figures, ask.id, "municipality").query("year == @YEAR and breakdown == ''")
    return float(rows["value"].iloc[0])


KINDS: dict[str, tuple[str, str, Callable[[Workspace], Picture]]] = {
    "cut": ("bars", "Разрез: столбцы с подписями", cut),
    "spread": ("bars", "Разрез со случайным разбросом", spread),
    "years": ("years", "Показатель по годам", line),
    "multiples": ("multiples", "Кластеры по годам: малые панели", panels),
    "grouped": ("grouped", "Два года рядом", beside),
    "stacked": ("grouped", "Части целого", parts),
    "funnel": ("funnel", "Организации и пределы случайного (только служебные отчёты)", chance),
    "map": ("share_map", "Муниципалитеты региона на карте", outline),
}
TOLD = {
    "map": (
        "Карта появляется в сводке региона, если в рабочей папке есть `maps/<код региона>.geojson` с контурами "
        "(`Polygon`, `MultiPolygon`); муниципалитет узнаётся по `properties`: `slug` (имя папки), `name` или `oktmo`. "
        "Оттенки — постоянные ступени одного цвета, места никому не назначаются."
    ),
}


def page(drawn: dict[str, Picture]) -> str:
    """Return the page of the drawn kinds."""
    return "\n".join([HEAD, *_sections(drawn)])


def _sections(drawn: dict[str, Picture]) -> Iterator[str]:
    for name, (function, title, _) in KINDS.items():
        picture = drawn[name]
        yield f"## {title}\n\n![{picture.alt}](images/gallery/{name}.png)\n"
        yield f"*{picture.caption}.* {picture.note}".rstrip() + f"\n\nФункция `{function}`. Текст: «{picture.alt}»\n"
        if name in TOLD:
            yield f"{TOLD[name]}\n"


def drawn(workspace: Workspace) -> dict[str, Picture]:
    """Return every kind as a picture."""
    return {name: draw(workspace) for name, (_, _, draw) in KINDS.items()}


if __name__ == "__main__":
    pictures = drawn(Workspace.find())
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, picture in pictures.items():
        (PICTURES / f"{name}.png").write_bytes(picture.data)
    PAGE.write_text(page(pictures), encoding="utf-8")
