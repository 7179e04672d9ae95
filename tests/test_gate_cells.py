"""The gate and small numbers: what the protected table hides is refused by address, in tables, in downloads."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from gating import examined, html, known
from pdmon_utils.publish.gate.derivable import derivable
from pdmon_utils.publish.gate.known import Known
from pdmon_utils.publish.gate.shown import Shown, shown_of
from pdmon_utils.reading.people import Veil
from pdmon_utils.store import Workspace

PAGE = "town/2024/note.html"
CUT = "Прошли диагностику: в разрезе — предмет,"
SHOWN = Shown(
    figures={
        "t.1/municipality/town///2024": {"numerator": 30.0, "denominator": 60.0, "value": 0.5},
        "t.2/municipality/town///2024": {"numerator": float("nan"), "denominator": 60.0, "value": float("nan")},
    },
    hidden=frozenset({"t.2/municipality/town///2024"}),
    totals=frozenset({("Уволились", "2024")}),
    groups=frozenset({(CUT, "физика", "2024")}),
    rows=frozenset({("t.2", "2024", "", ""), ("t.3", "2024", "предмет", "физика")}),
)


def knows(place: str, year: int) -> Shown | None:
    return SHOWN if (place, year) == ("town", 2024) else None


def table(caption: str, head: str, row: str, value: str) -> str:
    return (
        f'<table><caption>{caption}</caption><thead><tr><th scope="col">Показатель</th><th scope="col">{head}</th></tr>'
        f'</thead><tbody><tr><th scope="row">{row}</th><td>{value}</td></tr></tbody></table>'
    )


def quote(fact: str, value: str, text: str) -> str:
    return f'<p class="pdmon-said"><data value="{value}" data-fact="{fact}">{text}</data></p>'


def paper(caption: str, *rows: tuple[str, ...]) -> bytes:
    made, out = docx.Document(), io.BytesIO()
    made.add_paragraph("Выводы")
    made.add_paragraph(caption)
    cells = made.add_table(len(rows), len(rows[0]))
    for at, row in enumerate(rows):
        for cell, text in zip(cells.rows[at].cells, row, strict=True):
            cell.text = text
    made.save(out)
    return out.getvalue()


DATA = ("Показатель", "Код", "Год", "Разрез", "Группа", "Числитель", "Знаменатель", "Значение", "Пометка")


def line(group: str, *numbers: str) -> tuple[str, ...]:
    return ("Прошли диагностику", "t.3", "2024", "предмет", group, *numbers, "")


def book(*rows: tuple[str, ...]) -> bytes:
    made, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        made.active.append(row)
    made.save(out)
    return out.getvalue()


REFUSED: dict[str, tuple[str, str | bytes]] = {
    "address": (PAGE, html(quote("t.2/municipality/town///2024/value", "0.05", "5 %"))),
    "other column": (PAGE, html(quote("t.2/municipality/town///2024/change", "0.05", "5 п. п."))),
    "not the number": (PAGE, html(quote("t.1/municipality/town///2024/numerator", "31", "31"))),
    "total of a year": (PAGE, html(table("Показатели по годам, 2022–2024", "2024", "Уволились", "3 %"))),
    "group of a cut": (PAGE, html(table(f"{CUT} 2024 год", "Значение", "физика", "3 из 4"))),
    "csv": ("town/2024/note.csv", "Показатель;2023;2024\nУволились;12 %;3 %\n"),
    "xlsx": ("town/2024/note.xlsx", book(("Таблица 1", ""), ("Показатель", "2024"), ("Уволились", "3 %"))),
    "part of a share in xlsx": (
        "town/2024/note.xlsx",
        book(("Таблица 1", ""), ("Показатель", "2024", "2024: числитель"), ("Уволились", "…", "3")),
    ),
    "docx: total": ("town/2024/note.docx", paper("Годы", ("Показатель", "2024"), ("Уволились", "3 %"))),
    "docx: group": (
        "town/2024/note.docx",
        paper(f"Таблица 3 — {CUT} 2024 год", ("Группа", "Значение"), ("физика", "3 из 4")),
    ),
    "open data: total": (
        "town/2024/note-figures.csv",
        "Код;Показатель;Год;Разрез;Группа;Числитель;Пометка\nt.2;Уволились;2024;;;3;\n",
    ),
    "open data: group": (
        "town/2024/note-figures.csv",
        "\n".join(";".join(row) for row in (DATA, line("химия", "30", "40", "0,75"), line("физика", "", "4", ""))),
    ),
    "open data: group in xlsx": (
        "town/2024/note-figures.xlsx",
        book(("Дефициты, 2024 год",), DATA, line("химия", "30", "40", "0,75"), line("физика", "3", "…", "…")),
    ),
    "empty cells before it": (
        "town/2024/note-figures.xlsx",
        book(("Дефициты",), DATA, ("Уволились", "t.2", "2024", "", "", "", "60", "", "")),
    ),
    "earlier version": ("town/2024/v1/note.html", html(table("Годы", "2024", "Уволились", "3"))),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_hidden_number_is_refused_with_the_way_to_mend_it(kind: str, tmp_path: Path) -> None:
    page, content = REFUSED[kind]
    (refusal,) = examined(tmp_path, {page: content}, known(shown=knows))

    assert refusal.page == page
    assert "число" in refusal.what
    assert "мало людей" in refusal.remedy


@pytest.mark.parametrize(
    "body",
    [
        quote("t.1/municipality/town///2024/value", "0.5", "50 %"),
        table("Показатели по годам, 2022–2024", "2023", "Уволились", "3 %"),
        table("Показатели по годам, 2022–2024", "2024", "Уволились", "…"),
        table(f"{CUT} 2023 год", "Значение", "физика", "30 из 40"),
        table(f"{CUT} 2024 год", "Значение", "химия", "30 из 40"),
        table("Показатели", "2024: числитель", "Уволились", "…"),
    ],
)
def test_what_is_not_hidden_passes(body: str, tmp_path: Path) -> None:
    assert examined(tmp_path, {PAGE: html(body)}, known(shown=knows)) == ()


def test_another_year_and_another_place_are_looked_up_on_their_own(tmp_path: Path) -> None:
    page = html(table("Годы", "2024", "Уволились", "3 %"))

    assert (
        examined(tmp_path, {"town/2023/a.html": page, "other/2024/a.html": page, "a.html": page}, known(shown=knows))
        == ()
    )


def test_the_protected_figures_of_a_workspace_hide_what_the_study_hides(workspace: Workspace) -> None:
    look: Callable[[str, int], Shown | None] = shown_of(workspace)
    shown = look("step-primer", 2024)

    assert shown
    assert shown.hidden
    assert shown.totals | shown.groups
    assert look("step-primer", 1990) is None
    assert look("predgornaya", 2024) is None


def test_a_hidden_number_that_can_be_worked_out_refuses_the_place_and_year(tmp_path: Path) -> None:
    (tmp_path / "primer" / "2024").mkdir(parents=True)
    (tmp_path / "primer" / "2023").mkdir()
    said = {("primer", 2024): ["kbr.1/municipality/primer/subject/физика/2024"]}
    known = Known(Veil(b"key"), worked_out=lambda place, year: said.get((place, year), ()))

    (refusal,) = derivable(tmp_path, known)

    assert (refusal.page, "физика" in refusal.what) == ("primer/2024", True)
