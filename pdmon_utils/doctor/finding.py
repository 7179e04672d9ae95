"""What a check found."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum


class Level(StrEnum):
    """How grave a finding is; only an error keeps pdmon from working."""

    FINE = "в порядке"
    NOTE = "к сведению"
    WARNING = "внимание"
    ERROR = "ошибка"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's word: what was looked at, how it is, what to do (empty where nothing)."""

    check: str
    level: Level
    said: str
    remedy: str = ""

    def plain(self) -> dict[str, str]:
        """Return the finding for other programs."""
        return {name: str(value) for name, value in asdict(self).items()}


def fine(check: str, said: str) -> list[Finding]:
    """Return the word of a check that found nothing wrong."""
    return [Finding(check, Level.FINE, said)]
