"""Workbooks that organisations fill in: what is in them, what they let a person write, how they come back."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pdmon_utils.__main__ import cli
from pdmon_utils.catalogue import load_catalogue
from pdmon_utils.catalogue.needs import tables_needed
from pdmon_utils.errors import WorkspaceError
from pdmon_utils.filenames import file_name
from pdmon_utils.intake import Intake, read_municipality
from pdmon_utils.packing import empty_book, packed, put
from pdmon_utils.prepare import prepare
from pdmon_utils.schema import SCHEMA
from pdmon_utils.schema.version import template_version
from pdmon_utils.store import Workspace
from pdmon_utils.template import Outcome, write_templates
from tiny import hand_in, workspace_with

REGISTER = (
    "Код организации;Полное наименование;Краткое наименование;Тип;Муниципальная;Сельская местность",
    "00101;Учебная школа № 1;СОШ № 1;школа;да;нет",
    "00102;=1+1;;детский сад;да;да",
)
STAFF = (
    (
        "Код организации;Код работника;Категория персонала;Должность;Предмет;Дата рождения;"
        "Педагогический стаж, полных лет;Принят в организацию;Уволен;Внешний совместитель;Ставка"
    ),
    "00101;0007;педагог;учитель;физика;02.03.1980;12;01.09.2015;;нет;1",
    "00101;0007;педагог;учитель;математика;02.03.1980;12;01.09.2015;;нет;0,5",
    "00101;0008;педагог;учитель;химия;;;01.09.2010;25.08.2024;нет;1",
    "00102;0009;педагог;воспитатель;;;;01.09.2019;;нет;1",
)
PROGRAMMES = (
    "Код программы;Название;Организация;Вид;Часы",
    "П-1;Цифровые инструменты;ИРО;ПК;36",
)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return a prepared workspace whose last year is 2024: two organisations, three persons, a programme."""
    workspace = workspace_with(tmp_path_factory.mktemp("district"), {})
    hand_in(workspace, "organisations", *REGISTER)
    hand_in(workspace, "staff", *STAFF)
    hand_in(workspace, "programmes", *PROGRAMMES)
    prepare(workspace)
    return workspace


@pytest.fixture
def district(prepared: Workspace, tmp_path: Path) -> Workspace:
    """Return a copy of the same workspace that may be written to."""
    return Workspace(shutil.copytree(prepared.home, tmp_path / "district", ignore=shutil.ignore_patterns("templates")))


@pytest.fixture(scope="module")
def book(prepared: Workspace) -> Workbook:
    """Return the workbook of school 00101 for 2025; not to be written to."""
    return _book(prepared)


def _made(workspace: Workspace, org_id: str = "00101", to: Path | None = None) -> Path:
    (written,) = write_templates(workspace, "primer", 2025, organisations=[org_id], to=to)
    return written.path


def _book(workspace: Workspace, org_id: str = "00101") -> Workbook:
    return load_workbook(_made(workspace, org_id))


def _rows(sheet: Worksheet) -> list[dict[str, Any]]:
    """Return the rows under the header, by header without the asterisk, empty cells left out."""
    header, *rows = sheet.iter_rows(values_only=True)
    names = [str(name).removesuffix(" *") for name in header]
    return [{n: v for n, v in zip(names, row, strict=True) if v is not None} for row in rows]


def _at(sheet: Worksheet, header: str) -> int:
    return next(c.column for c in sheet[1] if str(c.value).removesuffix(" *") == header)


def _check(sheet: Worksheet, header: str) -> DataValidation:
    address = sheet.cell(2, _at(sheet, header)).coordinate
    return next(check for check in sheet.data_validations.dataValidation if address in check.sqref)


# ---- which sheets


@pytest.mark.parametrize(
    ("code", "without"),
    [
        ("zato", {"routes", "memberships", "practices", "documents", "reserve", "student_outcomes", "measures"}),
        ("vilyuysk", {"memberships", "vacancies", "practices", "documents", "reserve", "student_outcomes", "measures"}),
        ("tyumen", {"support", "measures"}),
    ],
)
def test_a_workbook_has_a_sheet_for_each_needed_table_and_no_other(
    tmp_path: Path, code: str, without: set[str]
) -> None:
    workspace = workspace_with(tmp_path, {}, regulation=code)
    hand_in(workspace, "organisations", *REGISTER)

    sheets = _book(workspace).sheetnames

    titles = [table.title for name, table in SCHEMA.items() if name not in {*without, "oo1", "aggregates"}]
    assert sheets == ["Инструкция", *titles, "О файле", "Справочники"]


