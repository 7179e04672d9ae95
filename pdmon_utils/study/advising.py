"""Recommendations as methods of a study: the two documents, the ways, last year's, lists of people."""

from __future__ import annotations

from functools import cached_property

from pdmon_utils.recommendations import Recommendation
from pdmon_utils.show import Stack
from pdmon_utils.study import followed, letter, people, practices, recommended, sending, ways
from pdmon_utils.study.advised import Advised
from pdmon_utils.study.data import Data


class Advising:
    """Who has to do what: every method but `advice` returns what shows itself."""

    data: Data

    @cached_property
    def _advised(self) -> Advised:
        return Advised(self.data)

    @property
    def advice(self) -> tuple[Recommendation, ...]:
        """The addressed recommendations after the analyst's edits, for your own use between two cells."""
        return self._advised.recommendations

    def recommendations(self) -> Stack:
        """Return the addressed recommendations; then recommendations, measures and decisions handed in."""
        return recommended.recommended(self._advised)

    def practice_recommendations(self) -> Stack:
        """Return the recommendations on the use of successful practices."""
        return practices.practice_recommendations(self._advised)

    def ways(self) -> Stack:
        """Return the ways to remove the shortcomings, by group of indicators of the regulation."""
        return ways.ways(self._advised)

    def last_recommendations(self) -> Stack:
        """Return last year's recommendations with what became of them."""
        return followed.followed(self._advised)

    def sending(self) -> Stack:
        """Return to whom the year's recommendations were sent, when their use is checked, whether they are used."""
        return sending.sending(self._advised)

    def letter(self) -> Stack:
        """Return the information letter to heads of organisations: results, requests, dates, enclosures."""
        return letter.letter(self._advised)

    def people_due(self) -> Stack:
        """Return who needs diagnostics, a route, training or a mentor (internal)."""
        return people.people_due(self.data)

    def encouraged(self) -> Stack:
        """Return whom the municipality may commend (internal)."""
        return people.encouraged(self.data)
