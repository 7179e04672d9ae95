"""Which files are found: links, pipes and strange names are named and never opened."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

import seeds
from opening import BOOK, ROWS, texts
from pdmon_utils.intake.files import sources_of
from pdmon_utils.municipality import Municipality
from pdmon_utils.reading.findings import RefusedFileError
from pdmon_utils.reading.workbooks import open_workbook


@pytest.fixture
def town(tmp_path: Path) -> Municipality:
    folder = tmp_path / "town"
    (folder / "2022").mkdir(parents=True)
    return Municipality(folder, "Город", "12345678", "Край", "krai", "kbr")


def passed_over(town: Municipality) -> dict[str, str]:
    """Return the findings on files that are not read: file → rule; nothing else may be read."""
    sources, findings = sources_of(town)
    assert sources == []
    return {found.file: found.rule for found in findings}


@pytest.mark.case(97)
def test_links_are_not_followed_whatever_they_point_to(town: Municipality, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    seeds.saved(outside, "secret.xlsx", BOOK)
    year = town.folder / "2022"
    (year / "file.xlsx").symlink_to(outside / "secret.xlsx")
    (year / "folder").symlink_to(outside)
    (year / "loop").symlink_to(year)
    (year / "self.xlsx").symlink_to(year / "self.xlsx")
    (year / "nowhere.xlsx").symlink_to(tmp_path / "nowhere")
    (town.folder / "2023").symlink_to(outside)

    found = passed_over(town)

    names = ("2022/file.xlsx", "2022/folder", "2022/loop", "2022/nowhere.xlsx", "2022/self.xlsx", "2023")
    assert found == dict.fromkeys(names, "file.link")


@pytest.mark.case(97)
def test_pipes_and_sockets_are_not_opened(town: Municipality, monkeypatch: pytest.MonkeyPatch) -> None:
    year = town.folder / "2022"
    os.mkfifo(year / "pipe.xlsx")
    monkeypatch.chdir(year)  # the address of a socket must be short
    with socket.socket(socket.AF_UNIX) as ear:
        ear.bind("socket.xlsx")
        found = passed_over(town)

    assert found == {"2022/pipe.xlsx": "file.special", "2022/socket.xlsx": "file.special"}


@pytest.mark.case(89)
@pytest.mark.case(97)
@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("строка\nдругая.xlsx", "2022/строка\\u000aдругая.xlsx"),
        ("\u202excslx.1.xlsx", "2022/\\u202excslx.1.xlsx"),
        (os.fsdecode("Школа.xlsx".encode("cp866")), "2022/\\udc98\\udcaa\\udcae\\udcab\\udca0.xlsx"),
    ],
)
def test_a_name_that_cannot_be_shown_asks_for_another(town: Municipality, name: str, named: str) -> None:
    seeds.saved(town.folder / "2022", name, BOOK)

    assert passed_over(town) == {named: "file.name"}


@pytest.mark.case(97)
def test_the_longest_name_is_read(town: Municipality) -> None:
    name = "ш" * 124 + "ы" + ".xlsx"
    assert len(name.encode()) == 255
    seeds.saved(town.folder / "2022" / ("п" * 127), name, BOOK)

    sources, findings = sources_of(town)

    assert findings == []
    assert texts(open_workbook(sources[0].path)) == [list(row) for row in ROWS]


@pytest.mark.case(97)
def test_a_folder_that_cannot_be_opened_is_named(town: Municipality, monkeypatch: pytest.MonkeyPatch) -> None:
    seeds.saved(town.folder / "2022" / "закрыто", "1.xlsx", BOOK)
    listed = os.listdir

    def closed(folder: Path) -> list[str]:
        if folder.name == "закрыто":
            raise PermissionError(13, "закрыто")
        return listed(folder)

    monkeypatch.setattr(os, "listdir", closed)

    assert passed_over(town) == {"2022/закрыто": "file.folder"}


@pytest.mark.case(97)
def test_hundreds_of_folders_in_each_other_are_walked(town: Municipality) -> None:
    inner = town.folder / "2022" / "/".join("a" * 400)
    seeds.saved(inner, "1.xlsx", BOOK)

    assert len(sources_of(town)[0]) == 1


@pytest.mark.case(114)
def test_a_file_that_vanishes_is_said_to_have_changed(town: Municipality) -> None:
    path = seeds.saved(town.folder / "2022", "1.xlsx", BOOK)
    sources, _ = sources_of(town)
    path.unlink()

    with pytest.raises(RefusedFileError, match="менялся"):
        open_workbook(sources[0].path)


@pytest.mark.case(115)
def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = seeds.saved(tmp_path, "1.xlsx", BOOK)

    def locked(*_: object, **__: object) -> None:
        raise PermissionError(13, "занят")

    monkeypatch.setattr(Path, "open", locked)

    with pytest.raises(RefusedFileError, match="занят другой программой"):
        open_workbook(path)
