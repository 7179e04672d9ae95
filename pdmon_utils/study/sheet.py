"""One school's own sheet: its figures beside the municipality's, nobody else's."""

from __future__ import annotations

import pandas as pd

from pdmon_utils.errors import StudyError, nearest
from pdmon_utils.show import Notice, Requisites, Shown, Stack, Style, Table
from pdmon_utils.study import own_values, people, roadmap, services, ways
from pdmon_utils.study.completeness import SEVERITIES
from pdmon_utils.study.conclusions import own, problems
from pdmon_utils.study.spoken import spoken
from pdmon_utils.study.study import Study


@spoken
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
        return Stack([Style(), Requisites(rows, "Лист образовательной организации")])

    @property
    def _silent(self) -> bool:
        return self.organisation in self.data.silent()

    def values(self) -> Stack | Notice:
        """Return the organisation's indicators beside the municipality's, what became of them, and its own years."""
        if self._silent:
            return Notice("Организация не представила реестр работников: показатели не рассчитаны.", "missing")
        return own_values.values(self._advised, self.organisation)

    def recommendations(self) -> Stack:
        """Return the recommendations to this organisation, with what is special about it."""
        return own_values.recommendations(self._advised, self.organisation)

    def subjects(self) -> Shown:
        """Return the subjects in which diagnostics of the year found deficits in this organisation."""
        return own_values.subjects(self._advised, self.organisation)

    def people_due(self) -> Stack:
        """Return who of this organisation needs diagnostics, a route, training or a mentor."""
        return people.people_due(self.data, self.organisation)

    def encouraged(self) -> Stack:
        """Return whom of this organisation one may commend."""
        return people.encouraged(self.data, self.organisation)

    def conclusions(self) -> Stack:
        """Return the conclusions on this organisation alone."""
        return own(self.data, self.organisation)

    def problems(self) -> Stack:
        """Return the problems of this organisation alone."""
        return problems(self.data, ways.proposed(self._advised), self.organisation)

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
