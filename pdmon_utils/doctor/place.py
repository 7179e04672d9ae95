"""Checks of the workspace: its path, rights, what lies in it and how old it is."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryFile

from pdmon_utils.doctor.finding import Finding, Level, fine
from pdmon_utils.editions import older
from pdmon_utils.errors import PdmonError
from pdmon_utils.filenames import is_device, same_files
from pdmon_utils.store import Workspace

WINDOWS_LIMIT = 260
DEEPEST = 130  # signs of the longest path below a workspace: reports/_failed/<m>/<year>/…, a part's temporary name
_SHOWN = 3
_CLOUDS = ("onedrive", "яндекс.диск", "yandexdisk", "dropbox", "google drive")


def path(home: Path, *, windows: bool = os.name == "nt") -> list[Finding]:
    """Tell whether the workspace's path is short enough for Windows and not inside a cloud's folder."""
    place, found = str(home), []
    if windows and len(place) + DEEPEST > WINDOWS_LIMIT:
        said = f"путь длиной {len(place)} знаков: Windows не откроет часть отчётов (предел {WINDOWS_LIMIT})"
        found.append(Finding("Путь", Level.ERROR, said, r"Перенесите рабочую папку ближе к корню диска: C:\pdmon."))
    cloud = [name for name in _CLOUDS if name in place.casefold()]
    if cloud:
        said = f"папку синхронизирует облако ({cloud[0]}): файлы бывают заняты, данные о людях уходят с компьютера"
        found.append(Finding("Путь", Level.WARNING, said, "Перенесите рабочую папку на локальный диск."))
    return found or fine("Путь", place)


def rights(home: Path) -> list[Finding]:
    """Tell whether files can be written where pdmon writes."""
    folders = [folder for folder in (home, home / "data", home / "reports") if folder.is_dir()]
    closed = [folder for folder in folders if not _writable(folder)]
    if not folders:
        return [Finding("Рабочая папка", Level.ERROR, f"нет папки {home}", "Создайте её или укажите другую: --home.")]
    if closed:
        said = f"нельзя писать в {', '.join(map(str, closed))}"
        return [Finding("Рабочая папка", Level.ERROR, said, "Дайте права на запись или перенесите рабочую папку.")]
    return fine("Рабочая папка", "можно писать")


def _writable(folder: Path) -> bool:
    try:
        with TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def locks(workspace: Workspace) -> list[Finding]:
    """Tell which workbooks are open in Excel or were left by it: their last changes may not be saved."""
    found = sorted(workspace.raw.rglob("~$*"))
    if not found:
        return fine("Открытые книги", "нет")
    named = ", ".join(file.name.removeprefix("~$") for file in found[:_SHOWN])
    said = f"открыто в Excel: {len(found)} ({named})"
    remedy = "Сохраните и закройте эти книги; если они закрыты, удалите файлы, имена которых начинаются с ~$."
    return [Finding("Открытые книги", Level.WARNING, said, remedy)]


def names(workspace: Workspace) -> list[Finding]:
    """Tell which names Windows would take for one, or for a device."""
    files = [file.relative_to(workspace.raw).as_posix() for file in workspace.raw.rglob("*")]
    devices = sorted(file for file in files if any(is_device(part) for part in file.split("/")))
    wrong = [("отличаются только прописными буквами", same_files(files)), ("заняты системой Windows", devices)]
    return [
        Finding("Имена файлов", Level.WARNING, f"{what}: {', '.join(found[:_SHOWN])}", "Переименуйте файлы.")
        for what, found in wrong
        if found
    ] or fine("Имена файлов", f"{len(files)}, подходят и для Windows")


def state(workspace: Workspace) -> list[Finding]:
    """Tell whether there are data, whether they were prepared, and by this version."""
    title = "Данные"
    try:
        towns = workspace.municipalities
    except PdmonError as error:
        return [Finding(title, Level.ERROR, str(error), "Исправьте карточку муниципалитета.")]
    if not towns:
        remedy = "Выполните pdmon demo или создайте папку муниципалитета: см. руководство."
        return [Finding(title, Level.WARNING, f"в {workspace.raw} нет ни одного муниципалитета", remedy)]
    if not (workspace.processed / "figures.parquet").exists():
        return [Finding(title, Level.NOTE, "показатели ещё не рассчитаны", "Выполните pdmon prepare.")]
    if not workspace.tells_inputs or not all(workspace.has_names(slug) for slug in _prepared(workspace)):
        return [Finding(title, Level.WARNING, "подготовлены прежней версией программы", "Выполните pdmon prepare.")]
    return fine(title, f"муниципалитетов: {len(towns)}, показатели рассчитаны")


def notebooks(workspace: Workspace) -> list[Finding]:
    """Tell whether the notebooks can be read, and which own editions lag behind ours."""
    title = "Тетради"
    try:
        found, lagging = len(workspace.books), older(workspace)
    except PdmonError as error:
        return [Finding(title, Level.ERROR, str(error), "Исправьте, переименуйте или удалите этот файл.")]
    if lagging:
        said = f"в наших есть изменения, которых нет в своих: {', '.join(lagging)}"
        return [Finding(title, Level.NOTE, said, "Посмотреть: pdmon notebooks diff. Взять: pdmon notebooks update.")]
    return fine(title, f"{found}")


def _prepared(workspace: Workspace) -> set[str]:
    """Return the municipalities that have figures and still have a card; '' stands for a region."""
    return set(workspace.figures()["municipality"]) & set(workspace.municipalities)
