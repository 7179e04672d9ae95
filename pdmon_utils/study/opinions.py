"""What people wrote and said, as methods of a study."""

from __future__ import annotations

from pdmon_utils.show import Heading, Shown, Stack
from pdmon_utils.study import feedback, paths, registers, surveys, tags, texts
from pdmon_utils.study.data import Data
from pdmon_utils.words import Number


def facts(data: Data) -> dict[str, Number]:
    """Return every number that sentences of these pages quote, by its address: counted anew for a checker."""
    told = [texts.numbers(data), tags.numbers(data, tags.contents(data)), feedback.numbers(data, feedback.judged(data))]
    told += [surveys.numbers(data, survey) for survey in surveys.asked(data)]
    pairs = paths.repeated(data.rows("diagnostics"), data.year)
    told += [paths.numbers(data, pairs)] if len(pairs) else []
    return {where: value for counted in told for where, value in counted.facts.items()}


class Opinions:
    """The qualitative side of a study: every method returns what shows itself."""

    data: Data

    def own_text(self) -> Stack:
        """Return the analyst's own text for this criterion."""
        return texts.own_text(self.data)

    def qualitative(self) -> Stack:
        """Return the analyst's text, then what people wrote and said that belongs to this criterion."""
        parts: list[Shown] = [self.own_text()]
        for title, page, criteria in (
            ("Опросы и анкетирование", self.surveys, ("deficits",)),
            ("Контент-анализ", self.tags, ("training",)),
            ("Регистрационные листы", self.registrations, ("support",)),
            ("Обратная связь о мероприятиях", self.feedback, ("mastery", "young")),
        ):
            parts += [Heading(3, title), page()] if self.data.criterion in criteria else []
        return Stack(parts)

    def missing_texts(self) -> Stack:
        """Return the indicators that have no words of the analyst beside their numbers (internal)."""
        return texts.missing_texts(self.data)

    def tags(self) -> Stack:
        """Return the content analysis: topics of courses, self-education and products by confirmed tags."""
        return tags.tags(self.data)

    def feedback(self) -> Stack:
        """Return how events were received and attended."""
        return feedback.feedback(self.data)

    def surveys(self) -> Stack:
        """Return the surveys with frame, response and interval."""
        return surveys.survey_pages(self.data)

    def paths(self) -> Stack:
        """Return the ways between two diagnoses on which deficits were removed."""
        return paths.paths(self.data)

    def registrations(self) -> Stack:
        """Return registration lists and support by direction, with the analyst's words."""
        return registers.registrations(self.data)
