"""What findings may quote: a cell in the wrong column may hold a person's name or number, and it is not repeated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_WORD = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_FATHER = r"[А-ЯЁ][а-яё]+(?:ич|вна|чна| [Оо]глы| [Кк]ызы)"
_KINDS: Final = {
    "имя человека": (
        rf"{_WORD}\s+{_WORD}\s+{_FATHER}"  # Иванова Мария Петровна
        rf"|{_WORD}\s+[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?"  # Иванова М. П.
        rf"|[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?{_WORD}"  # М. П. Иванова
    ),
    "СНИЛС": r"\b\d{3}[- ]\d{3}[- ]\d{3}[- ]\d{2}\b",
    "СНИЛС или телефон": r"\b\d{11}\b",
    "телефон": r"(?:\+7|\b8)[\s(-]*\d{3}[\s)-]*\d{3}[\s-]?\d{2}[\s-]?\d{2}\b",
    "адрес электронной почты": r"[\w.+-]+@[\w-]+\.[\w.]+",
}
_SECRETS: Final = re.compile("|".join(f"({pattern})" for pattern in _KINDS.values()))


def discreet(text: str) -> str:
    """Return the text with «…» in place of full names, СНИЛС, telephone numbers and e-mail addresses."""
    return _SECRETS.sub("…", text)


def secrets(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield in words what a text tells of people, and where."""
    kinds = tuple(_KINDS)
    yield from ((kinds[(match.lastindex or 1) - 1], match) for match in _SECRETS.finditer(text))
