"""`pdmon publish`: public reports → the site."""

from __future__ import annotations

import click

from pdmon_utils.commands.terminal import console
from pdmon_utils.store import Workspace


@click.command(help="Собрать сайт раздела «МСОКО» из готовых публичных отчётов.")
@click.pass_obj
def publish(workspace: Workspace) -> None:
    """Build the site."""
    publish_site(workspace)


def publish_site(workspace: Workspace) -> None:
    """Build the site and say where it is."""
    from pdmon_utils.batch.manifest import public_pages  # noqa: PLC0415
    from pdmon_utils.publish import build_site  # noqa: PLC0415

    site = build_site(workspace.reports, list(public_pages(workspace.reports)))
    console.print(f"Сайт: {site / 'index.html'}", soft_wrap=True)
