"""The management cycle as methods of a study: roadmap, decisions, effectiveness, goals, self-check."""

from __future__ import annotations

from functools import cached_property

from pdmon_utils.cycle import matrix
from pdmon_utils.roadmap import HANDED
from pdmon_utils.show import Stack
from pdmon_utils.study import acts, contribution, cycle, decisions, effectiveness, goal_corrections, roadmap
from pdmon_utils.study.data import Data
from pdmon_utils.study.managed import Managed
from pdmon_utils.words import Number


def facts(data: Data) -> dict[str, Number]:
    """Return every number that sentences of these pages quote and that is no figure, by its address, for a checker."""
    managed = Managed(data)
    rows, found, cells = roadmap.planned(managed).rows, effectiveness.judgement(managed), matrix(cycle.facts(managed))
    shown = rows[rows["origin"] == HANDED] if data.public else rows
    told = [roadmap.numbers(managed, shown), effectiveness.numbers(managed, found), cycle.numbers(managed, cells)]
    counted = {where: value for one in told for where, value in one.facts.items()}
    quoted = (quote for cell in cells for said in cell.evidence for quote in said.quotes)
    counted |= goal_corrections.numbers(managed)
    return counted | effectiveness.estimates(managed, found) | {quote.fact: quote.value for quote in quoted}


class Management:
    """What is planned, decided and judged: every method returns what shows itself."""

    data: Data

    @cached_property
    def _managed(self) -> Managed:
        return Managed(self.data)

    def roadmap(self) -> Stack:
        """Return the complex of measures by direction: handed in, carried over, drafted from recommendations."""
        return roadmap.roadmap(self._managed)

    def decisions(self) -> Stack:
        """Return the registers of decisions (with their acts and gaps) and of discussions."""
        return decisions.register(self._managed)

    def acts(self) -> Stack:
        """Return the index of acts and orders with their links, and whose orders have none (internal)."""
        return acts.acts(self._managed)

    def effectiveness(self) -> Stack:
        """Return the verdict on the measures of the years before, and the problems left."""
        return effectiveness.effectiveness(self._managed)

    def goal_corrections(self) -> Stack:
        """Return the goals that three years running propose to set anew."""
        return goal_corrections.goal_corrections(self._managed)

    def contribution(self) -> Stack:
        """Return what each organisation adds to the municipality's shares, where the act wants it (internal)."""
        return contribution.contribution(self.data)

    def cycle(self) -> Stack:
        """Return the self-check of the management cycle: stages × directions."""
        return cycle.cycle(self._managed)
