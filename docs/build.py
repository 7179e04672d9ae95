"""Writes the pages of docs/ that are made from data: the dictionary of tables and the passports of indicators.

Run `python docs/build.py` after a change of the schema or the catalogue; a test compares the files with the data.
"""

from __future__ import annotations

from pathlib import Path

from pdmon_utils.catalogue import Ask, load_catalogue
from pdmon_utils.schema import SCHEMA, Column, Table

HERE = Path(__file__).parent
TYPES = {"str": "текст", "int": "целое", "dec": "число", "date": "дата", "bool": "да/нет", "enum": "из списка"}


def pages() -> dict[str, str]:
    """Return the generated pages: file name → Markdown."""
    return {"tables.md": dictionary(), "indicators.md": indicators()}


def dictionary() -> str:
    """Return the dictionary of all tables that schools hand in."""
    head = "# Словарь таблиц\n\nСтраница составлена по `pdmon_utils/schema/tables/*.yml` (`python docs/build.py`).\n"
    return "\n".join([head, *(_table(table) for table in SCHEMA.values())])


def _table(table: Table) -> str:
    key = ", ".join(f"«{table.columns[name].header}»" for name in table.key) or "вся строка"
    rows = "\n".join(_column(column) for column in table.columns.values())
    return (
        f"## {table.title} (`{table.name}`)\n\nКлюч: {key}.\n\n"
        f"| Столбец | Код | Тип | Обязателен | Значения и пояснения |\n|---|---|---|---|---|\n{rows}\n"
    )


def _column(column: Column) -> str:
    values = "; ".join(title if title == code else f"{title} (`{code}`)" for code, title in column.values.items())
    if column.type == "bool":
        values = "да; нет"
    said = ". ".join(part for part in (values, column.note) if part)
    return f"| {column.header} | `{column.name}` | {TYPES[column.type]} | {'да' if column.required else ''} | {said} |"


def indicators() -> str:
    """Return every indicator of every regulation: clause, wording, both parts of the fraction."""
    head = "# Показатели положений\n\nСтраница составлена по `pdmon_utils/catalogue` (`python docs/build.py`).\n"
    parts = [head]
    for regulation in load_catalogue().regulations.values():
        parts += [f"## {regulation.short} (`{regulation.code}`)\n\n{regulation.act}.\n"]
        parts += [_ask(ask) for ask in regulation.asks.values()]
    return "\n".join(parts)


def _ask(ask: Ask) -> str:
    denominator = ask.indicator.denominator or (ask.population.title if ask.population else "")
    lines = [
        f"### {ask.id} · {ask.title}\n",
        f"- Пункт: {ask.clause}",
        f"- Дословно: {ask.wording}",
        f"- Числитель: {ask.indicator.numerator}",
        f"- Знаменатель: {denominator}" if ask.kind in ("share", "mean", "distribution") else "",
        f"- Измерение: `{ask.indicator.code}` ({ask.kind}, {ask.indicator.unit}), тетрадь `{ask.indicator.criterion}`",
    ]
    return "\n".join(line for line in lines if line) + "\n"


if __name__ == "__main__":
    for name, text in pages().items():
        (HERE / name).write_text(text, encoding="utf-8")
