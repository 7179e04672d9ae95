"""A form → the bytes of its workbook."""

from __future__ import annotations

from openpyxl.workbook.protection import WorkbookProtection

from pdmon_utils.packing import empty_book, packed
from pdmon_utils.template.form import Form
from pdmon_utils.template.lists import add_lists
from pdmon_utils.template.pages import add_about, add_instruction
from pdmon_utils.template.sheets import add_table


def workbook_bytes(form: Form) -> bytes:
    """Return the .xlsx: «Инструкция», a sheet a table, «О файле», hidden dictionaries; a form has one."""
    book = empty_book()
    book.properties.title = f"{form.organisation}, {form.year}"
    add_instruction(book, form)
    for table in form.tables:
        add_table(book, table, form)
    add_about(book, form)
    add_lists(book, form.tables)
    book.security = WorkbookProtection(lockStructure=True)
    return packed(book)
