"""What a verification says: a line for each thing compared."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was compared: what it is, whether it agrees (None: it cannot be said), what differs."""

    what: str
    agrees: bool | None
    details: tuple[str, ...] = ()

    @property
    def verdict(self) -> str:
        """The word for a person."""
        if self.agrees is None:
            return "не проверить"
        return "совпадает" if self.agrees else "расходится"
