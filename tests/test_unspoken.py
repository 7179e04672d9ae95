"""The true number of a hidden figure stands in no row, sentence, picture or download that is about that figure."""

from __future__ import annotations

from pathlib import Path

from conftest import YEAR
from pdmon_utils.store import Workspace
from pdmon_utils.study.data import Data
from spoken import Line, Secret, lines_of, secrets_of, told

READ = (".html", ".docx", ".xlsx", ".csv")


def lines(workspace: Workspace, slug: str, audience: str) -> list[Line]:
    """Return all that the reports of a place say to an audience."""
    folder = workspace.reports / slug / str(YEAR) / audience
    files = sorted(path for path in folder.glob("*") if path.suffix in READ)
    return [line for path in files for line in lines_of(Path(path))]


def secrets(workspace: Workspace, slug: str, *, shown: bool = False) -> list[Secret]:
    """Return the hidden shares of a place; `shown`: the others, by which the search itself is tried."""
    data = Data("note", slug, YEAR, "public", workspace)
    figures = workspace.figures([slug])
    true = figures[(figures["scope"] == "municipality") & (figures["year"] <= YEAR)].reset_index(drop=True)
    public = data.all_figures
    return secrets_of(true, public.assign(withheld=public["withheld"] ^ shown), dict(data.regulation.asks))


def cells(found: list[tuple[Secret, Line]]) -> set[tuple[object, ...]]:
    """Return the figures that were told, each once."""
    return {(secret.names, secret.group, secret.year) for secret, _ in found}


def test_no_public_page_paper_or_download_says_a_hidden_number(reported: Workspace) -> None:
    hidden = spoken = seen = 0
    for slug in reported.municipalities:
        public = lines(reported, slug, "public")
        kept = secrets(reported, slug)
        found = list(told(kept, public))
        seen += len(cells(list(told(secrets(reported, slug, shown=True), public))))
        hidden, spoken = hidden + len(cells([(secret, Line(())) for secret in kept])), spoken + len(cells(found))
        assert [(secret.names[-1], secret.group, secret.year, line.text) for secret, line in found] == []
    print(f"hidden shares {hidden}, said {spoken}; shown ones found by the same search {seen}")  # noqa: T201  docs/promises.md

    assert hidden > 100
    assert seen > 100


def test_the_same_search_finds_hidden_numbers_on_internal_pages(reported: Workspace) -> None:
    found = [
        pair
        for slug in reported.municipalities
        for pair in told(secrets(reported, slug), lines(reported, slug, "internal"))
    ]

    assert len(cells(found)) > 20
