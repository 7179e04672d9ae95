"""A fictional district in which every text that a person can write holds hostile payloads."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import openpyxl

import seeds
from payloads import PAYLOADS, everything, marked
from pdmon_utils.example import workbooks
from pdmon_utils.example.district import entries_of
from pdmon_utils.example.places import Entry, district
from pdmon_utils.opinions.surveys import HEADERS as SURVEYS
from pdmon_utils.opinions.tags import HEADERS as TAGS
from pdmon_utils.schema import SCHEMA
from pdmon_utils.store import Workspace

SLUG, YEAR = "ulus-primer", 2024
SIZE: Final = len(PAYLOADS)
STRANGE: Final = ("courses", "aggregates", "oo1")  # a table with a column of every type, and what no register gives
PERSONS: Final = ("person_id", "mentee_id", "mentor_id")
CODED: Final = ("mun_code", "direction", "indicator_id", "cluster", "doc_id")  # words that lead further
MEASURE: Final = ("measure_id", "kind", "text", "deadline", "responsible", "status")
LEADING: Final = ("direction", "indicator_id", "doc_id")
CARD: Final = ("name", "region", "genitive", "prepositional", "authority", "seat", "open_facts")
FORM: Final = ("Отметка времени", "Ваш код (выдаёт школа)", "Итоговый балл", "Уровень выгорания")
FACTORS: Final = ("Код организации", "Фактор", "Значение")
LONGEST: Final = 250  # bytes of a file's name
Met = dict[str, dict[str, str]]


class Places:
    """The inputs, each with its number: what a payload is marked with."""

    def __init__(self) -> None:
        """Begin without inputs."""
        self.names: list[str] = []

    def __getitem__(self, name: str) -> int:
        """Return the number of an input, a new one for a new input."""
        if name not in self.names:
            self.names.append(name)
        return self.names.index(name)

    def all(self, name: str) -> str:
        """Return all payloads as one text of this input."""
        return everything(self[name])

    def each(self, name: str) -> Iterator[str]:
        """Yield the payloads one by one."""
        yield from (marked(self[name], at) for at in range(SIZE))


def write_poisoned(workspace: Workspace) -> Places:
    """Write card, tables, texts and journal of the district; return its inputs."""
    places = Places()
    raw = workspace.raw / SLUG
    entries = [entry for entry in entries_of(SLUG, 2022) if entry.year == YEAR]
    _card(raw, places)
    tables = _poisoned(entries, places)
    for (year, table), rows in tables.items():
        _put(raw / str(year) / f"{table}.csv", rows)
    _factors(raw / str(YEAR) / "texts", tables[YEAR, "organisations"], places)
    _strange_cells(raw / str(YEAR), places)
    _strange_files(raw / str(YEAR), places)
    _strange_book(raw / str(YEAR), places)
    _codes(raw / str(YEAR), places)
    _clusters(raw / str(YEAR), places)
    _survey(raw / str(YEAR), places)
    _state_form(raw / str(YEAR), places)
    _texts(raw / str(YEAR) / "texts", entries, places, workspace)
    _edits(raw / str(YEAR) / "texts", places)
    _journal(workspace.journals / SLUG / str(YEAR), places)
    return places


def _put(path: Path, rows: Iterable[Iterable[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows(rows)
    path.write_bytes(out.getvalue().replace("\0", "").encode("utf-8-sig"))  # with NUL it is no text, and is refused


def _card(folder: Path, places: Places) -> None:
    """Write the card: JSON is YAML too, and keeps every sign."""
    said: dict[str, Any] = dict(district(SLUG, 2022).card)
    said |= {name: f"{said.get(name, name)} {places.all(f'card.{name}')} (вымышленный)" for name in CARD}
    who = dict.fromkeys(places.each("card.who"), "x")
    said["responsible"] = {"сбор данных": places.all("card.responsible"), **who}
    said["signature"] = {"position": places.all("card.position"), "name": places.all("card.signed")}
    said["approval"] = {"number": places.all("card.order"), "date": "2024-01-15"}
    said["breaks"] = {str(YEAR): {"vil.1.2.3a": places.all("card.breaks")}}
    folder.mkdir(parents=True)
    (folder / "municipality.yaml").write_text(json.dumps(said, ensure_ascii=True), encoding="ascii")


def _poisoned(entries: Sequence[Entry], places: Places) -> dict[tuple[int, str], list[list[Any]]]:
    """Return (year, table) → header and lines, whose texts carry payloads; the same code always carries the same."""
    sizes, met = _sizes(entries), defaultdict[str, dict[str, str]](dict)
    files: dict[tuple[int, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        row = {name: _cell(entry.table, name, value, (places, met, sizes)) for name, value in entry.row.items()}
        files[entry.year, entry.table].append(entry._replace(row=row))
    return {key: _lines(key[1], rows) for key, rows in files.items()}


def _lines(table: str, rows: Sequence[Entry]) -> list[list[Any]]:
    headers, body = workbooks._lines(table, rows)
    return [list(headers), *([workbooks._plain(value) for value in line] for line in body)]


def _domain(table: str, name: str) -> str:
    """Return what a code is the code of: a person under whatever name, else the column; a text belongs to its table."""
    if name in PERSONS:
        return "person_id"
    return name if name.endswith("_id") else f"{table}.{name}"


def _sizes(entries: Sequence[Entry]) -> dict[str, int]:
    """Return how many different texts each column has: where there are few, each carries several payloads."""
    held: dict[str, set[object]] = defaultdict(set)
    for entry in entries:
        for name, value in entry.row.items():
            held[_domain(entry.table, name)].add(value)
    return {name: len(values) for name, values in held.items()}


def _cell(table: str, name: str, value: object, known: tuple[Places, Met, dict[str, int]]) -> object:
    """Return the cell with its payloads; a cell that is no free text or code stays as it is."""
    places, met, sizes = known
    if SCHEMA[table].columns[name].type != "str" or value in {None, ""} or name in CODED:
        return value
    domain, text = _domain(table, name), str(value)
    if text not in met[domain]:
        each = -(-SIZE // sizes[domain])
        first = len(met[domain]) * each
        more = " ".join(marked(places[domain], (first + step) % SIZE) for step in range(each))
        met[domain][text] = f"{text} {more}"
    return met[domain][text]


def _strange_cells(folder: Path, places: Places) -> None:
    """Write tables whose every cell is no such thing: no date, no number, no word of a list, nobody's code."""
    for table in STRANGE:
        columns = SCHEMA[table].columns
        body = [[marked(places[f"{table}.{name}!"], at) for name in columns] for at in range(SIZE)]
        _put(folder / "странное" / f"{table}.csv", [[column.header for column in columns.values()], *body])


