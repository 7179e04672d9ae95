"""A district whose every text is hostile, through the real product to real pages, papers and workbooks."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest

from inert import active, words
from inprocess import put
from payloads import PAYLOADS, told, unseen
from pdmon_utils.batch.jobs import plan
from pdmon_utils.collect import collect
from pdmon_utils.prepare import prepare
from pdmon_utils.returned.case import case_of
from pdmon_utils.returned.writing import write_check
from pdmon_utils.store import Workspace
from poison import SLUG, YEAR, Places, write_poisoned
from test_payloads import CHECK_STYLE

CHOSEN = {  # between them they show every text that any notebook shows
    "intake": "internal",
    "organisation": "internal",
    "practices": "public",
    "recommendations": "internal",
    "report": "internal public",
    "roadmap": "public",
}
SEEN = (
    *("card.name", "card.order", "approvals.order", "org_id", "organisations.org_name", "practices.title"),
    *("file name", "sheet name", "measures.text", "measures.indicator_id", "measures.doc_id"),
    *("factors.name", "programme_id", "organisations.cluster", "survey.score", "survey.level"),
    *("recommendations.text", "recommendations.key", "recommendations.sent_to"),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Places]:
    """Return the district after preparation, its reports and the check.

    Cells are executed here and not by kernels: what a kernel is given and gives back is proven by `test_batch`.
    """
    workspace = Workspace(tmp_path_factory.mktemp("payloads"))
    places = write_poisoned(workspace)
    prepare(workspace)
    jobs = [job for job in plan(workspace) if job.audience in CHOSEN.get(job.code, "").split()]
    sheets = [job for job in jobs if job.code == "organisation"]
    put(workspace.reports, [job for job in jobs if job not in sheets[1:]])
    (each,) = collect(workspace, [SLUG])
    case = case_of(workspace, each.slug, each.intake, date(YEAR + 1, 2, 1))
    write_check(workspace.reports / SLUG / "check", case, copies=False)
    return workspace, places


def files(workspace: Workspace, ending: str) -> list[Path]:
    found = sorted(workspace.reports.rglob(f"*{ending}"))
    assert found
    return found


@pytest.mark.case(87)
@pytest.mark.case(88)
@pytest.mark.case(89)
def test_every_real_page_is_inert_and_says_hostile_words_as_words(made: tuple[Workspace, Places]) -> None:
    workspace, places = made
    pages = {path: path.read_text(encoding="utf-8") for path in files(workspace, ".html")}
    said = {pair for page in pages.values() for pair in told(words(page))}

    assert {path.name: active(page, styles=(CHECK_STYLE,)) for path, page in pages.items()} == {
        path.name: [] for path in pages
    }
    assert [path.name for path, page in pages.items() if unseen(page)] == []
    assert set(SEEN) - {places.names[place] for place, _ in said} == set()
    print(  # noqa: T201
        f"строк {len(PAYLOADS)} × входов {len(places.names)}, страниц {len(pages)}: активного 0; "
        f"показано словами пар {len(said)} из {len({place for place, _ in said})} входов"
    )


@pytest.mark.case(88)
@pytest.mark.case(90)
def test_every_real_paper_and_workbook_holds_no_field_link_or_formula(made: tuple[Workspace, Places]) -> None:
    workspace, _ = made
    for path in files(workspace, ".docx"):
        docx.Document(str(path))
        with zipfile.ZipFile(path) as archive:
            text = "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist() if "ml" in name)
        assert set(re.findall(r'w:instr="([^"]*)"', text)) == {"PAGE"}
        assert not re.search(r"<w:instrText|<w:hyperlink|TargetMode=\"External\"", text)
    for path in files(workspace, ".xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
        assert [cell.coordinate for cell in cells if cell.hyperlink and cell.hyperlink.target] == []
