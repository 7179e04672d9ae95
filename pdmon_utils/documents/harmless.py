"""What an office's template may not carry: whatever runs, loads or leads elsewhere when the paper is opened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

FIELDS: Final = ("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES")
_LINK: Final = re.compile(r"(?:https?://|mailto:|tel:)[^\s\\]+")
_RUNNING: Final = {
    "vbaProject": "макросы",
    "oleObject": "вложенный объект",
    "activeX": "элемент управления",
    "package": "вложенный файл",
    "aFChunk": "вложенный документ",
    "control": "элемент управления",
}
_OUTSIDE: Final = {"attachedTemplate": "присоединённый шаблон", "hyperlink": "ссылка", "image": "рисунок извне"}
_OTHER: Final = "загрузка извне"
_BEGUN: Final = re.compile(rb'<w:fldChar[^>]*w:fldCharType="begin"')
_CODE: Final = re.compile(rb'<w:instrText[^>]*>([^<]*)</w:instrText>|w:instr="([^"]*)"')
_WORD: Final = re.compile(r"[^\W\d_]+")


def harms(package: Any) -> Iterator[str]:  # noqa: ANN401  python-docx's package
    """Yield in Russian what of a Word package runs, loads or leads elsewhere; plain links and page numbers do not."""
    for part in package.iter_parts():
        yield from _of_relations(part)
        yield from fields(bytes(part.blob))
    yield from _of_relations(package)


def leads(kind: str, target: str) -> str:
    """Return in Russian what a relation to the outside is; nothing for a plain link."""
    return "" if kind == "hyperlink" and _LINK.fullmatch(target) else f"{_OUTSIDE.get(kind, _OTHER)} «{target[:80]}»"


def _of_relations(holder: Any) -> Iterator[str]:  # noqa: ANN401  a part or the package
    for relation in holder.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if kind in _RUNNING:
            yield _RUNNING[kind]
        elif relation.is_external and (what := leads(kind, relation.target_ref)):
            yield what


def fields(content: bytes) -> Iterator[str]:
    """Yield the fields of a part that are no page numbers; a code that Word has cut into runs is read as one."""
    begun = _BEGUN.split(content)
    for piece in begun:
        code = b"".join(plain or simple for plain, simple in _CODE.findall(piece)).decode("utf-8", "replace")
        first = _WORD.search(code)
        if code.strip() and (first is None or first[0].upper() not in FIELDS):
            yield f"поле «{code.strip()[:80]}»"
