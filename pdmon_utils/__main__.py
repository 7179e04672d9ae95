"""The command line `pdmon`. Exit codes: 0 fine, 1 findings or failures, 2 wrong use."""

from __future__ import annotations

import sys
from io import TextIOWrapper

import click

from pdmon_utils.commands.approve import approve
from pdmon_utils.commands.blank import blank
from pdmon_utils.commands.calendar import calendar
from pdmon_utils.commands.check import check
from pdmon_utils.commands.demo import demo
from pdmon_utils.commands.journal import accept, lock, reopen, return_data
from pdmon_utils.commands.lab import lab
from pdmon_utils.commands.new import new
from pdmon_utils.commands.oo1 import oo1
from pdmon_utils.commands.prepare import prepare
from pdmon_utils.commands.publish import publish, published, withdraw
from pdmon_utils.commands.ready import ready
from pdmon_utils.commands.regulation import regulation
from pdmon_utils.commands.roadmap import roadmap
from pdmon_utils.commands.run import run, status
from pdmon_utils.commands.tags import tags
from pdmon_utils.commands.targets import targets
from pdmon_utils.commands.template import template
from pdmon_utils.commands.terminal import console
from pdmon_utils.commands.verify import verify
from pdmon_utils.errors import PdmonError
from pdmon_utils.russian import name_parts, teach_click
from pdmon_utils.store import Workspace

_HOME = "Рабочая папка (по умолчанию PDMON_HOME или папка программы)."
teach_click()


@click.group(help="Мониторинг профессионального развития педагогов: файлы школ → показатели → отчёты → сайт.")
@click.option("--home", type=click.Path(file_okay=False), metavar="ПАПКА", help=_HOME)
@click.pass_context
def cli(context: click.Context, home: str | None) -> None:
    """Open the workspace for the command that follows."""
    context.obj = Workspace.find(home)


_LAW = (new, regulation)
_DATA = (demo, template, check, oo1, prepare, accept, return_data, lock, reopen, calendar)
_REPORTS = (blank, run, status, approve, publish, published, withdraw, verify, roadmap, targets, tags, ready, lab)
for command in (*_LAW, *_DATA, *_REPORTS):
    cli.add_command(command)
name_parts(cli)


def main() -> None:
    """Run the command line; an error that a person can mend is said in Russian without a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console of cp866 lacks some signs
    try:
        cli(prog_name="pdmon")
    except PdmonError as error:
        console.print(f"Ошибка: {error}", markup=False, soft_wrap=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