def test_a_kindergarten_is_not_asked_about_pupils(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path, {}, regulation="tyumen")
    hand_in(workspace, "organisations", *(line.replace("школа", "детский сад") for line in REGISTER))

    assert SCHEMA["student_outcomes"].title not in _book(workspace).sheetnames


def test_titles_of_tables_are_names_that_excel_takes() -> None:
    assert [t.title for t in SCHEMA.values() if len(t.title) > 31 or set(t.title) & set("[]:*?/\\'")] == []


# ---- what is filled in


def test_own_row_is_filled_in_and_others_are_not_named(book: Workbook) -> None:
    (own,) = _rows(book["Организации"])

    assert own == {
        "Год": 2025,
        "Код организации": "00101",
        "Полное наименование": "Учебная школа № 1",
        "Краткое наименование": "СОШ № 1",
        "Тип": "школа",
        "Муниципальная": "да",
        "Сельская местность": "нет",
    }
    everything = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert not any("00102" in cell or "0009" in cell for cell in everything)


def test_staff_of_last_year_who_were_not_dismissed_are_filled_in(book: Workbook) -> None:
    rows = _rows(book["Реестр работников"])

    assert [(r["Год"], r["Код работника"], r["Предмет"], r["Ставка"]) for r in rows] == [
        (2025, "0007", "математика", 0.5),
        (2025, "0007", "физика", 1),
    ]
    assert rows[0]["Дата рождения"].date() == date(1980, 3, 2)
    assert "Педагогический стаж, полных лет" not in rows[0], "it is another one this year"


def test_known_programmes_are_filled_in_for_reference(book: Workbook) -> None:
    (row,) = _rows(book["Программы ДПО"])

    assert (row["Код программы"], row["Год"], row["Название"]) == ("П-1", 2025, "Цифровые инструменты")


def test_without_preparation_the_raw_files_are_read(district: Workspace) -> None:
    before = _made(district).read_bytes()
    shutil.rmtree(district.processed)

    assert _made(district, to=district.home / "again").read_bytes() == before


def test_prepared_tables_are_used_until_a_later_year_is_handed_in(district: Workspace) -> None:
    shutil.rmtree(district.raw / "primer" / "2024")
    assert [w.org_id for w in write_templates(district, "primer", 2025)] == ["00101", "00102"]

    hand_in(district, "organisations", REGISTER[0], "00103;Новая школа;СОШ № 3;школа;да;нет", year=2025)
    assert [w.org_id for w in write_templates(district, "primer", 2025)] == ["00103"]


def test_without_a_register_it_is_said_what_to_do(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path, {})

    with pytest.raises(WorkspaceError, match=r"нет перечня организаций.*листом «Организации»"):
        list(write_templates(workspace, "primer", 2025))


def test_unknown_organisation_is_refused_with_the_nearest(district: Workspace) -> None:
    with pytest.raises(WorkspaceError, match=r"«00103» — может быть, «0010\d»"):
        _made(district, "00103")


# ---- what a person may write


def test_cells_to_fill_are_open_and_everything_else_is_locked(book: Workbook) -> None:
    staff, own = book["Реестр работников"], book["Организации"]

    assert book.security.lockStructure
    assert all(sheet.protection.sheet and not sheet.protection.password for sheet in book)
    assert all(cell.protection.locked for cell in staff[1])
    assert not any(cell.protection.locked for cell in staff[2])
    assert not staff.column_dimensions["C"].protection.locked, "also the empty cells below"
    assert [own.cell(2, _at(own, h)).protection.locked for h in ("Код организации", "Краткое наименование")] == [
        True,
        False,
    ]
    assert own.column_dimensions["C"].protection.locked, "there is one organisation in a file"
    assert staff.freeze_panes == "D2"


