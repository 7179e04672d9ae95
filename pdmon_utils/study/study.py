"""`Study`: what a notebook opens. Every method returns what shows itself; `figures` and `table` are DataFrames."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from pdmon_utils.catalogue import Ask, Criterion
from pdmon_utils.errors import StudyError, nearest
from pdmon_utils.show import (
    Bullets,
    Fold,
    Heading,
    Notice,
    Paragraph,
    Requisites,
    Shown,
    Signature,
    Stack,
    Style,
    Table,
)
from pdmon_utils.store import Workspace
from pdmon_utils.study import (
    aims,
    brief,
    completeness,
    conclusions,
    facets,
    history,
    law,
    pages,
    passports,
    ways,
)
from pdmon_utils.study.advising import Advising
from pdmon_utils.study.approved import DRAFT, approval_of, approved
from pdmon_utils.study.data import Data
from pdmon_utils.study.extracts import Extracts
from pdmon_utils.study.management import Management
from pdmon_utils.study.opinions import Opinions
from pdmon_utils.study.spoken import Speaking, spoken
from pdmon_utils.words import period, short_day

WHOLE = "Мониторинг системы обеспечения профессионального развития педагогических работников"
NOT_ASKED = "Положение не содержит показателей по этому критерию."


@spoken
class Study(Extracts, Opinions, Advising, Management, Speaking):
    """One criterion of one municipality and year.

    `study.figures()` and `study.table("diagnostics")` are plain DataFrames for your own pandas between two cells.
    """

    def __init__(
        self, criterion: str, municipality: str, year: int, audience: str = "internal", *, home: str | None = None
    ) -> None:
        """Open the study; raises StudyError or WorkspaceError (in Russian) for what is not there."""
        self.data = Data(criterion, municipality, year, audience, Workspace.find(home))

    def __repr__(self) -> str:
        """Return criterion, municipality and year."""
        return f"{self.title}: {self.data.card.name}, {self.data.year} год"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        del include, exclude  # a notebook asks for everything
        return self.about()._repr_mimebundle_()

    def _repr_html_(self) -> str:
        return self.about()._repr_html_()

    @property
    def title(self) -> str:
        """The criterion's title, or the municipality's regulation for a page about all of them."""
        criterion = self._criterion
        return criterion.title if criterion else self.data.regulation.title

    @cached_property
    def _criterion(self) -> Criterion | None:
        return self.data.workspace.catalogue.criteria.get(self.data.criterion)

    @property
    def asks(self) -> tuple[Ask, ...]:
        """The indicators that the regulation asks for under this criterion."""
        return self.data.asks

    def figures(self, indicator: str | None = None, scope: str | None = None) -> pd.DataFrame:
        """Return figures as a DataFrame: municipality, year, indicator, scope, unit, breakdown, group, parts, value."""
        return self.data.figures(indicator, scope)

    def table(self, name: str) -> pd.DataFrame:
        """Return a clean table of the municipality, e.g. `study.table("diagnostics")`."""
        return self.data.table(name)

    def about(self) -> Stack:
        """Return whose report this is: municipality, year, regulation, audience."""
        card, audience = self.data.card, "публикация" if self.data.public else "для служебного пользования"
        rows = (
            ("Муниципалитет", card.name),
            ("Регион", card.region),
            ("Отчётный год", str(self.data.year)),
            ("Положение", self.data.regulation.act),
            ("Вид", audience),
        )
        return Stack([Style(), Requisites(rows, self.title)])

    def theme(self) -> Stack:
        """Return the theme of the справка in one sentence, whose it is; of one criterion also the main result."""
        card, criterion = self.data.card, self._criterion
        where = f" в {card.prepositional}" if card.prepositional else f", {card.name}"
        theme = criterion.title if criterion else WHOLE
        lead = brief.lead(self.data) if criterion and self.asks else []
        return Stack([Paragraph(f"{theme}{where}: {self.data.year} год."), self.about(), *lead])

    def purpose(self) -> Stack:
        """Return the aim of the analysis of a criterion, what is analysed and how it is counted; passports folded."""
        if not self.asks:
            return Stack([Notice(NOT_ASKED)])
        folded = Fold("Паспорта показателей", [self.passport()])
        return Stack([*aims.purpose(self.data.regulation, self.asks), self.method(), folded])

    def passport(self) -> Stack:
        """Return how every indicator of the study is counted."""
        if not self.asks:
            return Stack([Notice(NOT_ASKED)])
        return Stack([Heading(3, "Как считаются показатели"), passports.passports(self.data)])

    def method(self) -> Table:
        """Return one table: what is analysed and how it is counted."""
        return passports.method_table(self.data)

    def completeness(self) -> Stack:
        """Return who handed in data, who did not, what was rejected."""
        return completeness.completeness(self.data)

    def matrix(self) -> Stack:
        """Return who handed in which table, when, and what was decided (internal)."""
        return completeness.matrix(self.data)

    def findings(self) -> Stack:
        """Return the findings of intake (internal)."""
        return completeness.findings_table(self.data)

    def conclusions(self) -> Stack:
        """Return general and particular conclusions with their rules and figures."""
        return conclusions.conclusions(self.data)

    def problems(self) -> Stack:
        """Return the problems that the conclusions found."""
        return conclusions.problems(self.data, ways.proposed(self._advised))

    def summary(self) -> Table:
        """Return one line an indicator: value, change, target."""
        return pages.summary(self.data)

    def facets(self) -> Stack:
        """Return the same lines by the three directions of a monitoring: organisation, conditions, results."""
        return facets.facets(self.data)

    def comparison(self) -> Stack:
        """Return years, plans and next year; for the internal audience also groups, limits, factors, composition."""
        if not self.data.asks:
            return Stack([Notice(NOT_ASKED)])
        parts: list[Shown] = [
            *(Heading(3, "По годам"), history.table(self.data)),
            *(Heading(3, "План и факт"), self.targets()),
            *(Heading(3, "Ориентир на следующий год"), self.forecast()),
        ]
        if not self.data.public:
            parts += [Heading(3, "Группы организаций"), self.clusters(), *self._beside()]
            parts += [Heading(3, "Организации и пределы случайного"), self.funnel(), self.factors()]
            parts.append(self.decomposition())
        return Stack(parts)

    def _beside(self) -> list[Shown]:
        """Return the table of organisations that belongs to the criterion."""
        pages = {
            "training": ("Потребность в переподготовке", self.retraining_need),
            "support": ("Школьные методические службы", self.methodical_services),
            "mastery": ("Педагогический состав организаций", self.profiles),
        }
        title, page = pages.get(self.data.criterion, ("", None))
        return [Heading(3, title), page()] if page else []

    def topic(self, name: str) -> Stack:
        """Return the pages of a topic's indicators; nothing when the regulation asks for none of them."""
        known = self._criterion.topics if self._criterion else ()
        if name not in known:
            raise StudyError(f"Нет темы «{name}»{nearest(name, known)} Есть: {', '.join(known)}.")
        chosen = [ask for ask in self.asks if ask.indicator.topic == name]
        return Stack([Heading(3, name), *(pages.page(self.schools, ask) for ask in chosen)] if chosen else [])

    def indicator(self, name: str) -> Stack:
        """Return the page of one indicator by its id, e.g. `study.indicator("kbr.1")`."""
        known = {ask.id: ask for ask in self.asks}
        if name not in known:
            raise StudyError(f"Нет показателя «{name}»{nearest(name, known)} Есть: {', '.join(known)}.")
        return pages.page(self.schools, known[name])

    def appendix(self) -> Stack:
        """Return every indicator's page, criterion by criterion."""
        parts: list[Shown] = []
        for criterion in self.data.workspace.catalogue.criteria.values():
            asked = [ask for ask in self.asks if ask.indicator.criterion == criterion.code]
            parts += [Heading(3, criterion.title), *(pages.page(self.schools, ask) for ask in asked)] if asked else []
        return Stack(parts)

    def aims(self) -> Stack:
        """Return aim and tasks of the regulation in its own words, the indicators of each, and the legal basis."""
        return Stack([aims.aims(self.data.regulation), passports.law(self.data)])

    def uses(self) -> Stack:
        """Return how the regulation uses the results, and the document in which each analysis ends."""
        return law.uses(self.data)

    def directions(self) -> Stack:
        """Return the key directions of the analysis in the act's words; those without an indicator are filled in."""
        said = (ask.criterion for ask in self.asks if ask.origin not in ("goal", "task"))
        return Stack([Bullets(list(dict.fromkeys(said))), *([self.beyond()] if self.data.regulation.beyond else [])])

    def periods(self) -> Stack:
        """Return the windows of the indicators and the day of the data."""
        windows = dict.fromkeys(self.data.period(ask) for ask in self.asks)
        said = [f"Отчётный период: {period(w.start, w.end)}; состояние — на последний день периода." for w in windows]
        return Stack([*(Paragraph(text) for text in said), self.completeness()])

    def signature(self) -> Stack:
        """Return date, position, signature and the order that approved the year's report; a draft says that it is."""
        card = self.data.card
        who, name = card.signature.get("position", "должность"), card.signature.get("name", "И. О. Фамилия")
        approval = approval_of(self.data.workspace, self.data.municipality, self.data.year, self.data.criterion)
        blank = "Утверждено приказом от «___» ____________ 20___ г. № ____"
        dated = f"Дата: {short_day(approval.date)}" if approval else f"Дата: «___» ____________ {self.data.year + 1} г."
        above = [dated] if approval else [DRAFT, dated]
        return Stack([Signature(who, name, above, [f"{approved(approval) if approval else blank}."])])
