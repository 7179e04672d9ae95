"""A long report on several pages: nothing is lost, every link leads somewhere, no page is heavy."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

import nbformat.v4 as nbf
import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from browsing import Pages
from pdmon_utils.publish import Page, build_site, export_html
from pdmon_utils.publish.parts import LARGEST, parted
from pdmon_utils.publish.provenance import file_grid
from pdmon_utils.publish.sourcepage import source_page
from pdmon_utils.show import Fold, Heading, Paragraph, Shown, Stack, Terms

WORDS = "Доля педагогов, прошедших повышение квалификации, существенно не изменилась. "


def exported(*things: Shown) -> str:
    output = nbf.new_output("display_data", data={"text/html": Stack(things)._repr_html_()})
    cells = [nbf.new_markdown_cell("# Справка"), nbf.new_code_cell("", outputs=[output])]
    return export_html(nbf.new_notebook(cells=cells), title="Справка", audience="public")


def soup(page: str) -> BeautifulSoup:
    return BeautifulSoup(page, "html.parser")


def dangling(pages: dict[str, str]) -> list[str]:
    ids = {name: {str(tag["id"]) for tag in soup(page).select("[id]")} for name, page in pages.items()}
    links = [(name, str(a["href"])) for name, page in pages.items() for a in soup(page).select("a[href]")]
    parted_links = [(link.partition("#")[0] or name, link.partition("#")[2]) for name, link in links]
    return [f"{file}#{mark}" for file, mark in parted_links if file not in ids or (mark and mark not in ids[file])]


def test_a_short_report_stays_one_page() -> None:
    page = exported(Heading(2, "Выводы"), Paragraph(WORDS))

    assert parted(page, "note") == {"note.html": page}


ROOM = 36_000  # bytes; two of the long paragraphs below do not fit
CHAPTERS = (
    Heading(2, "Выводы"),
    Heading(3, "Дефициты"),
    Paragraph(WORDS * 100),
    Heading(3, "Траектории"),
    Paragraph(WORDS * 100),
    Heading(2, "Правила"),
    Fold("Правила", [Terms([("rule-1", "Правило 1", WORDS)])]),
)


def test_a_long_report_is_cut_where_a_chapter_begins_and_says_what_it_continues() -> None:
    whole = exported(*CHAPTERS)
    pages = parted(whole, "note", room=ROOM)
    heads = {
        name: [tag.get_text() for tag in soup(page).select("main :is(h1, h2, h3)")] for name, page in pages.items()
    }

    assert heads == {
        "note.html": ["Справка", "Выводы", "Дефициты"],
        "note.2.html": ["Справка: часть 2 из 2", "Выводы (продолжение)", "Траектории", "Правила"],
    }
    assert [" ".join(soup(page).select(".pdmon-parts p")[0].get_text().split()) for page in pages.values()] == [
        "Отчёт длинный и разделён на страницы: часть 1, часть 2."
    ] * 2
    assert [str(tag["href"]) for tag in soup(pages["note.html"]).select(".pdmon-contents a")] == [
        *("#выводы", "#дефициты", "note.2.html#траектории", "note.2.html#правила")
    ]


THINGS = st.one_of(
    st.builds(Heading, st.integers(2, 4), st.just("Глава")),
    st.integers(1, 60).map(lambda times: Paragraph(WORDS * times)),
    st.integers(1, 9).map(lambda n: Stack([Paragraph(f"{n}"), Fold("Правила", [Terms([(f"rule-{n}", "П", WORDS)])])])),
)


@settings(max_examples=30, deadline=None)
@given(st.lists(THINGS, min_size=1, max_size=25), st.integers(20_000, 60_000))
def test_nothing_is_lost_no_link_dangles_and_headings_go_down_one_level_at_a_time(
    things: list[Shown], room: int
) -> None:
    whole = exported(*things)
    pages = parted(whole, "note", room)

    assert "".join(words(page) for page in pages.values()) == words(whole)
    assert dangling(pages) == []
    assert [level for page in pages.values() for level in steps(page) if level > 1] == []


def words(page: str) -> str:
    """Return the words of the report itself: without what a part says of the others and of its beginning."""
    main = soup(page).select_one("main")
    assert main is not None
    for added in [*main.select(".pdmon-parts"), *main.find_all(string=re.compile(r"часть \d+ из|\(продолжение\)"))]:
        added.extract()
    return "".join(main.get_text().split())


def steps(page: str) -> list[int]:
    """Return how many levels each heading stands below the one before it."""
    levels = [int(tag.name[1]) for tag in soup(page).select("main :is(h1, h2, h3, h4)")]
    return [below - above for above, below in zip([0, *levels], levels, strict=False)]


def test_the_site_links_all_parts_and_names_their_bytes(tmp_path: Path) -> None:
    source = tmp_path / "note.html"
    chapters = [thing for at in range(9) for thing in (Heading(2, f"Глава {at}"), Paragraph(WORDS * 200))]
    source.write_text(exported(*chapters), encoding="utf-8")
    origin = source_page("Справка", "public", "note.html", [file_grid({})])
    source.with_name("note-source.html").write_text(origin, encoding="utf-8")
    site = build_site(tmp_path, [Page("dalnee", "Дальнее", "Край", 2024, "note", "Справка", source)])
    pages = {path.name: path.read_text(encoding="utf-8") for path in (site / "dalnee/2024").glob("note*.html")}
    named = {row.th.get_text(): row.td.get_text() for row in soup(pages.pop("note-source.html")).select("tbody tr")}

    assert sorted(pages) == ["note.2.fragment.html", "note.2.html", "note.fragment.html", "note.html"]
    assert named == {name: sha256(page.encode()).hexdigest() for name, page in pages.items()}
    assert max(len(page.encode()) for page in pages.values()) <= LARGEST


@pytest.mark.notebooks
def test_no_page_of_the_site_is_heavier_than_200_kb(laid: Pages) -> None:
    sizes = {path.relative_to(laid.site).as_posix(): path.stat().st_size for path in laid.site.rglob("*.html")}
    heaviest = max(sizes, key=lambda name: sizes[name])

    print(f"страниц {len(sizes)}, самая большая {heaviest}: {sizes[heaviest]} байт")  # noqa: T201  the figure of docs
    assert {name: size for name, size in sizes.items() if size > LARGEST} == {}
