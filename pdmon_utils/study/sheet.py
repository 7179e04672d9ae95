"""One school's own sheet: its figures beside the municipality's, nobody else's."""

from __future__ import annotations

import pandas as pd

from pdmon_utils.compare import by_year
from pdmon_utils.errors import StudyError, nearest
from pdmon_utils.show import Notice, Passport, Stack, Style, Table
from pdmon_utils.study.completeness import SEVERITIES
from pdmon_utils.study.values import value_text
from pdmon_utils.study.study import Study
from pdmon_utils.words import NOT_HANDED_IN, change_text


class SchoolStudy(Study):
    """The sheet of one organisation; always internal."""

    def __init__(self, municipality: str, year: int, organisation: str = "", *, home: str | None = None) -> None:
        """Open the sheet of an organisation by its code (the first one if empty); raises StudyError for an unknown code."""
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
            return Notice("Организация не представила реестр работников за этот год: показатели не рассчитаны.", "missing")
        rows = [row for ask in self.asks if "organisation" in ask.scopes for row in [self._line(ask)]]
        caption = f"Показатели организации и муниципалитета за {self.data.year} год"
        return Table(pd.DataFrame(rows), caption, numeric=("Организация", "Муниципалитет"))

    def _line(self, ask) -> dict[str, str]:  # type: ignore[no-untyped-def]
        own = by_year(self.data.all_figures, ask.id, "organisation", self.organisation)
        all_of_them = by_year(self.data.all_figures, ask.id, "municipality", self.data.municipality)
        now, before = own.get(self.data.year), own.get(self.data.year - 1)
        change = NOT_HANDED_IN if now is None or before is None else change_text(ask.kind, before, now)
        return {
            "Показатель": f"{ask.title} ({ask.clause})",
            "Организация": value_text(ask, now),
            "Муниципалитет": value_text(ask, all_of_them.get(self.data.year)),
            "Организация за год": change,
        }

    def own_findings(self) -> Table | Notice:
        """Return what is wrong in the organisation's own files."""
        found = self.data.findings()
        own = found[found["file"].str.contains(self.organisation, regex=False)]
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
