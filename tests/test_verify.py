"""A report made again from the raw files, and beside a table that a person has counted."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook as Book
from openpyxl import load_workbook

from pdmon_utils.__main__ import cli
from pdmon_utils.batch.jobs import Job
from pdmon_utils.batch.runner import run_job
from pdmon_utils.prepare import prepare
from pdmon_utils.store import Workspace
from pdmon_utils.verify.backtest import asked, backtest
from pdmon_utils.verify.handmade import HandmadeError, read_request, sheets_of
from pdmon_utils.verify.layout import Number, Row, number_of, rows_of
from pdmon_utils.verify.protocol import Line
from pdmon_utils.verify.target import TargetError, target_of
from pdmon_utils.verify.template import template
from pdmon_utils.verify.verified import verified
from releases import jobs
from tiny import hand_in, workspace_with

SHOWN = """from pdmon_utils import Study

study = Study("deficits", municipality, year, audience)
study.figures(scope="municipality")[["indicator", "numerator", "denominator"]]"""
STAFF = "org_id;person_id;staff_group;position;hire_date;is_external;rate"
DIAGNOSTICS = "person_id;date;kind;completed"
COUNTED = "Показатели: 18"
ID, OTHER = "zato.3.1b", "zato.3.1a"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace of twenty-one teachers, nine of them diagnosed: 9 of 21, 42.857… %."""
    workspace = workspace_with(tmp_path_factory.mktemp("verify"), {"deficits": SHOWN})
    schools = (f"00{n};Школа № {n};школа;да" for n in (1, 2, 3))  # fewer than three are not for everybody
    hand_in(workspace, "organisations", "org_id;org_name;org_type;is_municipal", *schools)
    hand_in(workspace, "staff", STAFF, *(f"00{1 + n % 3};p{n};педагог;учитель;01.09.2015;нет;1" for n in range(21)))
    hand_in(workspace, "diagnostics", DIAGNOSTICS, *(f"p{n};15.03.2024;дефициты;да" for n in range(9)))
    prepare(workspace)
    return workspace.home


@pytest.fixture
def raw(prepared: Path, tmp_path: Path) -> Workspace:
    """Return a copy that a test may spoil."""
    shutil.copytree(prepared, tmp_path / "home")
    return Workspace(tmp_path / "home")


def job_of(workspace: Workspace) -> Job:
    (job,) = jobs(workspace)
    return job


def lines(workspace: Workspace) -> dict[str, Line]:
    return {line.what: line for line in verified(workspace, target_of(workspace, "primer/2024/deficits"))}


def asked_of(workspace: Workspace, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--home", str(workspace.home), "verify", *arguments], prog_name="pdmon")


@pytest.mark.notebooks
def test_a_report_comes_out_the_same_and_one_changed_cell_is_named(raw: Workspace) -> None:
    assert run_job(job_of(raw)).reason == ""

    same = asked_of(raw, "primer/2024/deficits")
    assert same.exit_code == 0, same.output
    assert "Отчёт воспроизводится." in same.output

    hand_in(raw, "diagnostics", DIAGNOSTICS, *(f"p{n};15.03.2024;дефициты;{'да' if n else 'нет'}" for n in range(9)))
    found = lines(raw)

    files = {"deficits-source.html", *(f"deficits.{kind}" for kind in ("docx", "html", "ipynb", "xlsx"))}
    assert found.keys() == {"Исходные файлы, primer: 3", COUNTED, *files}
    assert [(name, line.verdict) for name, line in found.items() if line.verdict != "расходится"] == []
    assert found["Исходные файлы, primer: 3"].details == ("2024/diagnostics.csv: изменился",)
    assert "zato.3.1b · 2024: было 9 из 21 (0,4286), стало 8 из 21 (0,381)" in found[COUNTED].details
    assert any(
        "zato.3.1b 9.0 21.0" in said and "zato.3.1b 8.0 21.0" in said for said in found["deficits.ipynb"].details
    )


@pytest.mark.notebooks
def test_what_cannot_be_made_again_is_said(raw: Workspace) -> None:
    job = job_of(raw)
    assert run_job(job).reason == ""
    job.notebook.write_text(job.notebook.read_text(encoding="utf-8").replace('scope=\\"', 'cope=\\"'), encoding="utf-8")

    (line,) = verified(raw, target_of(raw, str(job.output)))

    assert (line.what, line.verdict) == ("Пересчёт из исходных файлов", "расходится")
    assert "нет параметра «cope» — может быть, «scope»?" in line.details[0]


def laid(workspace: Workspace, inner: str) -> Path:
    path = workspace.reports / inner
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path


def test_a_report_is_named_by_any_of_its_files_or_by_place_year_and_notebook(raw: Workspace) -> None:
    kept = laid(raw, "primer/2024/public/deficits.ipynb")
    old = laid(raw, "published/primer/2024/v1/deficits.ipynb")
    by_file = [str(kept.with_name(name)) for name in ("deficits.html", "deficits.docx", "deficits.manifest.json")]

    for said in (*by_file, "primer/2024/deficits", "primer/2024/public/deficits"):
        assert target_of(raw, said).kept == kept
    assert target_of(raw, str(old.with_suffix(".html"))).kept == old


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("primer/2024/deficit", "Нет отчёта «primer/2024/deficit» — может быть, «deficits»?"),
        ("primer/2024/deficits", "отчёт не выполнен. Сначала pdmon run -m primer -y 2024"),
        ("отчёт.docx", "не отчёт этой рабочей папки"),
        ("/etc/passwd", "не отчёт этой рабочей папки"),
    ],
)
def test_what_is_no_report_is_said_with_the_remedy(raw: Workspace, said: str, why: str) -> None:
    with pytest.raises(TargetError) as error:
        target_of(raw, said)

    assert why in str(error.value)