def test_dictionaries_are_lists_of_russian_words_on_a_very_hidden_sheet(book: Workbook) -> None:
    words = {name: _listed(book, name) for name in book.defined_names if name.startswith("list_")}

    assert book["Справочники"].sheet_state == "veryHidden"
    assert words["list_yes_no"] == ["да", "нет"]
    for name in tables_needed(load_catalogue().regulation("zato")):
        sheet = book[SCHEMA[name].title]
        for column in SCHEMA[name].columns.values():
            if column.type in {"enum", "bool"}:
                check = _check(sheet, column.header)
                assert (check.type, check.errorStyle) == ("list", "stop")
                assert words[check.formula1] == (list(column.values.values()) or ["да", "нет"])


def _listed(book: Workbook, name: str) -> list[object]:
    ((sheet, area),) = book.defined_names[name].destinations
    return [row[0].value for row in book[sheet][area.replace("$", "")]]


def test_codes_of_other_sheets_are_offered_but_not_forced(book: Workbook) -> None:
    check = _check(book["Обучение по программам ДПО"], "Код программы")

    assert (check.type, check.formula1, check.errorStyle) == ("list", "codes_programmes", "warning")
    assert book.defined_names["codes_programmes"].attr_text == (
        "'Программы ДПО'!$A$2:INDEX('Программы ДПО'!$A$2:$A$5000,MAX(1,COUNTA('Программы ДПО'!$A$2:$A$5000)))"
    )


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Дата рождения", ("date", "2", "73415", "Введите дату в виде ДД.ММ.ГГГГ, например 01.09.2025.")),
        ("Ставка", ("decimal", "0", "3", "Введите число от 0 до 3; дробная часть — через запятую.")),
        ("Педагогический стаж, полных лет", ("whole", "0", "80", "Введите целое число от 0 до 80.")),
        ("Год", ("whole", "2025", None, "Этот файл — за 2025 год.")),
        ("Тема самообразования", ("textLength", "1000", None, "Не больше 1000 знаков: сократите текст.")),
    ],
)
def test_numbers_dates_and_texts_are_checked_with_a_russian_error(
    book: Workbook, header: str, expected: tuple[object, ...]
) -> None:
    check = _check(book["Реестр работников"], header)

    assert (check.type, check.formula1, check.formula2, check.error) == expected
    assert (check.showErrorMessage, check.errorStyle) == (True, "stop")


def test_texts_that_excel_shows_are_not_longer_than_it_allows(book: Workbook) -> None:
    checks = [check for sheet in book for check in sheet.data_validations.dataValidation]

    assert max(len(check.error) for check in checks) <= 255
    assert max(len(check.prompt or "") for check in checks) <= 255
    assert max(len(title or "") for check in checks for title in (check.errorTitle, check.promptTitle)) <= 32


@pytest.mark.case(44)
def test_dates_have_one_format_in_known_and_in_empty_cells(book: Workbook) -> None:
    staff = book["Реестр работников"]
    born = staff.cell(2, _at(staff, "Дата рождения"))

    assert (born.number_format, staff.column_dimensions[born.column_letter].number_format) == ("DD.MM.YYYY",) * 2


@pytest.mark.case(58)
def test_codes_are_text_so_that_leading_zeros_stay(book: Workbook) -> None:
    staff = book["Реестр работников"]
    code = staff.cell(2, _at(staff, "Код работника"))

    assert (code.value, code.number_format) == ("0007", "@")
    assert staff.column_dimensions[code.column_letter].number_format == "@"


@pytest.mark.case(90)
def test_no_cell_is_a_formula(district: Workspace) -> None:
    path = _made(district, "00102")

    cells = [cell for sheet in load_workbook(path) for row in sheet.iter_rows() for cell in row]

    assert next(cell for cell in cells if cell.value == "=1+1").quotePrefix
    with ZipFile(path) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any(b"<f>" in xml or b"<f " in xml for xml in sheets)


def test_required_columns_are_starred_and_every_header_has_help(book: Workbook) -> None:
    for name in tables_needed(load_catalogue().regulation("zato")):
        sheet = book[SCHEMA[name].title]
        for cell, column in zip(sheet[1], SCHEMA[name].columns.values(), strict=True):
            assert cell.value == (f"{column.header} *" if column.required else column.header)
            assert cell.comment.text.startswith("Обязательно." if column.required else "Необязательно")
            assert column.note[1:] in cell.comment.text


