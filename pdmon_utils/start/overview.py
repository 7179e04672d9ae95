"""What there is: a line a municipality and year, what came in, what is wrong, what is made of it."""

from __future__ import annotations

from collections import Counter, defaultdict

import pandas as pd

from pdmon_utils.batch.failures import failed_folder
from pdmon_utils.batch.jobs import plan
from pdmon_utils.batch.keys import stamped
from pdmon_utils.batch.manifest import manifest_path
from pdmon_utils.batch.standing import Standing, standing
from pdmon_utils.show import Table
from pdmon_utils.start.steps import prepared
from pdmon_utils.store import Workspace

EMPTY = "Муниципалитетов пока нет. Выполните pdmon demo или создайте папку в data/raw."
_STATES = (_READY, _OLD, _FAILED) = ("готово", "устарело", "не выполнено")
_COLUMNS = ["Муниципалитет", "Год", "Файлов", "Сдали сведения", "Ошибок", "Вопросов", "Отчёты", "Показатели"]
ByYear = dict[tuple[str, int], str]  # words about a municipality and year


def overview(workspace: Workspace) -> Table:
    """Return the table of all municipalities and years; what is not known yet is empty."""
    found, given, made = _findings(workspace), _given(workspace), _reports(workspace)
    rows = [
        _row(workspace, slug, year, found, given, made)
        for slug, card in workspace.municipalities.items()
        for year in reversed(card.years)
    ]
    note = "" if rows else EMPTY
    return Table(pd.DataFrame(rows, columns=_COLUMNS), "Что есть в рабочей папке", note=note)


def _row(  # noqa: PLR0913, PLR0917  one parameter a source
    workspace: Workspace, slug: str, year: int, found: pd.DataFrame, given: ByYear, made: ByYear
) -> list[object]:
    levels = found.loc[(found["municipality"] == slug) & (found["year"] == year), "severity"].value_counts()
    return [
        workspace.municipalities[slug].name,
        str(year),
        sum(path.is_file() and "texts" not in path.parts for path in (workspace.raw / slug / str(year)).rglob("*")),
        given.get((slug, year), "—"),
        *(int(levels.get(level, 0)) for level in ("error", "query")),
        made.get((slug, year)) or "нет",
        "рассчитаны" if prepared(workspace, slug) else "рассчитать: файлы новее",
    ]


def _findings(workspace: Workspace) -> pd.DataFrame:
    if not (workspace.processed / "findings.parquet").exists():
        return pd.DataFrame(columns=["municipality", "year", "severity"])
    return workspace.findings()


def _given(workspace: Workspace) -> ByYear:
    """Return «12 из 14» by municipality and year: organisations with a register among those of the year."""
    if not (workspace.processed / "tables" / "staff.parquet").exists():
        return {}
    key = ["municipality", "year"]
    known = workspace.table("organisations").groupby(key)["org_id"].nunique()
    handed = workspace.table("staff").groupby(key)["org_id"].nunique()
    counts = pd.DataFrame({"known": known, "handed": handed}).fillna(0).astype(int)
    rows = counts.reset_index().itertuples(index=False)
    return {(str(slug), int(year)): f"{handed} из {known}" for slug, year, known, handed in rows}


def _reports(workspace: Workspace) -> ByYear:
    """Return «готово 12, устарело 3, не выполнено 1» by municipality and year, as `pdmon status` has it."""
    if not (workspace.processed / "figures.parquet").exists() or not workspace.municipalities:
        return {}
    counts: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for one in standing(stamped(workspace, plan(workspace))):
        counts[one.job.place, one.job.year][_state(one)] += 1
    return {key: ", ".join(f"{name} {held[name]}" for name in _STATES if held[name]) for key, held in counts.items()}


def _state(one: Standing) -> str:
    if not one.why:
        return _READY
    if failed_folder(one.job).exists():
        return _FAILED
    return _OLD if manifest_path(one.job.output).exists() else ""
