"""What findings may quote: a cell in the wrong column may hold a person's name or number, and it is not repeated."""

from __future__ import annotations

import re

_WORD = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_FATHER = r"[А-ЯЁ][а-яё]+(?:ич|вна|чна| [Оо]глы| [Кк]ызы)"
_SECRETS = re.compile(
    rf"{_WORD}\s+{_WORD}\s+{_FATHER}"  # Иванова Мария Петровна
    rf"|{_WORD}\s+[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?"  # Иванова М. П.
    rf"|[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?{_WORD}"  # М. П. Иванова
    r"|\b\d{3}[- ]\d{3}[- ]\d{3}[- ]\d{2}\b"  # СНИЛС
    r"|\b\d{11}\b"  # СНИЛС or a telephone number
    r"|(?:\+7|\b8)[\s(-]*\d{3}[\s)-]*\d{3}[\s-]?\d{2}[\s-]?\d{2}\b"
    r"|[\w.+-]+@[\w-]+\.[\w.]+",
)


def discreet(text: str) -> str:
    """Return the text with «…» in place of full names, СНИЛС, telephone numbers and e-mail addresses."""
    return _SECRETS.sub("…", text)