def test_instruction_says_by_when_from_the_card(district: Workspace) -> None:
    card = district.raw / "primer" / "municipality.yaml"
    more = 'responsible: {"сбор данных": Учебный отдел}\ndeadlines: {"2025": {"сдача данных": 2026-01-20}}\n'
    card.write_text(card.read_text(encoding="utf-8") + more, encoding="utf-8")

    sheet = _book(Workspace(district.home))["Инструкция"]

    said = [row[0] for row in sheet.iter_rows(values_only=True)]
    assert said[:4] == [
        "Мониторинг профессионального развития педагогов, 2025 год",
        "СОШ № 1 (код 00101), Учебный район (вымышленный)",
        "Срок сдачи: 20.01.2026.",
        "Вопросы и готовый файл — координатору: Учебный отдел.",
    ]
    rows = {row[0]: row[2] for row in sheet.iter_rows(values_only=True)}
    assert rows["Реестр работников"] == "20.01.2026"
    assert any(
        link.hyperlink.location == "'Реестр работников'!A1" for (link, *_) in sheet.iter_rows() if link.hyperlink
    )


# ---- whose file it is, and of which version


def test_the_file_says_whose_it_is(book: Workbook) -> None:
    said = dict(book["О файле"].iter_rows(values_only=True))

    assert said == {
        "Код организации": "00101",
        "Организация": "СОШ № 1",
        "Год": "2025",
        "ОКТМО": "00001001",
        "Муниципалитет": "Учебный район (вымышленный)",
        "Регламент": "zato",
        "Версия шаблона": template_version(tables_needed(load_catalogue().regulation("zato"))),
    }


# ---- the same bytes, nothing lost


