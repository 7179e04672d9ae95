"""Stages × directions: each cell with what confirms it, or with what is missing and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pdmon_utils.catalogue import Direction
from pdmon_utils.cycle.evidence import EVIDENCE
from pdmon_utils.cycle.facts import Facts
from pdmon_utils.cycle.stages import STAGES, Stage
from pdmon_utils.words import Sentence


@dataclass(frozen=True, slots=True)
class Cell:
    """One stage of one direction: what confirms it; nothing: a gap."""

    stage: Stage
    direction: Direction
    evidence: tuple[Sentence, ...]

    @property
    def gap(self) -> str:
        """What is missing, in words; empty where something confirms the cell."""
        return "" if self.evidence else f"нет подтверждения: {self.stage.gap}"


def matrix(facts: Facts, stages: Mapping[str, Stage] = STAGES) -> list[Cell]:
    """Return the cells, direction by direction, stage by stage."""
    return [
        Cell(stage, about, _evidence(facts, stage, about)) for about in facts.held.values() for stage in stages.values()
    ]


def _evidence(facts: Facts, stage: Stage, about: Direction) -> tuple[Sentence, ...]:
    return tuple(said for proof in stage.evidence for said in EVIDENCE[proof.kind](facts, about, proof))