def _codes(folder: Path, places: Places) -> None:
    """Write measures that would count but for codes that lead nowhere: such a code is shown, or told as unknown."""
    head = [SCHEMA["measures"].columns[name].header for name in (*MEASURE, *LEADING)]
    kinds = ("мера", "решение")
    rows = [
        [f"М-{at}", kinds[at % 2], "Провести", "31.12.2024", "Отдел", "запланировано"]
        + [marked(places[f"measures.{name}"], at) for name in LEADING]
        for at in range(SIZE)
    ]
    _put(folder / "коды" / "measures.csv", [head, *rows])


def _clusters(folder: Path, places: Places) -> None:
    """Write organisations of hostile clusters: no such word is in the list."""
    head = [SCHEMA["organisations"].columns[name].header for name in ("org_id", "org_name", "org_type", "cluster")]
    rows = [[f"90{at}", f"Школа {at}", "школа", text] for at, text in enumerate(places.each("organisations.cluster"))]
    _put(folder / "кластеры" / "organisations.csv", [head, *rows])


def _survey(folder: Path, places: Places) -> None:
    """Write an export of an online form whose every answer, and one more question, are hostile."""
    names = [f"survey.{name}" for name in ("time", "code", "score", "level", "more")]
    rows = [[marked(places[name], at) for name in names] for at in range(SIZE)]
    _put(folder / "опросы" / "Выгорание (Ответы).csv", [[*FORM, places.all("survey.question")], *rows])


def _factors(folder: Path, organisations: Sequence[Sequence[Any]], places: Places) -> None:
    """Write factors of hostile names, each with a number for every organisation."""
    codes = [str(line[organisations[0].index(FACTORS[0])]) for line in organisations[1:]]
    rows = [[code, text, at % 3] for text in places.each("factors.name") for at, code in enumerate(codes)]
    _put(folder / "factors.csv", [list(FACTORS), *rows])


def _state_form(folder: Path, places: Places) -> None:
    """Write a book of the state form ОО-1: a hostile title page, a section of hostile cells."""
    book = openpyxl.Workbook()
    book.active.title = "Титульный лист"
    section = book.create_sheet("Раздел 3.1")
    for text in places.each("oo1 book"):
        for sheet in (book.active, section):
            sheet.append([_xml_fit(text)] * 3)
            sheet.cell(sheet.max_row, 1).data_type = "s"
    book.save(folder / "oo1.xlsx")


def _strange_files(folder: Path, places: Places) -> None:
    """Write files with hostile names; a name holds no NUL, and what stands before a slash is a folder."""
    for text in places.each("file name"):
        path = folder / "имена" / f"{text.replace(chr(0), '')}.csv"
        if max(len(part.encode()) for part in path.parts) <= LONGEST:
            _put(path, [["Код организации", "Код работника"], ["001", "p1"]])


