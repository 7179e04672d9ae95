"""`pdmon wheelhouse`: a folder from which pdmon is installed on a machine without the internet."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

import click

from pdmon_utils.commands.terminal import console
from pdmon_utils.errors import WorkspaceError
from pdmon_utils.store import Workspace

LOCK = "requirements.lock"
PLATFORMS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "windows": ("win_amd64",),
    "linux": ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
})  # fmt: skip
PYTHONS: Mapping[str, str] = MappingProxyType({"3.11": "3.11.9", "3.12": "3.12.10", "3.13": "3.13.9"})
_MARKERS = MappingProxyType({
    "windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"},
})  # fmt: skip


@click.command(help="Скачать библиотеки в папку, из которой программу ставят на компьютер без интернета.")
@click.argument("folder", metavar="ПАПКА", type=click.Path(file_okay=False, path_type=Path))
@click.option("--system", type=click.Choice(tuple(PLATFORMS)), help="Для какой системы (по умолчанию — для этой).")
@click.option("--python", type=click.Choice(tuple(PYTHONS)), help="Для какого Python (по умолчанию — для этого).")
def wheelhouse(folder: Path, system: str | None, python: str | None) -> None:
    """Download the locked libraries of the target machine; ends with 1 when pip could not."""
    lock = Workspace.usual().home / LOCK
    if not lock.exists():
        raise WorkspaceError(f"Нет файла {lock}: команда работает в папке программы, где он лежит.")
    system = system or ("windows" if os.name == "nt" else "linux")
    python = python or ".".join(platform.python_version_tuple()[:2])
    console.print(f"Скачиваю библиотеки ({system}, Python {python}), это займёт несколько минут…")
    with TemporaryDirectory() as kept:
        wanted = Path(kept) / LOCK
        wanted.write_text(locked_for(lock.read_text(encoding="utf-8"), system, python), encoding="utf-8")
        code = subprocess.run(asked(wanted, folder, system, python), check=False).returncode  # noqa: S603  our own pip
    if code:
        console.print("Скачались не все библиотеки: причина сказана выше. Проверьте интернет и повторите.")
        sys.exit(1)
    _tell(folder)


def _tell(folder: Path) -> None:
    found = sorted(folder.glob("*.whl"))
    size = sum(file.stat().st_size for file in found) // 10**6
    console.print(f"Готово: {folder}, файлов: {len(found)}, {size} МБ.", markup=False, soft_wrap=True)
    console.print("Назовите папку wheels, положите её в папку программы и запустите там install.cmd или make demo.")


def locked_for(lock: str, system: str, python: str) -> str:
    """Return the lines of the lock that this system and Python need, without conditions.

    pip itself judges the conditions by the machine it runs on, not by the one it downloads for.
    """
    from packaging.requirements import Requirement  # noqa: PLC0415  one command needs it

    target = {**_MARKERS[system], "python_version": python, "python_full_version": PYTHONS[python]}
    entries = re.sub(r"^\s*#.*\n", "", lock, flags=re.MULTILINE).replace("\\\n", " ").splitlines()
    kept = []
    for entry in filter(str.strip, entries):
        named, *hashes = entry.split("--hash=")
        pin = Requirement(named)
        if pin.marker is None or pin.marker.evaluate(target):
            kept.append(" ".join([f"{pin.name}{pin.specifier}", *(f"--hash={digest.strip()}" for digest in hashes)]))
    return "\n".join(kept) + "\n"


def asked(wanted: Path, folder: Path, system: str, python: str) -> list[str]:
    """Return the command of pip: nothing but the locked files, each checked by its hash."""
    words = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    words += ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--python-version", PYTHONS[python]]
    words += [word for name in PLATFORMS[system] for word in ("--platform", name)]
    return [*words, "--requirement", str(wanted), "--dest", str(folder)]