def book(path: Path, *rows: tuple[object, ...], sheet: str = "Итоги") -> Path:
    made = Book()
    assert made.active
    made.active.title = sheet
    for row in rows:
        made.active.append(row)
    made.save(path)
    return path


def test_three_rows_agree_one_is_wrong_one_is_unknown(raw: Workspace, tmp_path: Path) -> None:
    path = book(
        tmp_path / "hand.xlsx",
        ("Мониторинг за 2024 год",),
        (),
        ("Код", "Показатель", "Числитель", "Знаменатель", "Значение"),
        (ID, None, 9, 21, "42,9 %"),
        (OTHER, None, None, None, 9),
        (None, "Доля прошедших диагностику дефицитов", 9, 21, None),
        (ID, None, 8, 21, None),
        ("zato.3.1z", None, None, None, 5),
    )

    found = backtest(raw, job_of(raw), rows_of(sheets_of(path), 2024))

    assert [line.verdict for line in found.lines] == ["совпадает"] * 3 + ["расходится", "не проверить"]
    assert found.lines[3].details == ("числитель: в таблице 8, в отчёте 9",)
    assert found.lines[4].details[0].startswith("показатель не найден; может быть: ")
    assert "zato.3.1a — Прошли диагностику дефицитов, чел." in found.lines[4].details[0]
    assert not found.fits


@pytest.mark.parametrize(
    ("cells", "agrees"),
    [
        (("42,9 %",), True),
        (("43 %",), True),
        (("42,8 %",), False),
        ((0.429,), True),
        ((0.43,), True),
        ((0.42,), False),
        ((3 / 7,), True),
        (("0,4286",), True),
        (("0,4285",), False),
    ],
)
def test_a_value_agrees_within_the_rounding_of_its_own_digits(
    raw: Workspace,
    cells: tuple[object],
    agrees: bool,  # noqa: FBT001  a column of the table
) -> None:
    rows = rows_of({"Лист": [["Код", "Значение"], [ID, *cells]]}, 2024)

    assert backtest(raw, job_of(raw), rows).fits is agrees


@pytest.mark.parametrize("header", ["Значение", "2024 год", "Доля, %", "Факт 2024", "Значение (%)", 2024.0])
def test_a_column_in_per_cent_is_read_as_per_cent(raw: Workspace, header: object) -> None:
    rows = rows_of({"Лист": [["Код", header], [ID, 42.9]]}, 2024)

    assert backtest(raw, job_of(raw), rows).fits


def test_a_header_with_a_per_cent_sign_makes_small_numbers_per_cent() -> None:
    (row,) = rows_of({"Лист": [["Код", "Доля, %"], ["x", 0.5]]}, 2024)

    assert row.value == Number(Fraction(1, 2), Fraction(1, 20), percent=True)


