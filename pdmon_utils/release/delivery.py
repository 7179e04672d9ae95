"""The finished site copied to a folder from which it is uploaded: whole, or not at all."""

from __future__ import annotations

import shutil
from pathlib import Path

from pdmon_utils.errors import PdmonError
from pdmon_utils.folders import replacing

_MARKS = ("index.html", "style.css")


class DeliveryError(PdmonError):
    """The site cannot be put where the person said."""


def deliver(site: Path, target: Path) -> Path:
    """Return `target`, now a copy of the site; raises DeliveryError for a folder that is not a site of ours."""
    where = target.resolve()
    home = site.resolve()
    if where == home or where in home.parents or home in where.parents:
        raise DeliveryError(f"{target}: здесь лежит рабочая папка pdmon. Укажите для сайта другую папку.")
    if where.exists() and not (where.is_dir() and _ours(where)):
        raise DeliveryError(
            f"{target}: папка не пуста и сайта pdmon в ней нет. Прежнее содержимое было бы стёрто: укажите пустую или "
            "новую папку."
        )
    try:
        with replacing(where, mode=0o755) as folder:
            shutil.copytree(site, folder, dirs_exist_ok=True)
    except OSError as error:
        raise DeliveryError(f"{target}: сайт не скопирован ({error.strerror}). Проверьте доступ и место.") from error
    return where


def _ours(folder: Path) -> bool:
    """Return True for an empty folder and for one that holds nothing but a site of ours."""
    if not any(folder.iterdir()):
        return True
    known = all((folder / name).is_file() for name in _MARKS)
    return known and 'data-audience="public"' in (folder / "index.html").read_text(encoding="utf-8", errors="replace")
