"""A report pasted into a page of another site: both look as they should."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import nbformat.v4 as nbf
import pandas as pd
import pytest
from bs4 import BeautifulSoup

import browsing
import gating
from pdmon_utils.publish import Page, build_site, export_html
from pdmon_utils.publish.parts import LARGEST
from pdmon_utils.publish.scoped import scoped
from pdmon_utils.show import Heading, Notice, Paragraph, Stack, Statement, Statements, Table, Terms

if TYPE_CHECKING:
    from playwright.sync_api import Page as Tab

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
TABLE = Table(pd.DataFrame({"Год": ["2023", "2024"], "Педагоги": [12.5, 14.0]}), "Педагоги по годам")
MARK = "pdmon-dalnee-2024-note-"
PLACE, FRAGMENT = "dalnee/2024", "note.fragment.html"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    stack = Stack(
        [
            Heading(2, "Выводы"),
            Paragraph("Доля выросла."),
            Statements([Statement("Доля выросла.", [("правило 1", "rule-1")])]),
            TABLE,
            Notice("Данные не представлены."),
            Terms([("rule-1", "Правило 1", "Доля выросла.")]),
        ]
    )
    picture = (
        f'<figure class="pdmon-chart"><img src="data:image/png;base64,{PIXEL}" alt="Доля росла с 41 до 43 %"></figure>'
    )
    outputs = [nbf.new_output("display_data", data={"text/html": html}) for html in (stack._repr_html_(), picture)]
    links = nbf.new_markdown_cell("# Справка\n[приказ](https://example.org/) и [другой отчёт](../index.html)")
    notebook = nbf.new_notebook(cells=[links, nbf.new_code_cell("", outputs=outputs)])
    source, earlier = tmp_path / "note.html", tmp_path / "iom.html"
    source.write_text(export_html(notebook, title="Справка", audience="public"), encoding="utf-8")
    earlier.write_text(export_html(nbf.new_notebook(), title="Маршруты", audience="public"), encoding="utf-8")
    pages = [
        Page("dalnee", "Дальнее", "Край", 2024, "note", "Справка", source, revised="исправленная версия от 01.02.2025"),
        Page("dalnee", "Дальнее", "Край", 2024, "iom", "Маршруты", earlier, version=1, current=False),
    ]
    return build_site(tmp_path, pages)


@pytest.fixture
def pasted(site: Path) -> BeautifulSoup:
    return BeautifulSoup((site / PLACE / FRAGMENT).read_text(encoding="utf-8"), "html.parser")


def test_it_has_no_frame_no_script_and_its_own_ids(pasted: BeautifulSoup) -> None:
    ids = [str(tag["id"]) for tag in pasted.select("[id]")]

    assert pasted.find_all(["html", "head", "body", "script", "link", "meta", "h1", "nav", "main"]) == []
    assert ids
    assert all(name.startswith(MARK) for name in ids)
    assert len(ids) == len(set(ids))
    inside = [str(tag["href"]) for tag in pasted.select("a")]
    assert inside == ["https://example.org/", f"#{MARK}rule-1"]
    assert f"{MARK}rule-1" in ids


def test_it_says_what_the_page_says(pasted: BeautifulSoup) -> None:
    for word in ("исправленная версия от 01.02.2025".capitalize(), "другой отчёт", "Педагоги по годам", "14,0"):
        assert word in pasted.get_text()


def test_its_pictures_lie_beside_and_the_place_page_tells_how_to_use_it(site: Path, pasted: BeautifulSoup) -> None:
    place = BeautifulSoup((site / "dalnee/index.html").read_text(encoding="utf-8"), "html.parser")

    assert [(site / PLACE / str(tag["src"])).is_file() for tag in pasted.select("img")] == [True]
    assert [str(tag["href"]) for tag in place.select("#fragments ~ details a")] == [f"../{PLACE}/{FRAGMENT}"]
    assert "dalnee/pictures" in place.select("#fragments ~ p")[0].get_text()


def test_a_corrected_version_has_none(site: Path) -> None:
    assert [path.name for path in site.rglob("*.fragment.html")] == [FRAGMENT]


def test_the_gate_reads_it_and_lets_it_pass(site: Path) -> None:
    found = gating.examine(site, gating.known())

    assert [refusal for refusal in found if refusal.page.endswith(FRAGMENT)] == []
    (site / PLACE / FRAGMENT).write_text("<p>Звоните: +7 912 345-67-89</p>", encoding="utf-8")
    assert [refusal.page for refusal in gating.examine(site, gating.known()) if "fragment" in refusal.page] == [
        f"{PLACE}/{FRAGMENT}"
    ]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("p, a:is(b, i) { color: red }", "#box p, #box a:is(b, i) { color: red !important; }"),
        (":root { --ink: #000; }", "#box { --ink: #000 !important; }"),
        ("body > p { margin: 1.5rem 0 }", "#box > p { margin: 24px 0 !important; }"),
        ("@page { margin: 1cm } @font-face { src: x }", ""),
        ("@media print { a { color: #000 } }", "@media print {\n#box a { color: #000 !important; }\n}"),
        ("/* a { } */ .bodywork { top: 0 }", "#box .bodywork { top: 0 !important; }"),
    ],
)
def test_a_rule_is_about_the_box_only(rule: str, said: str) -> None:
    assert scoped(rule, "#box") == said


HOSTILE = """
html { font-size: 40px }
* { text-transform: uppercase !important; letter-spacing: 5px }
h1, h2, h3 { color: rgb(255, 0, 0) !important; font: italic 90px serif !important; display: none }
table, td, th { border: 9px dashed lime !important; background: black !important; padding: 99px }
#content #inner p, #content #inner li { display: none; font-size: 2px; position: absolute }
.pdmon-table { display: none !important } .pdmon-notice { visibility: hidden } figure { width: 1px; float: right }
td::after { content: "реклама" } img { width: 900px !important; opacity: 0 } a { color: white; pointer-events: none }
"""
HOST = (
    '<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>Управление</title>%s<style>%s</style></head>'
    '<body><div id="content"><div id="inner"><h2 id="own">Новости</h2>%s'
    '<table id="grid"><tr><td class="n">1</td></tr></table></div></div></body></html>'
)
LOOK = """([selector, names]) => {
    const how = getComputedStyle(document.querySelector(selector));
    return Object.fromEntries(names.map(name => [name, how[name]]));
}"""
OURS = {
    "h2": ("fontSize", "color", "display", "fontStyle", "textTransform", "letterSpacing", "borderBottomWidth"),
    "h3": ("fontSize", "color", "display", "fontStyle", "textTransform"),
    "p": ("display", "fontSize", "position", "color"),
    "li": ("display", "fontSize", "textTransform"),
    "figure": ("display", "float", "overflowX"),
    "table": ("borderTopStyle", "backgroundColor", "fontSize"),
    "td": ("borderBottomStyle", "borderBottomColor", "backgroundColor", "color", "paddingTop", "textAlign"),
    "thead th": ("backgroundColor", "borderTopWidth", "fontWeight"),
    ".pdmon-notice": ("visibility", "borderLeftWidth", "backgroundColor"),
    "a": ("color", "pointerEvents"),
    "img": ("opacity", "maxWidth"),
}


def looks(tab: Tab, path: Path, *, host: str, style: str, inside: str) -> dict[str, object]:
    path.write_text(HOST % (host, style, inside), encoding="utf-8")
    tab.goto(path.as_uri())
    found: dict[str, object] = (
        {selector: tab.evaluate(LOOK, [f".pdmon {selector}", list(names)]) for selector, names in OURS.items()}
        if inside
        else {}
    )
    own = {
        selector: tab.evaluate(LOOK, [selector, ["color", "fontSize", "padding"]]) for selector in ("#own", "#grid td")
    }
    return {
        **found,
        "own": own,
        "after": tab.evaluate("getComputedStyle(document.querySelector('td'), '::after').content"),
    }


@pytest.mark.browser
def test_in_chromium_neither_style_reaches_the_other(site: Path, pasted: BeautifulSoup) -> None:
    inside, path = str(pasted), site / PLACE / "host.html"
    with browsing.opened() as browser, browsing.tab(browser) as tab:
        quiet = looks(tab, path, host="", style="", inside=inside)
        loud = looks(tab, path, host="", style=HOSTILE, inside=inside)
        empty = looks(tab, path, host="", style=HOSTILE, inside="")
        tab.set_viewport_size({"width": browsing.PHONE, "height": 800})
        looks(
            tab,
            path,
            host='<meta name="viewport" content="width=device-width">',
            style="body { margin: 0 }",
            inside=inside,
        )
        wide = tab.evaluate(browsing.WIDTH)

    assert {name: loud[name] for name in OURS} == {name: quiet[name] for name in OURS}
    assert loud["own"] == empty["own"]
    assert (loud["after"], empty["after"]) == ("none", '"реклама"')
    assert wide <= browsing.PHONE


@pytest.mark.notebooks
def test_fragments_of_real_reports_are_light(laid: browsing.Pages) -> None:
    sizes = {path.relative_to(laid.site).as_posix(): path.stat().st_size for path in laid.site.rglob("*.fragment.html")}

    assert len(sizes) > 10
    assert {name: size for name, size in sizes.items() if size > LARGEST} == {}
