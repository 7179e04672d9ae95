"""Pages made from data are as the data are, and every command is described."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from pdmon_utils.__main__ import cli

DOCS = Path(__file__).parent.parent / "docs"


def _pages() -> dict[str, str]:
    spec = importlib.util.spec_from_file_location("build", DOCS / "build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    pages: dict[str, str] = module.pages()
    return pages


@pytest.mark.parametrize(
    "name",
    [
        *(
            "tables.md",
            "indicators.md",
            "conclusions.md",
            "recommendations.md",
            "management.md",
            "processes.md",
            "promises.md",
        ),
        *("intake/rules.md", "intake/cases.md"),
    ],
)
def test_generated_page_is_fresh(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == _pages()[name], "выполните: python docs/build.py"


@pytest.mark.parametrize("command", sorted(cli.commands))
def test_every_command_is_described_in_the_guide(command: str) -> None:
    assert f"pdmon {command}" in (DOCS / "guide.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "page", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/guide.md", "docs/workbench.md", "docs/methods.md"]
)
def test_links_between_documents_lead_somewhere(page: str) -> None:
    import re  # noqa: PLC0415

    root = DOCS.parent
    text = (root / page).read_text(encoding="utf-8")

    links = [link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link]

    assert [link for link in links if not ((root / page).parent / link).exists()] == []
