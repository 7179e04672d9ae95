"""One school's own sheet: its figures beside the municipality's, nobody else's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.compare import by_year
from pdmon_utils.compare.changes import judged
from pdmon_utils.errors import StudyError, nearest
from pdmon_utils.show import Notice, Passport, Stack, Style, Table
from pdmon_utils.study import roadmap, services
from pdmon_utils.study.assessed import assessed, breaks_of, by_indicator
from pdmon_utils.study.changes import NOTHING, changed
from pdmon_utils.study.completeness import SEVERITIES
from pdmon_utils.study.conclusions import own, problems
from pdmon_utils.study.study import Study
from pdmon_utils.study.values import NOT_COMPARED, totals, value_text
from pdmon_utils.words import Sentence


class SchoolStudy(Study):
    """The sheet of one organisation; always internal."""

    def __init__(self, municipality: str, year: int, organisation: str = "", *, home: str | None = None) -> None:
        """Open the sheet of an organisation by its code (empty: the first); raises StudyError for an unknown one."""
        super().__init__("organisation", municipality, year, home=home)
        known = self.data.organisations()["org_id"].tolist()
        self.organisation = str(organisation) or (known[0] if known else "")
        if self.organisation not in known:
            raise StudyError(f"Нет организации «{organisation}»{nearest(str(organisation), known)}")

    @property
    def name(self) -> str:
        """The organisation's full name."""
        held = self.data.organisations().set_index("org_id")
        return str(held.loc[self.organisation, "org_name"])

    def about(self) -> Stack:
        """Return whose sheet this is."""
        rows = (
            ("Организация", self.name),
            ("Код", self.organisation),
            ("Муниципалитет", self.data.card.name),
            ("Отчётный год", str(self.data.year)),
            ("Положение", self.data.regulation.act),
            ("Вид", "только для руководителя организации"),
        )
        return Stack([Style(), Passport(rows, "Лист образовательной организации")])

    def values(self) -> Table | Notice:
        """Return the organisation's indicators beside the municipality's."""
        if self.organisation in self.data.silent():
            return Notice("Организация не представила реестр работников: показатели не рассчитаны.", "missing")
        told = self._assessed()
        rows = [self._line(ask, told.get(ask.id)) for ask in self.asks if "organisation" in ask.scopes]
        caption = f"Показатели организации и муниципалитета за {self.data.year} год"
        return Table(pd.DataFrame(rows), caption, numeric=("Организация", "Муниципалитет"))

    def _assessed(self) -> dict[str, dict[str, Any]]:
        """Return the organisation's rows of the assessment, their changes tested among each other: one table."""
        frame = assessed(self.data)
        own = frame[(frame["scope"] == "organisation") & (frame["unit"] == self.organisation)]
        few = own["change_q"].isna().to_numpy()
        return by_indicator(judged(own, np.zeros(len(own), dtype=np.int64), few), self.data.year)

    def _line(self, ask: Ask, cells: dict[str, Any] | None) -> dict[str, str | Sentence]:
        held = by_year(self.data.all_figures, ask.id, "organisation", self.organisation)
        now = held.get(self.data.year) if cells else None
        since = changed(ask, cells, self.data.municipality, breaks_of(self.data, ask)) if cells else NOTHING
        return {
            "Показатель": f"{ask.title} ({ask.clause})",
            "Организация": value_text(ask, now),
            "Муниципалитет": value_text(ask, totals(self.data, ask).get(self.data.year)),
            "Организация за год": NOT_COMPARED if since == NOTHING else since,
        }

    def conclusions(self) -> Stack:
        """Return the conclusions on this organisation alone."""
        return own(self.data, self.organisation)

    def problems(self) -> Stack:
        """Return the problems of this organisation alone."""
        return problems(self.data, organisation=self.organisation)

    def roadmap(self) -> Stack:
        """Return the measures of this organisation alone."""
        return roadmap.own(self._managed, self.organisation)

    def methodical_services(self) -> Stack:
        """Return the methodical service of this organisation alone."""
        return services.own(self.schools, self.organisation)

    def own_findings(self) -> Table | Notice:
        """Return what is wrong in the organisation's own files."""
        found = self.data.findings()
        own = found[found["file"].isin(self._own_files())]
        if own.empty:
            return Notice("Замечаний к файлам организации нет.")
        frame = pd.DataFrame(
            {
                "Файл": own["file"],
                "Лист": own["sheet"].fillna(""),
                "Ячейка": own["cell"].fillna(""),
                "Уровень": own["severity"].astype(str).map(SEVERITIES),
                "Что не так и что сделать": own["message"],
            }
        )
        return Table(frame, "Замечания к файлам организации")

    def _own_files(self) -> list[str]:
        """Return the files whose register rows are all of this organisation: nobody else's file is shown."""
        staff = self.data.rows("staff")
        owners = staff[staff["year"] == self.data.year].groupby("source_file", observed=True)["org_id"].unique()
        return [str(file) for file, held in owners.items() if list(held) == [self.organisation]]
