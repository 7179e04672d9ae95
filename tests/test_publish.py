"""Pages and site: what a reader sees, what never gets out, and that nothing is loaded from outside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat.v4 as nbf
import pytest
from bs4 import BeautifulSoup
from nbformat import NotebookNode

import browsing
from pdmon_utils.errors import PdmonError
from pdmon_utils.publish import Page, build_site, export_html
from pdmon_utils.publish.clean import clean
from pdmon_utils.publish.outline import outline

if TYPE_CHECKING:
    from playwright.sync_api import Page as Tab

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="


def words(source: str) -> NotebookNode:
    return nbf.new_markdown_cell(source)


def code(source: str, *outputs: NotebookNode, tags: tuple[str, ...] = ()) -> NotebookNode:
    return nbf.new_code_cell(source, outputs=list(outputs), metadata={"tags": list(tags)})


def shown(mime: str, data: str, **metadata: object) -> NotebookNode:
    return nbf.new_output("display_data", data={mime: data}, metadata=metadata)


def printed(name: str, text: str) -> NotebookNode:
    return nbf.new_output("stream", name=name, text=text)


def export(*cells: NotebookNode, audience: str = "public", **links: str) -> str:
    return export_html(nbf.new_notebook(cells=list(cells)), title="Дефициты, 2024", audience=audience, **links)


def page(*cells: NotebookNode, audience: str = "public") -> BeautifulSoup:
    return BeautifulSoup(export(*cells, audience=audience), "html.parser")


def test_a_page_is_russian_has_a_title_and_one_main_heading() -> None:
    soup = page(words("# Дефициты педагогов"), words("# Приложение"), code("", shown("text/html", "<h1>Выводы</h1>")))

    assert soup.html
    assert soup.html["lang"] == "ru"
    assert soup.title
    assert soup.title.string == "Дефициты, 2024"
    assert [tag.text for tag in soup.find_all("h1")] == ["Дефициты педагогов"]
    assert [tag.text for tag in soup.find_all("h2")] == ["Приложение", "Выводы"]


def test_a_notebook_without_a_title_gets_the_title_of_the_report() -> None:
    soup = page(words("## Выводы"))

    assert [tag.text for tag in soup.select("main h1")] == ["Дефициты, 2024"]


def test_a_title_is_text_wherever_it_stands() -> None:
    html = export_html(nbf.new_notebook(cells=[words("# Выводы")]), title="</title><img>", audience="public")

    assert "<title>&lt;/title&gt;&lt;img&gt;</title>" in html


def test_contents_list_headings_of_text_and_of_outputs_and_every_link_resolves() -> None:
    soup = page(
        words("# Отчёт\n## Выводы\n### Общие"),
        code("", shown("text/html", "<h2>Выводы</h2><h3>Частные</h3><h4>Мелочь</h4>")),
    )
    links = soup.select("nav.pdmon-contents a")

    assert [link.text for link in links] == ["Выводы", "Общие", "Выводы", "Частные"]
    assert [link["href"] for link in links] == ["#выводы", "#общие", "#выводы-2", "#частные"]
    assert all(soup.find(id=str(link["href"])[1:]) for link in links)


def test_ids_met_twice_are_renamed_together_with_what_refers_to_them() -> None:
    figure = '<figure aria-labelledby="t"><figcaption id="t">Таблица</figcaption></figure><a href="#t">к ней</a>'
    soup = page(code("", shown("text/html", figure)), code("", shown("text/html", figure)))

    assert [tag["id"] for tag in soup.find_all("figcaption")] == ["t", "t-2"]
    assert [tag["aria-labelledby"] for tag in soup.find_all("figure")] == ["t", "t-2"]
    assert [tag["href"] for tag in soup.select(".pdmon-output a")] == ["#t", "#t-2"]


def test_no_heading_skips_a_level_and_equal_ones_stay_equal() -> None:
    soup = page(words("# Отчёт\n### Первое\n##### Мелочь\n### Второе\n## Третье"))

    assert [(tag.name, tag.text) for tag in soup.select("main h1, main h2, main h3, main h4, main h5")] == [
        ("h1", "Отчёт"),
        ("h2", "Первое"),
        ("h3", "Мелочь"),
        ("h2", "Второе"),
        ("h2", "Третье"),
    ]


ODD = (  # what an analyst may write: neither is valid HTML
    "<h3>Итог<p>по району</p></h3>",
    "<figure><h3><dl><li>первое</li></dl></h3></figure> и далее",
    "<p>до<div>внутри</p>после</div>",
    "<table><tr><td>ячейка</td>мимо</tr></table>",
    "<ul>сразу<li>пункт</ul>",
    "a &lt; b &amp;nbsp; ]]&gt; «кавычки» &quot;",
)


@pytest.mark.parametrize("written", ODD)
def test_no_word_of_odd_html_is_lost(written: str) -> None:
    plan = outline([clean(written), clean(written)])

    for fragment in plan.fragments:
        assert "".join(_text(fragment).split()) == "".join(_text(clean(written)).split())


def _text(html: str) -> str:
    return BeautifulSoup(html, "html.parser").get_text()


def test_russian_addresses_stay_letters_and_empty_elements_keep_their_ends() -> None:
    written = '<p id="раз"></p><a href="#раз">сюда</a><br><img src="data:image/png;base64,AAAA" alt="т"><td></td>'

    (fragment,) = outline([clean(written)]).fragments

    assert '<p id="раз"></p><a href="#раз"' in fragment
    assert "<br/><img " in fragment


@pytest.mark.parametrize("audience", ["internal", "public"])
def test_everything_on_a_page_stands_in_a_landmark(audience: str) -> None:
    html = export(words("# Отчёт\n## Выводы"), audience=audience, home_href="i.html", source_href="s.html")
    soup = BeautifulSoup(html, "html.parser")

    outside = [
        tag for tag in soup.select("body p, body a") if tag.find_parent(["header", "nav", "main", "footer"]) is None
    ]
    assert [tag.text for tag in outside] == ["Перейти к основному тексту"]


HOSTILE = [
    "<script>alert(1)</script>",
    '<img src="data:image/png;base64,AAAA" onerror="alert(1)">',
    '<a href="javascript:alert(1)">сюда</a>',
    '<a href="data:text/html,alert">сюда</a>',
    '<img src="https://evil.example/pixel.png">',
    '<img src="//evil.example/pixel.png">',
    '<a href="//evil.example">сюда</a>',
    '<a href="http://evil.example">сюда</a>',
    '<iframe src="https://evil.example"></iframe>',
    '<link rel="stylesheet" href="https://evil.example/x.css">',
    '<style>@import "https://evil.example/x.css"</style>',
    '<div style="background:url(https://evil.example)">текст</div>',
    '<svg onload="alert(1)"><image href="https://evil.example"/></svg>',
    '<form action="https://evil.example"><input name="x"></form>',
    '<meta http-equiv="refresh" content="0;url=https://evil.example">',
]


@pytest.mark.parametrize("attack", HOSTILE)
@pytest.mark.parametrize("place", ["markdown", "text/html", "text/markdown"])
def test_hostile_html_is_gone(attack: str, place: str) -> None:
    cell = words(attack) if place == "markdown" else code("", shown(place, attack))
    html = export(words("# Отчёт"), cell)

    body = html[html.index("<main") :]
    assert not re.search(r"evil|alert|javascript|onerror|onload|<script|<iframe|<form|<svg|style=", body)


def test_a_remote_image_drawn_by_markdown_is_gone() -> None:
    assert "evil.example" not in export(words("![шпион](https://evil.example/x.png)"))


def test_plain_text_and_code_are_shown_as_they_are() -> None:
    html = export(code("'<u>'", printed("stdout", "<b>5 < 6</b>"), shown("text/plain", "<i>")), audience="internal")

    assert "&#39;&lt;u&gt;&#39;" in html
    assert "&lt;b&gt;5 &lt; 6&lt;/b&gt;" in html
    assert "&lt;i&gt;" in html


def test_tables_keep_caption_scope_and_spans() -> None:
    table = '<table><caption>Таблица 1</caption><thead><tr><th scope="col" colspan="2">Доля</th></tr></thead></table>'
    soup = page(code("", shown("text/html", table)))
    box = soup.select_one(".pdmon-scroll")

    assert soup.caption
    assert soup.caption.text == "Таблица 1"
    assert soup.th
    assert (soup.th["scope"], soup.th["colspan"]) == ("col", "2")
    assert box
    assert (box["aria-label"], box["tabindex"]) == ("Таблица 1", "0")


def test_header_cells_of_pandas_get_a_scope_and_its_style_is_dropped() -> None:
    style = "<style scoped>td{color:red}</style>"
    table = "<table><thead><tr><th>Год</th></tr></thead><tbody><tr><th>0</th></tr></tbody></table>"
    soup = page(code("", shown("text/html", style + table)))

    assert [cell["scope"] for cell in soup.find_all("th")] == ["col", "row"]
    assert "color:red" not in str(soup.main)


def test_a_figure_that_scrolls_itself_is_not_boxed_again() -> None:
    soup = page(code("", shown("text/html", '<figure tabindex="0"><table><tr><td>1</td></tr></table></figure>')))

    assert not soup.select(".pdmon-scroll")


def test_numbers_of_a_markdown_table_stay_to_the_right() -> None:
    soup = page(words("| Год | Доля |\n|---|---:|\n| 2024 | 41,5 % |"))

    assert [cell.get("class") for cell in soup.find_all("td")] == [None, ["n"]]


def test_an_image_carries_the_words_given_with_it() -> None:
    soup = page(
        code("", shown("image/png", PIXEL, **{"image/png": {"alt": "Доля растёт"}})),
        code("", shown("image/png", PIXEL)),
    )

    assert [image["alt"] for image in soup.find_all("img")] == ["Доля растёт", "График"]
    assert all(str(image["src"]).startswith("data:image/png;base64,") for image in soup.find_all("img"))


def test_a_public_page_contains_no_code_no_parameters_and_no_warnings() -> None:
    html = export(
        code("secret_call()", shown("text/html", "<p>Вывод</p>")),
        code("", shown("text/html", "<p>Параметры</p>"), tags=("parameters",)),
        code("", shown("text/html", "<p>Вставлено</p>"), tags=("injected-parameters",)),
        code("", shown("text/html", "<p>Черновик</p>"), tags=("remove",)),
        code("", printed("stderr", "/home/ivanova/lib.py: UserWarning")),
    )

    assert "Вывод" in html
    assert not re.search("secret_call|Параметры|Вставлено|Черновик|ivanova|<details|Код", html)


def test_an_internal_page_folds_code_and_says_that_it_is_internal() -> None:
    soup = page(code("study.figures()"), code("", printed("stderr", "UserWarning")), audience="internal")

    assert [fold.get_text() for fold in soup.select("details.pdmon-code")] == ["Кодstudy.figures()"]
    assert "Внутренний отчёт" in soup.text
    assert "UserWarning" in soup.text


@pytest.mark.parametrize("audience", ["internal", "public"])
def test_a_cell_that_failed_is_never_published(audience: str) -> None:
    failed = nbf.new_output("error", ename="KeyError", evalue="'staff'", traceback=["…"])

    with pytest.raises(PdmonError, match="KeyError: 'staff'"):
        export(code("study", failed), audience=audience)


def test_an_unknown_audience_is_refused() -> None:
    with pytest.raises(PdmonError, match="«everyone»"):
        export(words("# Отчёт"), audience="everyone")


def test_the_same_notebook_gives_the_same_bytes_and_stays_as_it_was() -> None:
    notebook = nbf.new_notebook(cells=[words("# Отчёт"), code("x", shown("text/html", "<h2>Выводы</h2>"))])
    before = nbf.writes(notebook)

    first, second = (export_html(notebook, title="Отчёт", audience="public") for _ in range(2))

    assert first == second
    assert nbf.writes(notebook) == before


def test_style_is_inside_the_page_or_beside_it() -> None:
    alone = export(words("# Отчёт"))
    linked = export(words("# Отчёт"), style_href="../style.css", home_href="../index.html")

    assert "@page" in alone
    assert "@page" not in linked
    assert '<link rel="stylesheet" href="../style.css">' in linked
    assert '<a href="../index.html">' in linked


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "reports" / "deficits.html"
    path.parent.mkdir()
    path.write_text(export(words("# Дефициты\n## Выводы"), home_href="../index.html"), encoding="utf-8")
    return path


def leaf(report: Path, notebook: str = "deficits", year: int = 2024, **other: object) -> Page:
    known = {"municipality": "dalnee", "name": "Дальнее", "region": "Край", "title": notebook.title(), "source": report}
    return Page(**{**known, **other}, year=year, notebook=notebook)


def links(path: Path) -> Iterator[Path]:
    soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    for tag in soup.select("a[href], link[href]"):
        address = str(tag["href"]).partition("#")[0]
        if address:
            yield path.parent / address


def test_the_site_links_only_to_its_own_files(report: Path) -> None:
    site = build_site(report.parent, [leaf(report), leaf(report, "iom"), leaf(report, year=2023)])
    html = sorted(site.rglob("*.html"))

    assert [path.relative_to(site).as_posix() for path in html] == [
        "dalnee/2023/deficits.fragment.html",
        "dalnee/2023/deficits.html",
        "dalnee/2024/deficits.fragment.html",
        "dalnee/2024/deficits.html",
        "dalnee/2024/iom.fragment.html",
        "dalnee/2024/iom.html",
        "dalnee/index.html",
        "index.html",
    ]
    assert all(target.resolve().is_relative_to(site) and target.is_file() for path in html for target in links(path))


def test_every_report_is_reached_from_the_index_and_leads_back(report: Path) -> None:
    site = build_site(report.parent, [leaf(report), leaf(report, "iom")])

    assert site / "dalnee/index.html" in set(links(site / "index.html"))
    listed = {path.resolve() for path in links(site / "dalnee/index.html")}
    assert listed >= {(site / "dalnee/2024/deficits.html").resolve(), (site / "dalnee/2024/iom.html").resolve()}
    assert (site / "index.html").resolve() in {path.resolve() for path in links(site / "dalnee/2024/iom.html")}
    assert (site / "dalnee/2024/iom.html").resolve() in {
        path.resolve() for path in links(site / "dalnee/2024/deficits.html")
    }


def test_all_pages_share_one_style_sheet(report: Path) -> None:
    site = build_site(report.parent, [leaf(report)])

    assert "@page" in (site / "style.css").read_text(encoding="utf-8")
    styled = {path.name for path in site.rglob("*.html") if "<style" in path.read_text(encoding="utf-8")}
    assert styled == {"deficits.fragment.html"}  # it is pasted where our sheet is not


def test_years_stand_latest_first_and_reports_as_given(report: Path) -> None:
    site = build_site(report.parent, [leaf(report, year=2023), leaf(report, "staffing"), leaf(report, "iom")])
    soup = BeautifulSoup((site / "dalnee" / "index.html").read_text(encoding="utf-8"), "html.parser")

    assert [tag.text for tag in soup.select(".pdmon-year h2")] == ["2024 год", "2023 год"]
    assert [tag.text for tag in soup.select(".pdmon-year li")] == ["Staffing", "Iom", "Deficits"]


def test_a_fictional_municipality_is_called_so_on_every_page(report: Path) -> None:
    fictional = leaf(report, municipality="vymysel", name="Вымыслово (вымышленный район)")
    site = build_site(report.parent, [fictional, leaf(report)])
    said = {
        p.relative_to(site).as_posix(): "Муниципалитет вымышлен" in p.read_text("utf-8") for p in site.rglob("*.html")
    }

    assert said == {
        "index.html": True,
        "vymysel/index.html": True,
        "vymysel/2024/deficits.html": True,
        "vymysel/2024/deficits.fragment.html": True,
        "dalnee/index.html": False,
        "dalnee/2024/deficits.html": False,
        "dalnee/2024/deficits.fragment.html": False,
    }


def test_names_are_shown_as_text(report: Path) -> None:
    site = build_site(report.parent, [leaf(report, name="<b>Дальнее</b>", title='"><script>')])

    pages = {str(page): BeautifulSoup(page.read_text("utf-8"), "html.parser") for page in site.rglob("*.html")}
    assert [name for name, page in pages.items() if page.find("b")] == []
    scripts = [script.get("src") for page in pages.values() for script in page.find_all("script")]
    assert scripts == ["search-data.js", "search.js"]


PICTURE = f'<img src="data:image/png;base64,{PIXEL}"'


@pytest.mark.parametrize(
    "said", [f"{PICTURE}>", '<img src="data:image/png;base64,AAAAA">', "src='x' src=\"data:image/png"]
)
def test_a_text_that_looks_like_a_picture_stays_a_text_on_the_site(report: Path, said: str) -> None:
    alt = shown("image/png", PIXEL, **{"image/png": {"alt": said}})
    report.write_text(export(code("", shown("text/plain", said), alt)), encoding="utf-8")
    site = build_site(report.parent, [leaf(report)])
    soup = BeautifulSoup((site / "dalnee/2024/deficits.html").read_text(encoding="utf-8"), "html.parser")

    assert soup.pre
    assert soup.pre.text == said
    assert [(image["alt"], str(image["src"])[:12]) for image in soup.find_all("img")] == [(said, "../pictures/")]
    assert len(list((site / "dalnee/pictures").iterdir())) == 1


def test_a_picture_that_is_none_does_not_stop_the_site(report: Path) -> None:
    report.write_text(export(words('<img alt="" src="data:image/png;base64,AAAAA">')), encoding="utf-8")

    assert build_site(report.parent, [leaf(report)]).is_dir()


def test_an_internal_report_does_not_reach_the_site_and_the_old_site_stays(report: Path) -> None:
    site = build_site(report.parent, [leaf(report)])
    internal = report.with_name("internal.html")
    internal.write_text(export(words("# Отчёт"), audience="internal"), encoding="utf-8")

    with pytest.raises(PdmonError, match="не публичный"):
        build_site(report.parent, [leaf(report), leaf(internal, "iom")])

    assert (site / "dalnee/2024/deficits.html").is_file()
    assert not (site / "dalnee/2024/iom.html").exists()
    assert sorted(path.name for path in report.parent.iterdir()) == ["deficits.html", "internal.html", "site"]


def test_a_site_that_is_open_in_another_program_stays(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = build_site(report.parent, [leaf(report)])
    rename = Path.rename

    def busy(folder: Path, target: Path) -> Path:
        if target == site and not folder.name.endswith("-old"):
            raise PermissionError("занято")
        return rename(folder, target)

    monkeypatch.setattr(Path, "rename", busy)
    with pytest.raises(PdmonError, match="Закройте открытые"):
        build_site(report.parent, [leaf(report, "iom")])

    assert (site / "dalnee/2024/deficits.html").is_file()
    assert sorted(path.name for path in report.parent.iterdir()) == ["deficits.html", "site"]


def test_what_is_no_longer_published_leaves_the_site(report: Path) -> None:
    build_site(report.parent, [leaf(report), leaf(report, "iom")])
    site = build_site(report.parent, [leaf(report)])

    assert not (site / "dalnee/2024/iom.html").exists()


def test_a_link_to_a_file_that_is_not_on_the_site_is_refused(report: Path) -> None:
    report.write_text(export(words("[сведения](../data/raw/school.xlsx)")), encoding="utf-8")

    with pytest.raises(PdmonError, match=re.escape("«../data/raw/school.xlsx»")):
        build_site(report.parent, [leaf(report)])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ([{"municipality": "../etc"}], "латинские"),
        ([{}, {}], "дважды"),
        ([{}, {"name": "Ближнее", "notebook": "iom"}], "два названия"),
        ([], "Нет ни одной"),
    ],
)
def test_pages_that_make_no_site_are_refused(report: Path, wrong: list[dict[str, Any]], said: str) -> None:
    with pytest.raises(PdmonError, match=said):
        build_site(report.parent, [leaf(report, **page) for page in wrong])


@pytest.fixture
def browser_page() -> Iterator[Tab]:
    with browsing.opened() as browser:
        yield browser.new_page(viewport={"width": 360, "height": 640})


@pytest.mark.browser
def test_in_chromium_a_page_fits_a_telephone_and_calls_nobody(report: Path, browser_page: Tab) -> None:
    wide = "<table><tr>" + "<td>Показатель</td>" * 30 + "</tr></table>"
    hostile = [code("", shown("text/html", attack)) for attack in HOSTILE]
    report.write_text(
        export(words("# Дефициты\n## Выводы"), code("", shown("text/html", wide)), *hostile), encoding="utf-8"
    )
    site = build_site(report.parent, [leaf(report)])
    asked: list[str] = []
    complaints: list[str] = []
    browser_page.on("request", lambda request: asked.append(request.url))
    browser_page.on("console", lambda message: complaints.append(message.text))

    browser_page.goto((site / "dalnee/2024/deficits.html").as_uri())

    assert {url.partition(":")[0] for url in asked if not url.startswith("data:")} == {"file"}
    assert complaints == []
    assert browser_page.evaluate("document.documentElement.scrollWidth") == 360
    assert browser_page.evaluate("getComputedStyle(document.querySelector('.pdmon-scroll')).overflowX") == "auto"
    browser_page.get_by_role("link", name="МСОКО").click()
    assert (
        browser_page.get_by_role("heading", level=1).inner_text()
        == "МСОКО: мониторинг профессионального развития педагогов"
    )


@pytest.mark.browser
def test_in_print_there_is_no_navigation_and_headers_repeat(report: Path, browser_page: Tab) -> None:
    table = "<table><thead><tr><th>Предмет</th></tr></thead><tbody><tr><td>физика</td></tr></tbody></table>"
    report.write_text(export(words("# Дефициты\n## Выводы"), code("", shown("text/html", table))), encoding="utf-8")
    browser_page.goto(report.as_uri())
    browser_page.emulate_media(media="print")
    display = "selector => getComputedStyle(document.querySelector(selector)).display"

    assert browser_page.evaluate(display, ".pdmon-contents") == "none"
    assert browser_page.evaluate(display, "thead") == "table-header-group"