def test_the_same_input_gives_the_same_bytes(district: Workspace) -> None:
    first = _made(district).read_bytes()
    again = _made(district, to=district.home / "again").read_bytes()

    assert first == again
    with ZipFile(io.BytesIO(first)) as archive:
        assert {about.date_time for about in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"1980-01-01" in archive.read("docProps/core.xml")


def test_a_new_workbook_holds_no_clock() -> None:
    book = empty_book()
    put(book.create_sheet("Лист")["A1"], "+7")

    assert packed(book) == packed(book)
    assert load_workbook(io.BytesIO(packed(book)))["Лист"]["A1"].value == "+7"


def test_what_a_person_changed_is_not_overwritten(district: Workspace) -> None:
    assert [w.outcome for w in write_templates(district, "primer", 2025)] == [Outcome.WRITTEN, Outcome.WRITTEN]
    path = _made(district)
    path.write_bytes(b"changed")

    assert [w.outcome for w in write_templates(district, "primer", 2025)] == [Outcome.KEPT, Outcome.SAME]
    assert path.read_bytes() == b"changed"
    assert [w.outcome for w in write_templates(district, "primer", 2025, force=True)] == [
        Outcome.REPLACED,
        Outcome.SAME,
    ]


def test_templates_are_not_put_where_data_are_read(district: Workspace) -> None:
    with pytest.raises(WorkspaceError, match="попали бы в расчёт"):
        _made(district, to=district.raw / "primer" / "2025" / "школы")


@pytest.mark.case(95)
@pytest.mark.parametrize("org_id", ["../../etc/passwd", "C:\\x", "a/b", ".hidden", "x" * 300, "код 1"])
def test_a_hostile_code_is_no_path(org_id: str) -> None:
    name = file_name(org_id)

    assert Path(name).name == name
    assert not name.startswith(".")
    assert len(name) < 100
    assert (file_name("00101"), file_name("7-б")) == ("00101", "7-б")


def test_the_command_tells_what_it_wrote_and_what_it_left(district: Workspace) -> None:
    run = ["--home", str(district.home), "template", "primer", "2025", "-o", "00101"]

    first = CliRunner().invoke(cli, run)
    path = district.raw / "primer" / "templates" / "2025" / "00101.xlsx"
    path.write_bytes(b"changed")
    second = CliRunner().invoke(cli, run)
    third = CliRunner().invoke(cli, [*run, "--force"])

    assert (first.exit_code, second.exit_code, third.exit_code) == (0, 1, 0), first.output + second.output
    assert first.output == f"00101  СОШ № 1: {path} — записан\n"
    assert "Не тронуто файлов: 1. Заменить их: повторите команду с ключом --force." in second.output
    assert path.stat().st_size > 1000


# ---- there and back

FILLED: Mapping[str, Sequence[Mapping[str, object]]] = {
    "staff": [
        {
            "org_id": "00101",
            "person_id": "0010",
            "staff_group": "педагог",
            "position": "учитель",
            "subject": "история, экономика, право, обществознание",
            "birth_date": date(1990, 5, 17),
            "hire_date": date(2025, 9, 1),
            "is_external": "нет",
            "rate": 0.75,
        }
    ],
    "diagnostics": [
        {"person_id": "0007", "date": date(2025, 3, 4), "kind": "дефициты", "completed": "да", "score": 61.5}
    ],
    "courses": [{"person_id": "0010", "programme_id": "П-1", "end_date": date(2025, 5, 30), "completed": "да"}],
    "events": [
        {
            "event_id": "М-1",
            "title": "=Открытый урок",
            "kind": "мастер-класс",
            "level": "муниципальный",
            "date": date(2025, 2, 3),
            "purpose": "мастерство",
            "org_id": "00101",
        }
    ],
    "participation": [{"event_id": "М-1", "person_id": "0007", "role": "выступающий", "feedback": 5}],
    "mentoring": [
        {"mentee_id": "0010", "mentor_id": "0007", "level": "школьный", "start_date": date(2025, 9, 2)},
    ],
    "vacancies": [
        {"org_id": "00101", "date": date(2025, 9, 5), "position": "учитель", "subject": "физика", "rate_vacant": 0}
    ],
}


def _filled(path: Path) -> None:
    book = load_workbook(path)
    for name, rows in FILLED.items():
        table, sheet = SCHEMA[name], book[SCHEMA[name].title]
        for number, row in enumerate(rows, start=sheet.max_row + 1):
            for column, value in row.items():
                put(sheet.cell(number, list(table.columns).index(column) + 1), value)
    book.save(path)


def _come_back(workspace: Workspace, path: Path) -> Intake:
    folder = workspace.raw / "primer" / "2025"
    folder.mkdir()
    shutil.copy(path, folder)
    return read_municipality(Workspace(workspace.home).municipality("primer"))


def _as_filled(intake: Intake) -> None:
    findings = intake.findings[intake.findings["year"] == 2025]
    assert findings[findings["severity"] == "error"]["message"].tolist() == []
    of_2025 = {name: frame[frame["year"] == 2025] for name, frame in intake.tables.items()}
    staff = of_2025["staff"].set_index(["person_id", "subject"])
    assert sorted(staff.index) == [
        ("0007", "математика"),
        ("0007", "физика"),
        ("0010", "история, экономика, право, обществознание"),
    ]
    assert staff["birth_date"].dt.strftime("%Y-%m-%d").tolist() == ["1980-03-02", "1980-03-02", "1990-05-17"]
    assert staff["rate"].tolist() == [0.5, 1.0, 0.75]
    assert of_2025["organisations"]["org_id"].tolist() == ["00101"]
    assert {name: len(of_2025[name]) for name in FILLED if name != "staff"} == {n: 1 for n in FILLED if n != "staff"}
    assert of_2025["events"]["title"].tolist() == ["=Открытый урок"]
    (about,) = (said for file, said in intake.abouts.items() if file.startswith("2025/"))
    assert (about["Код организации"], about["Год"]) == ("00101", "2025")


def test_a_filled_template_is_read_without_errors(district: Workspace) -> None:
    path = _made(district)
    _filled(path)

    _as_filled(_come_back(district, path))


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_a_template_saved_by_libreoffice_is_read_without_errors(district: Workspace, tmp_path: Path, kind: str) -> None:
    office = shutil.which("soffice")
    if not office:
        pytest.skip("нет LibreOffice: установите libreoffice-calc, чтобы проверить шаблон в нём")
    path, profile = _made(district), f"-env:UserInstallation=file://{tmp_path}/profile"
    _filled(path)
    saved = tmp_path / "saved"
    run = [office, profile, "--headless", "--convert-to", kind, "--outdir", str(saved), str(path)]

    done = subprocess.run(run, capture_output=True, timeout=120, check=False)

    assert done.returncode == 0, done.stderr
    _as_filled(_come_back(district, saved / f"00101.{kind}"))
    if kind == "xlsx":
        back = load_workbook(saved / "00101.xlsx")
        assert back["Реестр работников"].protection.sheet
        assert _check(back["Реестр работников"], "Должность").type == "list"