def _strange_book(folder: Path, places: Places) -> None:
    """Write a workbook whose sheets and headers are hostile, as no office would save it."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for at in range(SIZE):
        sheet = book.create_sheet(f"sheet-{at}-")
        sheet.append(["Код организации", "Код работника", f"header-{at}-"])
        sheet.append(["001", "p1", "x"])
    saved = io.BytesIO()
    book.save(saved)
    parts = {name: _renamed(name, part, places) for name, part in seeds.unzipped(saved.getvalue()).items()}
    (folder / "книга.xlsx").write_bytes(seeds.zipped(parts))


def _renamed(name: str, part: bytes, places: Places) -> bytes:
    if not name.startswith("xl/"):
        return part
    for at in range(SIZE):
        for word, place in (("sheet", "sheet name"), ("header", "column header")):
            part = part.replace(f"{word}-{at}-".encode(), _xml(marked(places[place], at)).encode())
    return part


def _xml_fit(text: str) -> str:
    return "".join(sign for sign in text if (sign >= " " or sign in "\t\n") and sign not in "\ufffe\uffff")


def _xml(text: str) -> str:
    fit = _xml_fit(text)
    for sign, said in {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;"}.items():
        fit = fit.replace(sign, said)
    return fit


def _texts(folder: Path, entries: Sequence[Entry], places: Places, workspace: Workspace) -> None:
    """Write what an analyst writes: words beside the numbers, tags."""
    folder.mkdir(parents=True, exist_ok=True)
    regulation = workspace.catalogue.regulation(str(district(SLUG, 2022).card["regulation"]))
    for name in (*workspace.catalogue.criteria, *regulation.asks):
        body = "\n\n".join(places.each(f"texts/{name}.md"))
        (folder / f"{name}.md").write_text(body, encoding="utf-8", newline="")
    topics = sorted({str(e.row["self_topic"]) for e in entries if e.table == "staff" and e.row.get("self_topic")})
    tags = [
        ["", "темы самообразования", text, "ИКТ и цифровая среда", "да"]
        for text in (*topics, *places.each("tags.text"))
    ]
    _put(folder / "tags.csv", [list(TAGS.values()), *tags])
    _put(folder / "surveys.csv", [list(SURVEYS.values()), ["выгорание", "", "", places.all("surveys.how")]])


def _edits(folder: Path, places: Places) -> None:
    """Write what the analyst decided on conclusions and recommendations, and recommendations of the analyst's own."""
    head = ["Правило", "Показатель", "Кого касается", "Решение", "Редакция", "Причина"]
    said = [
        [
            "10",
            marked(places["conclusions.indicator"], at),
            "",
            "оставить",
            "",
            marked(places["conclusions.reason"], at),
        ]
        for at in range(SIZE)
    ]
    _put(folder / "conclusions.csv", [head, *said])
    columns = ("key", "text", "note", "sent_to")
    rows = [{name: marked(places[f"recommendations.{name}"], at) for name in columns} for at in range(SIZE)]
    head = ["Ключ", "Решение", "Редакция", "Адресат", "Примечание", "Направлена", "Кому направлена"]
    added = [[r["key"], "добавить", r["text"], "ped", r["note"], "2025-01-20", r["sent_to"]] for r in rows]
    stale = [[f"{r['key']} нет такой", "убрать", "", "", r["note"], "", ""] for r in rows]
    _put(folder / "recommendations.csv", [head, *added, *stale])


def _journal(folder: Path, places: Places) -> None:
    """Write what people decided about the data."""
    day, words = "2025-01-20", ("by", "note", "reason", "about")
    said = [{name: marked(places[f"journal.{name}"], at) for name in words} for at in range(SIZE)]
    decided = [["001", "принято", one["by"], day, one["note"]] for one in said]
    _put(folder / "decisions.csv", [["Код организации", "Решение", "Кто", "Дата", "Примечание"], *decided])
    turned = [["открыт", one["by"], day, one["reason"]] for one in said]
    _put(folder / "year.csv", [["Год", "Кто", "Дата", "Причина"], *turned])
    order = places.all("approvals.order")
    signed = [["report", order, day, places.all("approvals.by"), "", places.all("approvals.reason"), order]]
    _put(
        folder / "approvals.csv",
        [
            [
                "Документ",
                "Номер приказа",
                "Дата приказа",
                "Кто утвердил",
                "SHA-256 содержания",
                "Причина исправления",
                "Чего не хватало",
            ],
            *signed,
        ],
    )
    allowed = [[text, text, text, day] for text in places.each("names-allowed.what")]
    head = ["Имя, адрес или телефон", "Основание", "Кто разрешил", "Дата"]
    _put(folder.parent / "names-allowed.csv", [head, *allowed])
    head = ["Код замечания", "Правило", "О какой строке", "Принятая причина", "Пояснение", "Кто", "Дата"]
    answered = [
        [f"К-{at}", one["about"], one["about"], one["reason"], one["note"], one["by"], day]
        for at, one in enumerate(said)
    ]
    _put(folder / "answers.csv", [head, *answered])
