"""The gate and the markup of a page: traces of machines, what runs or loads, what readers need."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest

from gating import CSP, examined, html, known, of_page
from pdmon_utils.publish.gate.machine import this_machine

TRACES = [
    "Traceback (most recent call last)",
    "ipykernel_123/45.py:1: FutureWarning: x",
    "lib/python3.11/site-packages/pandas",
    "ValueError: could not convert",
    "см. /home/ivanova/otchety/2024",
    "см. /root/pdmon",
    r"C:\Users\Мария\отчёт.xlsx",
    r"\\server\obmen\svod.xlsx",
    "file:///d/otchet.html",
    "компьютер zavuch-pc",
    "пользователь m.kanareeva",
]


@pytest.mark.parametrize("trace", TRACES)
@pytest.mark.parametrize("place", ["<p>%s</p>", "<!-- %s -->", '<span title="%s">текст</span>'])
def test_traces_of_the_machine_are_refused_wherever_they_stand(trace: str, place: str, tmp_path: Path) -> None:
    knows = known(machine=("zavuch-pc", "m.kanareeva"))

    assert of_page(tmp_path, place % trace, knows) != ()


@pytest.mark.parametrize(
    "text",
    [
        "и/или",
        "МР-23-001/24",
        "data/journal",
        "км/ч",
        "1/2",
        "§ 3/4",
        "https://example.org/home/page",
        "Ошибка: нет данных",
    ],
)
def test_ordinary_slashes_are_no_paths(text: str, tmp_path: Path) -> None:
    assert of_page(tmp_path, f"<p>{text}</p>") == ()


def test_this_machine_tells_its_folders_and_no_common_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "root")
    monkeypatch.setattr("socket.gethostname", lambda: "zavuch-pc.local")
    words = this_machine(tmp_path)

    assert str(tmp_path.resolve()) in words
    assert {"zavuch-pc.local", "zavuch-pc"} <= set(words)
    assert "root" not in words


ATTACKS = [
    "<script>alert(1)</script>",
    '<script src="https://evil.example/x.js"></script>',
    '<img src="https://evil.example/p.png" alt="картинка">',
    '<img src="//evil.example/p.png" alt="картинка">',
    '<img src="data:image/png;base64,AAAA" onerror="alert(1)" alt="картинка">',
    '<img src="x.png" srcset="https://evil.example/2.png 2x" alt="картинка">',
    '<a href="javascript:alert(1)">сюда</a>',
    '<a href="java&#10;script:alert(1)">сюда</a>',
    '<a href="data:text/html,alert">сюда</a>',
    '<a href="http://evil.example">сюда</a>',
    '<a href="//evil.example">сюда</a>',
    r'<a href="\\evil.example">сюда</a>',
    '<a href="https://user@evil.example">сюда</a>',
    '<iframe src="https://evil.example"></iframe>',
    '<object data="x"></object>',
    '<embed src="x">',
    '<base href="https://evil.example">',
    '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    '<link rel="stylesheet" href="https://evil.example/x.css">',
    '<link rel="prefetch" href="https://evil.example/x">',
    '<style>@import "https://evil.example/x.css";</style>',
    "<style>p{background:url(https://evil.example/x.png)}</style>",
    '<div style="background:url(//evil.example/x)">текст</div>',
    '<form action="https://evil.example"><button>да</button></form>',
    '<button formaction="https://evil.example">да</button>',
    '<input type="password">',
    "<svg onload=alert(1)></svg>",
    "<math><mtext></mtext></math>",
    '<video src="x.mp4"></video>',
    "<p onclick='alert(1)'>текст</p>",
    "<p ONCLICK=alert(1)>текст</p>",
    "<p/onclick=alert(1)>текст</p>",
    "<img src=x onerror=alert(1)//",
    "<xss autofocus onfocus=alert(1)>",
    "<textarea></textarea><title></title>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml-stylesheet href='https://evil.example'?>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_runs_or_loads_is_refused(attack: str, tmp_path: Path) -> None:
    assert of_page(tmp_path, f"<p>до</p>{attack}<p>после</p>") != ()


@pytest.mark.parametrize(
    "text",
    [
        '<a href="https://example.org/akt?x=1">Положение</a>',
        '<a href="../2023/note.html#y2023">прошлый год</a>',
        '<p title="&lt;script&gt;alert(1)&lt;/script&gt;">&lt;img onerror=x&gt;</p>',
        '<script type="application/json">{"a": [1, "слово"]}</script>',
        '<script>const INDEX = [["Усть-Лабинск", "note.html"]];</script>',
        '<label>Найти <input type="search"></label>',
        "<details open><summary>Ещё</summary><p>1</p></details>",
    ],
)
def test_text_plain_links_and_data_pass(text: str, tmp_path: Path) -> None:
    assert of_page(tmp_path, text) == ()


def test_our_own_script_passes_and_a_changed_one_does_not(tmp_path: Path) -> None:
    own = "document.querySelector('h1').focus();"
    knows = known(assets=frozenset({base64.b64encode(hashlib.sha256(own.encode()).digest()).decode()}))

    assert of_page(tmp_path / "a", f"<script>{own}</script>", knows) == ()
    assert examined(tmp_path / "b", {"search.js": own}, knows) == ()
    assert of_page(tmp_path / "c", f"<script>{own} </script>", knows) != ()
    assert examined(tmp_path / "d", {"search.js": own + "//"}, knows) != ()


PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (f'<img src="data:image/png;base64,{PIXEL}">', "alt"),
        (f'<img src="data:image/png;base64,{PIXEL}" alt=" ">', "alt"),
        ('<table><tr><th scope="col">Год</th></tr></table>', "caption"),
        ("<table><caption>Т</caption><tr><th>Год</th></tr></table>", "scope"),
        ("<table><caption>Т</caption><tr><td>Год</td></tr></table>", "th"),
        ('<a href="x.html"> </a>', "ссылка без слов"),
        ("<h1>Второй</h1>", "h1"),
    ],
)
def test_what_a_screen_reader_needs_is_missed(body: str, what: str, tmp_path: Path) -> None:
    (refusal,) = of_page(tmp_path, body)

    assert what in refusal.what
    assert "ГОСТ" in refusal.remedy or what == "h1"


@pytest.mark.parametrize(
    ("there", "instead", "what"),
    [
        (' lang="ru"', "", "lang"),
        ("<title>Отчёт</title>", "", "title"),
        ("<h1>Отчёт</h1>", "", "h1"),
        (f'<meta http-equiv="Content-Security-Policy" content="{CSP}">', "", "Content-Security-Policy"),
        ("default-src 'none'", "default-src *", "Content-Security-Policy"),
        ("img-src data:;", "script-src 'unsafe-inline';", "правило безопасности"),
        ('data-audience="public"', "", "не для всех"),
        ("<title>", '<meta name="robots" content="noindex"><title>', "закрыта от поиска"),
    ],
)
def test_what_the_frame_of_a_page_lacks_is_said(there: str, instead: str, what: str, tmp_path: Path) -> None:
    page = html("<p>Текст</p>").replace(there, instead)

    assert any(what in refusal.what for refusal in examined(tmp_path, {"page.html": page}))


def test_everything_is_found_in_one_pass_and_always_in_one_order(tmp_path: Path) -> None:
    body = "<p>тел. 5-21-33</p><p>a@example.org</p><img src='x.png'><p>Traceback</p><p>Первое место у школы</p>"
    files: dict[str, str | bytes] = {"b.html": html(body), "a.html": html(body)}
    said = examined(tmp_path, files)

    assert [refusal.page for refusal in said] == ["a.html"] * 5 + ["b.html"] * 5
    assert said == examined(tmp_path, files)
    assert all(refusal.where and refusal.remedy for refusal in said)
