"""`pdmon wheelhouse`: a folder from which pdmon is installed on a machine without the internet."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

from pdmon_utils.commands.terminal import console
from pdmon_utils.errors import WorkspaceError
from pdmon_utils.store import Workspace

LOCK = "requirements.lock"
PLATFORMS = {"windows": "win_amd64", "linux": "manylinux_2_28_x86_64"}
_OLDER = ("manylinux_2_17_x86_64", "manylinux2014_x86_64")  # wheels of these run on later systems too
PYTHONS = ("3.11", "3.12", "3.13")


@click.command(help="Скачать библиотеки в папку, из которой программу ставят на компьютер без интернета.")
@click.argument("folder", metavar="ПАПКА", type=click.Path(file_okay=False, path_type=Path))
@click.option("--system", type=click.Choice(tuple(PLATFORMS)), help="Для какой системы (по умолчанию — для этой).")
@click.option("--python", type=click.Choice(PYTHONS), help="Для какого Python (по умолчанию — для этого).")
def wheelhouse(folder: Path, system: str | None, python: str | None) -> None:
    """Download the locked libraries; ends with pip's own code when it could not."""
    lock = Workspace.usual().home / LOCK
    if not lock.exists():
        raise WorkspaceError(f"Нет файла {lock}: команда работает в папке программы, где он лежит.")
    console.print("Скачиваю библиотеки, это займёт несколько минут…")
    code = subprocess.run(asked(lock, folder, system, python), check=False).returncode  # noqa: S603  pip of this Python
    if code:
        console.print("Скачались не все библиотеки: причина сказана выше. Проверьте интернет и повторите.")
        sys.exit(1)
    found = sorted(folder.glob("*.whl"))
    size = sum(file.stat().st_size for file in found) // 10**6
    console.print(f"Готово: {folder}, файлов: {len(found)}, {size} МБ.", markup=False, soft_wrap=True)
    console.print("Перенесите её вместе с папкой программы, назовите wheels и запустите install.cmd или make demo.")


def asked(lock: Path, folder: Path, system: str | None, python: str | None) -> list[str]:
    """Return the command of pip: nothing but the locked files, each checked by its hash."""
    words = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    words += ["--require-hashes", "--no-deps", "--only-binary", ":all:"]
    if system:
        platforms = (PLATFORMS[system], *(_OLDER if system == "linux" else ()))
        words += [word for name in platforms for word in ("--platform", name)]
    if python:
        words += ["--python-version", python]
    return [*words, "--requirement", str(lock), "--dest", str(folder)]
