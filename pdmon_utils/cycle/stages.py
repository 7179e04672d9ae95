"""The stages of the cycle and what confirms each, as data (`stages.yml`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pdmon_utils.measures import refuse_unknown
from pdmon_utils.yamls import read_yaml

_WHERE = "cycle/stages.yml"
_SAID: Mapping[str, Any] = read_yaml(Path(__file__).parent / "stages.yml")


@dataclass(frozen=True, slots=True)
class Proof:
    """One kind of evidence: `of` are kinds of rows, `stems` parts of titles that are meant (none: any).

    The title of a document may have a stem anywhere, a step of the calendar begins with it.
    """

    kind: str
    of: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()

    def speaks(self, text: str) -> bool:
        """Return True when the text has one of the stems."""
        return not self.stems or any(stem in text.lower() for stem in self.stems)

    def opens(self, text: str) -> bool:
        """Return True when the text begins with one of the stems."""
        return not self.stems or text.lower().startswith(self.stems)


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage: its title, what is asked for, what confirms it, and what to say and to do where nothing does."""

    code: str
    title: str
    asks: str
    evidence: tuple[Proof, ...]
    gap: str
    do: str


def _stage(code: str, said: Mapping[str, Any]) -> Stage:
    keys = ("title", "asks", "evidence", "gap", "do")
    refuse_unknown(said, keys, f"{_WHERE}, {code}", needed=keys)
    proofs = tuple(_proof(one, f"{_WHERE}, {code}") for one in said["evidence"])
    return Stage(code, said["title"], said["asks"], proofs, said["gap"], said["do"])


def _proof(said: Mapping[str, Any], where: str) -> Proof:
    refuse_unknown(said, ("kind", "of", "stems"), where, needed=("kind",))
    return Proof(said["kind"], tuple(said.get("of", ())), tuple(said.get("stems", ())))


STAGES: Mapping[str, Stage] = MappingProxyType({code: _stage(code, said) for code, said in _SAID["stages"].items()})
ABOUT: Mapping[str, tuple[str, ...]] = MappingProxyType({kind: tuple(c) for kind, c in _SAID["documents"].items()})
