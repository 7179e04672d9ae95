"""Checks of the machine; what they ask of the system are their parameters, so that a test can spoil it."""

from __future__ import annotations

import locale
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from queue import Empty

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from pdmon_utils.batch.closed import QUIET
from pdmon_utils.doctor.finding import Finding, Level, fine

PACKAGE = "pdmon-utils"
_INSTALL = "Установите заново: install.cmd (Windows) или make demo; без интернета — из папки pdmon wheelhouse."
_FONT = "DejaVu Sans"  # of the charts, see show/canvas
_CYRILLIC = "ЖщюЁ№"
_GIGABYTE = 2**30
_KERNEL_SECONDS = 120


def python(version: Sequence[int] = sys.version_info[:3], wanted: str = "") -> list[Finding]:
    """Tell whether this Python is one of those that pdmon is tested with."""
    bounds = wanted or metadata.metadata(PACKAGE)["Requires-Python"]
    said = ".".join(map(str, version))
    if said in SpecifierSet(bounds):
        return fine("Python", f"{said}, {sys.executable}")
    remedy = "Поставьте Python 3.11, 3.12 или 3.13 и установите pdmon заново."
    return [Finding("Python", Level.ERROR, f"версия {said}, а нужна {bounds}", remedy)]


def packages(wanted: Iterable[str] | None = None, version: Callable[[str], str] = metadata.version) -> list[Finding]:
    """Tell which libraries are missing or of a version that pdmon does not work with."""
    named = metadata.requires(PACKAGE) or [] if wanted is None else wanted
    asked = [each for each in map(Requirement, named) if each.marker is None or each.marker.evaluate({"extra": ""})]
    wrong = [finding for each in asked for finding in _package(each, version)]
    return wrong or fine("Библиотеки", f"{len(asked)}, все подходящих версий")


def _package(asked: Requirement, version: Callable[[str], str]) -> list[Finding]:
    try:
        found = version(asked.name)
    except metadata.PackageNotFoundError:
        return [Finding("Библиотеки", Level.ERROR, f"нет {asked.name}", _INSTALL)]
    if asked.specifier.contains(found, prereleases=True):
        return []
    return [Finding("Библиотеки", Level.ERROR, f"{asked.name} {found}, а нужна {asked.specifier}", _INSTALL)]


def kernel(name: str = "python3", seconds: float = _KERNEL_SECONDS) -> list[Finding]:
    """Tell whether a notebook's kernel starts and answers."""
    from jupyter_client.kernelspec import NoSuchKernel  # noqa: PLC0415  brings zmq, which only this check needs
    from jupyter_client.manager import start_new_kernel  # noqa: PLC0415

    slow = "Отключите проверку папки программы антивирусом и повторите; путь к ней не должен быть длинным."
    try:
        manager, client = start_new_kernel(seconds, kernel_name=name, extra_arguments=QUIET)
    except NoSuchKernel:
        return [Finding("Ядро тетрадей", Level.ERROR, f"ядро «{name}» не установлено", _INSTALL)]
    except (RuntimeError, OSError) as error:
        return [Finding("Ядро тетрадей", Level.ERROR, f"не запустилось: {error}", slow)]
    try:
        answer = client.execute_interactive("import pdmon_utils", timeout=seconds, output_hook=lambda _: None)
    except (TimeoutError, Empty):
        return [Finding("Ядро тетрадей", Level.ERROR, f"не отвечает {seconds:.0f} с", slow)]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    if answer["content"]["status"] != "ok":
        return [Finding("Ядро тетрадей", Level.ERROR, "ядро не видит pdmon_utils: оно от другого Python", _INSTALL)]
    return fine("Ядро тетрадей", f"«{name}» запускается и отвечает")


def encoding(preferred: str = "", console: str = "") -> list[Finding]:
    """Tell whether files and the console speak UTF-8; pdmon itself names the encoding of every file it opens."""
    files = preferred or locale.getpreferredencoding()
    screen = console or getattr(sys.stdout, "encoding", "") or files
    if _lacking(screen):
        said, remedy = f"консоль в кодировке {screen} не показывает русских букв", "Выполните в консоли: chcp 65001."
        return [Finding("Кодировка", Level.WARNING, said, remedy)]
    if files.lower().replace("-", "") != "utf8":
        remedy = "Задайте переменную PYTHONUTF8=1: так делают start.cmd и lab.cmd."
        said = f"файлы без указания кодировки открываются как {files}: это касается Вашего кода в тетрадях"
        return [Finding("Кодировка", Level.NOTE, said, remedy)]
    return fine("Кодировка", "UTF-8")


def _lacking(name: str) -> bool:
    try:
        "Ошибка: №".encode(name)
    except (UnicodeEncodeError, LookupError):
        return True
    return False


def fonts(glyphs: Mapping[int, object] | None = None) -> list[Finding]:
    """Tell whether the font of the charts has Russian letters."""
    if glyphs is None:
        from matplotlib import font_manager  # noqa: PLC0415  brings numpy and more

        glyphs = font_manager.get_font(font_manager.findfont(_FONT)).get_charmap()
    missing = [sign for sign in _CYRILLIC if ord(sign) not in glyphs]
    if missing:
        said = f"в шрифте диаграмм нет знаков {' '.join(missing)}"
        return [Finding("Шрифты", Level.ERROR, said, "Установите шрифт DejaVu Sans и удалите кэш шрифтов matplotlib.")]
    return fine("Шрифты", "русские буквы на диаграммах есть")


def memory(free: int | None = None) -> list[Finding]:
    """Tell whether there is memory for several kernels (about 300 MB each) and one large workbook."""
    from psutil import virtual_memory  # noqa: PLC0415  one check needs it

    left = virtual_memory().available if free is None else free
    if left < _GIGABYTE:
        remedy = "Закройте другие программы; тетради выполняйте по одной: pdmon run --jobs 1."
        return [Finding("Память", Level.WARNING, f"свободно {_size(left)}", remedy)]
    return fine("Память", f"свободно {_size(left)}")


def disk(home: Path, free: int | None = None) -> list[Finding]:
    """Tell whether there is room for reports (about 2 MB each)."""
    left = shutil.disk_usage(home).free if free is None else free
    if left >= 2 * _GIGABYTE:
        return fine("Место на диске", f"свободно {_size(left)}")
    level = Level.ERROR if left < _GIGABYTE // 5 else Level.WARNING
    return [Finding("Место на диске", level, f"свободно {_size(left)}", "Освободите хотя бы 2 ГБ.")]


def office(find: Callable[[str], str | None] = shutil.which) -> list[Finding]:
    """Tell what opens the papers: none is needed to make them."""
    found = [name for name in ("soffice", "libreoffice", "winword") if find(name)]
    if found:
        return fine("Документы Word", f"открывает {found[0]}")
    said = "LibreOffice не найден (Word программа не ищет): документы делаются и без него"
    return [Finding("Документы Word", Level.NOTE, said, "Чтобы открывать их здесь, установите LibreOffice или Word.")]


def _size(number: int) -> str:
    return f"{number / _GIGABYTE:.1f} ГБ".replace(".", ",")
