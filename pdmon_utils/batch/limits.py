"""What one report may take of the machine, and what is said when it wanted more."""

from __future__ import annotations

import errno
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

_MEGABYTE: Final = 2**20
_DISK: Final[Mapping[int, str]] = MappingProxyType(
    {
        errno.ENOSPC: "на диске нет места",
        errno.EDQUOT: "исчерпана дисковая квота",
        errno.EROFS: "диск доступен только для чтения",
        errno.EACCES: "нет прав на запись, или файл открыт в другой программе",
        errno.EPERM: "нет прав на запись",
        errno.EIO: "диск не отвечает",
        errno.EMFILE: "открыто слишком много файлов",
        errno.ENFILE: "в системе открыто слишком много файлов",
    }
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds and bytes of memory that a report may take (0: as much as there is); how often a fault is retried."""

    seconds: float = 3600.0
    memory: int = 4 * 2**30
    retries: int = 2

    @property
    def late(self) -> str:
        """Say that a report took too long."""
        minutes, seconds = divmod(round(self.seconds), 60)
        return f"отчёт не уложился в отведённое время: {f'{minutes} мин' if minutes else f'{seconds} с'}"

    @property
    def full(self) -> str:
        """Say that a report wanted too much memory."""
        size = f": предел {self.memory // _MEGABYTE} МБ" if self.memory else ""
        return f"отчёту не хватило памяти{size}"


def limit_memory(size: int) -> None:
    """Let this process take no more than `size` bytes of its own; Windows and macOS know no such limit."""
    if size and sys.platform == "linux":
        import resource  # noqa: PLC0415  not everywhere

        resource.setrlimit(resource.RLIMIT_DATA, (size, size))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def disk_words(error: OSError) -> str:
    """Return what the disk refused, in one sentence without a path of this machine."""
    name = str(error.filename or "").replace("\\", "/").rpartition("/")[2].lstrip(".").removesuffix(".part")
    why = _DISK.get(error.errno or 0, str(error.strerror or error))
    return f"файлы отчёта не записаны: {why}{f' ({name})' if name else ''}. Прежний отчёт не изменён"
