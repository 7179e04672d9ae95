"""`pdmon demo`: the main job on fictional districts."""

from __future__ import annotations

import sys

import click

from pdmon_utils.commands.prepare import prepare_data
from pdmon_utils.commands.publish import publish_site
from pdmon_utils.commands.run import plan_reports, ran
from pdmon_utils.commands.terminal import console, several
from pdmon_utils.store import Workspace


@click.command(help="Записать вымышленные районы, проверить, рассчитать, выполнить тетради и собрать сайт.")
@several("--year", "-y", "ГОД", "Только эти годы отчётов (по умолчанию последний).", int)
@click.option("--all-years", is_flag=True, help="Отчёты за все годы.")
@click.pass_obj
def demo(workspace: Workspace, year: tuple[int, ...], *, all_years: bool) -> None:
    """Do the main job on fictional districts."""
    from pdmon_utils.batch.session import Session  # noqa: PLC0415  commands load only what they need
    from pdmon_utils.example import write_example  # noqa: PLC0415  commands load only what they need

    slugs = write_example(workspace.raw, workspace.journals)
    console.print(f"Записаны вымышленные районы: {', '.join(slugs)}.")
    prepare_data(workspace, ())
    last = max(card.years[-1] for card in workspace.municipalities.values())
    years = () if all_years else year or (last,)
    planned = plan_reports(workspace, slugs, years)
    outcomes = ran(workspace, planned, Session()).outcomes
    made = {outcome.job.output: outcome.files for outcome in outcomes if not outcome.reason}
    jobs = [job for job in planned if job.audience == "public"]
    published = publish_site(workspace, jobs, made)  # executed a moment ago by this very process: not once more
    if not all_years:
        console.print("Отчёты за остальные годы: pdmon run, затем pdmon publish.")
    failed = any(outcome.reason for outcome in outcomes)
    sys.exit(1 if failed or published is None or published.site is None else 0)
