"""Strict YAML: every scalar is text, a key said twice is an error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from pdmon_utils.errors import CatalogueError


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


def read_yaml(path: Path) -> dict[str, Any]:
    """Return the mapping in a YAML file, all scalars as text; raises CatalogueError with file and line."""
    try:
        with path.open(encoding="utf-8") as file:
            data = yaml.load(file, Loader=_Strict)  # noqa: S506  BaseLoader builds text, lists and mappings only
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path}: файл не читается как YAML: {error}") from error
    if not isinstance(data, dict):
        raise CatalogueError(f"{path}: ожидались пары «ключ: значение».")
    return data