def test_a_clause_shared_by_two_indicators_is_not_guessed(raw: Workspace) -> None:
    rows = rows_of({"Лист": [["Пункт", "Значение"], ["разд. 3, табл. 1, строка 1", "3"]]}, 2024)
    (line,) = backtest(raw, job_of(raw), rows).lines

    assert line.verdict == "не проверить"
    assert "zato.3.1a — " in line.details[0]
    assert "zato.3.1b — " in line.details[0]


def test_clause_and_title_together_name_one(raw: Workspace) -> None:
    head = ["Пункт", "Наименование показателя", "Значение"]
    rows = rows_of({"Лист": [head, ["Разд. 3,табл. 1, строка 1", "прошли диагностику дефицитов, чел", 9]]}, 2024)

    assert backtest(raw, job_of(raw), rows).fits


def test_indicators_that_no_row_names_are_listed(raw: Workspace) -> None:
    rows = rows_of({"Лист": [["Код", "Значение"], [OTHER, 9]]}, 2024)

    assert [said.partition(" ")[0] for said in backtest(raw, job_of(raw), rows).missing] == [ID]


def test_a_cell_that_is_no_number_is_told(raw: Workspace) -> None:
    rows = rows_of({"Лист": [["Код", "Значение"], [OTHER, "трое"]]}, 2024)
    (line,) = backtest(raw, job_of(raw), rows).lines

    assert (line.verdict, line.details) == ("не проверить", ("не число: трое",))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1 234", Number(Fraction(1234), Fraction(1, 2))),
        ("−0,5", Number(Fraction(-1, 2), Fraction(1, 20))),
        ("41,2 %", Number(Fraction(206, 5), Fraction(1, 20), percent=True)),
        ("1e-05", Number(Fraction(1, 100000), Fraction(1, 10**12))),
        ("7 из 34", None),
        ("", None),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, number: Number | None) -> None:
    assert number_of(text) == number


def test_a_table_without_the_headers_says_which_are_needed(tmp_path: Path) -> None:
    with pytest.raises(HandmadeError, match="Нужна строка заголовков"):
        rows_of(sheets_of(book(tmp_path / "a.xlsx", ("Школа", "Сколько"), ("1", 2))), 2024)


def test_a_csv_of_windows_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ручная.csv"
    path.write_bytes("Код;Значение\r\nzato.3.1a;3\r\n".encode("cp1251"))

    assert rows_of(sheets_of(path), 2024) == [
        Row("лист «ручная», строка 2", "zato.3.1a", "", "", Number(Fraction(3), Fraction(1, 2)), None, None)
    ]


def test_a_foreign_file_that_is_no_workbook_is_refused_in_russian(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"MZ program")
    bomb = tmp_path / "b.xlsx"
    with ZipFile(bomb, "w", 8) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 350 * 2**20)

    for wrong in (path, bomb, tmp_path / "нет.xlsx"):
        with pytest.raises(HandmadeError, match=r"[а-я]{4}"):
            sheets_of(wrong)
    assert "refused" in read_request({"path": str(path)})


def test_the_template_filled_in_is_read(raw: Workspace, tmp_path: Path) -> None:
    made = template(asked(raw, job_of(raw)).values())
    path = tmp_path / "t.xlsx"
    path.write_bytes(made)
    filled = load_workbook(path)
    for row in filled["Показатели"].iter_rows(min_row=2):
        row[3].value = 9
        row[4].value = 21 if row[0].value == ID else None
    filled.save(path)

    laid(raw, "primer/2024/public/deficits.ipynb")
    result = asked_of(raw, "primer/2024/deficits", "--against", str(path))

    assert template(asked(raw, job_of(raw)).values()) == made
    assert result.exit_code == 0, result.output
    assert "Строк: 2; совпадает: 2, расходится: 0, не проверить: 0." in result.output


def test_a_table_that_differs_ends_with_1_and_the_template_can_be_had(raw: Workspace, tmp_path: Path) -> None:
    laid(raw, "primer/2024/public/deficits.ipynb")
    path = book(tmp_path / "hand.xlsx", ("Код", "Значение"), (OTHER, 4))

    wrong = asked_of(raw, "primer/2024/deficits", "--against", str(path))
    made = asked_of(raw, "primer/2024/deficits", "--template", str(tmp_path / "new.xlsx"))

    assert (wrong.exit_code, made.exit_code) == (1, 0)
    assert "значение: в таблице 4, в отчёте 9" in wrong.output
    assert "Показатели отчёта, которых нет в таблице (1): zato.3.1b" in wrong.output
    assert (tmp_path / "new.xlsx").exists()
