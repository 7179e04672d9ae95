"""Strict YAML: every scalar is text, a key said twice is an error; where each word stands in its file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pdmon_utils.errors import CatalogueError

Address = tuple[str, ...]
BROKEN = (
    "запись не читается. Проверьте отступы (пробелы, не табуляция), пробел после двоеточия и кавычки вокруг текста, "
    "в котором есть двоеточие, «#» или «%» в начале"
)


class _Strict(yaml.CBaseLoader if hasattr(yaml, "CBaseLoader") else yaml.BaseLoader):  # type: ignore[misc]
    """BaseLoader (no octal ОКТМО codes, no «no» → False) that refuses double keys."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002
        """Return the mapping; raises CatalogueError on a double key."""
        seen: set[str] = set()
        for key, _ in node.value:
            name = str(self.construct_object(key, deep=True))
            if name in seen:
                where = f"{key.start_mark.name}, строка {key.start_mark.line + 1}"
                raise CatalogueError(f"{where}: ключ «{name}» указан дважды. Оставьте один.")
            seen.add(name)
        return dict(super().construct_mapping(node, deep=deep))


@dataclass(frozen=True, slots=True)
class Mark:
    """A word of a YAML file: the keys and places of lists that lead to it, the word itself, its line from 1."""

    address: Address
    text: str
    line: int


def read_yaml(path: Path) -> dict[str, Any]:
    """Return the mapping in a YAML file, all scalars as text; raises CatalogueError with file and line."""
    try:
        with path.open(encoding="utf-8") as file:
            data = yaml.load(file, Loader=_Strict)  # noqa: S506  BaseLoader builds text, lists and mappings only
    except yaml.MarkedYAMLError as error:
        raise CatalogueError(f"{path}{_place(error)}: {BROKEN}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path}: файл не читается как YAML: сохраните его в кодировке UTF-8. {error}") from error
    if not isinstance(data, dict):
        raise CatalogueError(f"{path}: ожидались пары «ключ: значение».")
    return data


def _place(error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    return f", строка {mark.line + 1}, столбец {mark.column + 1}" if mark else ""


def marks(path: Path) -> list[Mark]:
    """Return every key and value of a readable YAML file with its line, in the order of the file."""
    with path.open(encoding="utf-8") as file:
        root = yaml.compose(file, Loader=yaml.BaseLoader)
    return list(_marks(root, ())) if root else []


def _marks(node: yaml.Node, address: Address) -> Iterator[Mark]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*address, str(key.value))
            yield Mark(inner, str(key.value), key.start_mark.line + 1)
            yield from _marks(value, inner)
    elif isinstance(node, yaml.SequenceNode):
        for place, value in enumerate(node.value):
            inner = (*address, str(place))
            yield Mark(inner, "", value.start_mark.line + 1)
            yield from _marks(value, inner)
    else:
        yield Mark(address, str(node.value), node.start_mark.line + 1)
