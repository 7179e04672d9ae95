"""What there is: a line a municipality and year, what came in, what is wrong, what is made of it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pdmon_utils.show import Table
from pdmon_utils.start.steps import prepared
from pdmon_utils.store import Workspace

EMPTY = "Муниципалитетов пока нет. Выполните pdmon demo или создайте папку в data/raw."
_COLUMNS = ["Муниципалитет", "Год", "Файлов", "Сдали сведения", "Ошибок", "Вопросов", "Отчёты", "Показатели"]


def overview(workspace: Workspace) -> Table:
    """Return the table of all municipalities and years; what is not known yet is empty."""
    found, given = _findings(workspace), _given(workspace)
    rows = [
        _row(workspace, slug, year, found, given)
        for slug, card in workspace.municipalities.items()
        for year in reversed(card.years)
    ]
    note = "" if rows else EMPTY
    return Table(pd.DataFrame(rows, columns=_COLUMNS), "Что есть в рабочей папке", note=note)


def _row(
    workspace: Workspace, slug: str, year: int, found: pd.DataFrame, given: dict[tuple[str, int], str]
) -> list[object]:
    levels = found.loc[(found["municipality"] == slug) & (found["year"] == year), "severity"].value_counts()
    return [
        workspace.municipalities[slug].name,
        str(year),
        sum(path.is_file() and "texts" not in path.parts for path in (workspace.raw / slug / str(year)).rglob("*")),
        given.get((slug, year), "—"),
        *(int(levels.get(level, 0)) for level in ("error", "query")),
        _reports(workspace, slug, year),
        "рассчитаны" if prepared(workspace, slug) else "рассчитать: файлы новее",
    ]


def _findings(workspace: Workspace) -> pd.DataFrame:
    if not (workspace.processed / "findings.parquet").exists():
        return pd.DataFrame(columns=["municipality", "year", "severity"])
    return workspace.findings()


def _given(workspace: Workspace) -> dict[tuple[str, int], str]:
    """Return «12 из 14» by municipality and year: organisations with a register among those of the year."""
    if not (workspace.processed / "tables" / "staff.parquet").exists():
        return {}
    key = ["municipality", "year"]
    known = workspace.table("organisations").groupby(key)["org_id"].nunique()
    handed = workspace.table("staff").groupby(key)["org_id"].nunique()
    counts = pd.DataFrame({"known": known, "handed": handed}).fillna(0).astype(int)
    rows = counts.reset_index().itertuples(index=False)
    return {(str(slug), int(year)): f"{handed} из {known}" for slug, year, known, handed in rows}


def _reports(workspace: Workspace, slug: str, year: int) -> str:
    """Return how many reports are done, how many failed, how many are older than the figures."""
    figures = workspace.processed / "figures.parquet"
    made = list((workspace.reports / slug / str(year)).rglob("*.manifest.json"))
    failed = list((workspace.reports / "_failed" / slug / str(year)).rglob("причина.txt"))
    counts = {"готово": len(made), "не выполнено": len(failed), "старше данных": sum(_older(p, figures) for p in made)}
    return ", ".join(f"{name} {count}" for name, count in counts.items() if count) or "нет"


def _older(path: Path, figures: Path) -> bool:
    return figures.exists() and path.stat().st_mtime < figures.stat().st_mtime
