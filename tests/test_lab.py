"""`pdmon lab` as an analyst meets it: real JupyterLab, real Chromium, no network, no mouse but for links."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

import browsing
from pdmon_utils.store import Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Locator
    from playwright.sync_api import Page as Tab

pytestmark = [pytest.mark.browser, pytest.mark.notebooks]
PATIENCE = 180_000  # milliseconds; a busy machine is slow
TRIES = 3  # times that the page is loaded
TOKEN = "primer"  # noqa: S105  of a server that lives as long as the test


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def address(workspace: Workspace, tmp_path: Path) -> Iterator[str]:
    """Return the address of JupyterLab in a workspace whose path has Cyrillic letters and spaces."""
    home = tmp_path / "Мой район 1"
    for part in ("raw/zato-primer", "processed"):
        shutil.copytree(workspace.home / "data" / part, home / "data" / part)
    port = free_port()
    own = {"HOME": str(tmp_path), "JUPYTER_RUNTIME_DIR": str(tmp_path / "run"), "IPYTHONDIR": str(tmp_path / "ipython")}
    options = ["--no-browser", f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--allow-root"]
    command = [sys.executable, "-m", "pdmon_utils", "--home", str(home), "lab", "--", *options]
    with (tmp_path / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [*command, f"--IdentityProvider.token={TOKEN}"], env={**os.environ, **own}, stdout=log, stderr=log
        )
        try:
            _wait(server, f"http://127.0.0.1:{port}/api")
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()
            server.wait(60)


def _wait(server: subprocess.Popen[bytes], url: str) -> None:
    limit = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < limit:
        assert server.poll() is None, "JupyterLab ended"
        try:
            urlopen(url, timeout=2).close()  # noqa: S310  our own server
        except OSError:
            time.sleep(0.3)
        else:
            return
    pytest.fail("JupyterLab did not answer")


def test_a_report_is_chosen_checked_made_and_opened_by_the_keyboard(address: str, tmp_path: Path) -> None:
    with browsing.opened() as chromium:
        context = chromium.new_context(locale="ru-RU")
        context.set_default_timeout(PATIENCE / TRIES)
        tab, outside = context.new_page(), []
        tab.on("request", lambda sent: outside.append(sent.url) if not _inside(sent.url, address) else None)
        audience = _open_form(tab, f"{address}?token={TOKEN}", tmp_path / "server.log")
        assert tab.locator("text=Выполнить").first.is_visible()  # the menu is Russian
        context.set_default_timeout(PATIENCE)

        audience.focus()
        tab.keyboard.press("ArrowDown")  # stays in the list: JupyterLab would move to another cell
        tab.locator("code", has_text="-a public").first.wait_for()

        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.innerText") == "Проверить"
        tab.keyboard.press("Space")
        tab.locator("[role=status]", has_text=re.compile("Проверка файлов: (готово|закончено)")).wait_for()

        tab.get_by_label("Тетрадь").select_option(label="Презентация результатов (brief)")
        tab.get_by_role("button", name="Выполнить", exact=True).press("Enter")
        tab.locator("[role=status]", has_text="Отчёт: готово").wait_for()
        assert "\x1b" not in tab.locator("pre[aria-label]").inner_text()

        with context.expect_page() as opened:
            tab.get_by_role("link", name="Открыть отчёт").press("Enter")
        report = opened.value
        report.wait_for_load_state()
        assert report.title().startswith("Презентация результатов — городской округ ЗАТО Сосноярский")
        assert report.locator("h1").inner_text() == "Презентация результатов"
        assert tab.get_by_role("link", name="Документ Word").is_visible()
        assert outside == []


def _open_form(tab: Tab, url: str, log: Path) -> Locator:
    """Open the page, run its first cell and return the form's last list.

    Where it does not come on a busy machine, the page is loaded again, as a person would do.
    """
    from playwright.sync_api import TimeoutError as TooLong  # noqa: PLC0415  not everywhere

    seen = []
    for _ in range(TRIES):
        try:
            return _run_first_cell(tab, url)
        except TooLong as error:
            seen.append(f"{str(error).strip()}\n{_seen(tab)}")
    server = log.read_text(encoding="utf-8", errors="replace")[-3000:]
    pytest.fail("\n".join(["the start page's form did not come", *seen, server]))


def _run_first_cell(tab: Tab, url: str) -> Locator:
    """Load the page and press Shift+Enter as soon as its kernel is connected; return the form's last list.

    Pressed before, it is taken («[*]») and then forgotten («[ ]»), nothing is sent to the kernel. The notebook's own
    light says «idle» also while there is no kernel yet; the line at the foot does not.
    """
    tab.goto(url, wait_until="commit")
    tab.locator(".jp-CodeCell.jp-mod-active").wait_for()
    tab.locator(".jp-StatusBar-Item", has_text=re.compile(r"Python 3 .*\| Простаивает")).wait_for()
    tab.locator(".jp-CodeCell").first.click()
    tab.keyboard.press("Shift+Enter")
    audience = tab.get_by_label("Для кого")
    audience.wait_for()
    return audience


def _seen(tab: Tab) -> str:
    """Return what a person would see: the cell's number, what is under it, the kernel's state, a question asked."""
    places = {"cell": ".jp-CodeCell .jp-InputPrompt", "output": ".jp-CodeCell .jp-OutputArea"}
    places |= {"state": ".jp-StatusBar-Item", "dialog": ".jp-Dialog"}
    return "; ".join(f"{name}: {tab.locator(place).all_inner_texts()}" for name, place in places.items())


def _inside(url: str, address: str) -> bool:
    return url.startswith((address, address.replace("http", "ws", 1), "data:", "blob:"))
