"""The virtual methodical cabinet: the practices of the bank that can be opened, with their addresses."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

import pandas as pd

from pdmon_utils.show import Heading, Paragraph, Shown, Text
from pdmon_utils.study.data import Data
from pdmon_utils.words import is_missing

TITLE = "Виртуальный методический кабинет"
ABOUT = "Материалы банка, которые размещены в сети."
FOR_ALL = " Адреса на сайтах образовательных организаций в публичном перечне не приводятся."
_SAFE: Final = re.compile(r"https://[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:/[\w\-.~/%]*)?(?:\?[\w\-.~/%=&+]*)?(?:#[\w\-]*)?")
_MARKS: Final = re.compile(r"([\\`*_{}\[\]()<>#+!|~&-])")  # of Markdown


def cabinet(data: Data, rows: pd.DataFrame) -> list[Shown]:
    """Return the practices with an address: a safe one is a link, any other is told as it was written."""
    hosts = _hosts(data) if data.public else set()
    told = [(row["title"], str(row["url"]).strip()) for row in rows.to_dict("records") if not is_missing(row["url"])]
    lines = [f"- {_plain(title)}: {_address(url)}" for title, url in told if not _host(url) & hosts]
    if not lines:
        return []
    return [Heading(3, TITLE), Paragraph(ABOUT + (FOR_ALL if data.public else "")), Text("\n".join(lines))]


def _address(url: str) -> str:
    return f"[{_plain(url)}]({url})" if _SAFE.fullmatch(url) else _plain(url)


def _plain(text: object) -> str:
    """Return a text that Markdown shows as it is written, in one line."""
    return _MARKS.sub(r"\\\1", " ".join(str(text).split()))


def _hosts(data: Data) -> set[str]:
    """Return the hosts of the sites of the municipality's organisations in any year: an address there names one."""
    return {host for url in data.rows("organisations")["site_url"].dropna() for host in _host(str(url))}


def _host(url: str) -> set[str]:
    """Return the host of an address, with or without its scheme, as a set: empty for none."""
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:  # «[» of no IPv6 address
        host = ""
    return {host.casefold().removeprefix("www.")} - {""}
