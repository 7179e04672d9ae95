"""The workspace on disk: where it is, what it reads, and files that are never half there."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from districts import clean_tables
from pdmon_utils.errors import WorkspaceError
from pdmon_utils.parquet import write_parquet
from pdmon_utils.schema import SCHEMA
from pdmon_utils.store import HOME_VARIABLE, Workspace

CARD = "name: Город\noktmo: 01234567\nregion: Край\nregion_code: krai\nregulation: kbr\n"
TOWNS = pd.DataFrame({"municipality": ["", "m", "n", "n"], "value": [1.0, 2.0, 3.0, 4.0]})


def town(home: Path, slug: str, card: str = CARD) -> Workspace:
    folder = home / "data" / "raw" / slug
    (folder / "2022").mkdir(parents=True)
    (folder / "municipality.yaml").write_text(card, encoding="utf-8")
    return Workspace(home)


def test_a_municipality_is_read_though_the_card_of_another_is_wrong(tmp_path: Path) -> None:
    town(tmp_path, "wrong", "name: Город\n")
    workspace = town(tmp_path, "right")

    assert workspace.municipality("right").name == "Город"
    assert workspace.has("wrong")
    assert not workspace.has("krai")
    with pytest.raises(WorkspaceError, match="wrong"):
        workspace.municipality("wrong")


# --- where the workspace is


def test_home_is_what_was_said_then_the_variable_then_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(HOME_VARIABLE, raising=False)
    assert (Workspace.find().home / "pdmon_utils" / "store.py").exists()

    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "variable"))
    assert Workspace.find().home == tmp_path / "variable"
    assert Workspace.find(tmp_path / "said").home == tmp_path / "said"


def test_a_relative_home_is_made_whole_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert Workspace.find("work").home == tmp_path / "work"


def test_folders_are_those_of_the_contract(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)

    assert workspace.raw == tmp_path / "data" / "raw"
    assert workspace.processed == tmp_path / "data" / "processed"
    assert workspace.reports == tmp_path / "reports"
    assert workspace.report("m", 2022, "public", "young") == tmp_path / "reports/m/2022/public/young.ipynb"


def test_the_workspace_brings_its_own_notebooks_or_takes_those_of_the_repository(tmp_path: Path) -> None:
    assert (Workspace(tmp_path).notebooks / "young.ipynb").exists()

    (tmp_path / "notebooks").mkdir()

    assert Workspace(tmp_path).notebooks == tmp_path / "notebooks"


# --- municipalities


def test_municipalities_come_in_order_and_hidden_folders_and_files_are_passed_over(tmp_path: Path) -> None:
    town(tmp_path, "n")
    workspace = town(tmp_path, "m")
    (workspace.raw / ".git").mkdir()
    (workspace.raw / "readme.txt").write_text("файл")

    assert list(workspace.municipalities) == ["m", "n"]
    assert workspace.municipality("m").years == (2022,)


def test_a_workspace_without_data_has_no_municipalities_and_says_what_to_do(tmp_path: Path) -> None:
    assert Workspace(tmp_path).municipalities == {}
    with pytest.raises(WorkspaceError, match=r"Нет муниципалитета «m». Есть: пока ни одного: выполните pdmon demo"):
        Workspace(tmp_path).municipality("m")


def test_an_unknown_municipality_names_the_nearest_one(tmp_path: Path) -> None:
    workspace = town(tmp_path, "gorod-primer")

    with pytest.raises(WorkspaceError, match="Нет муниципалитета «gorod-prime» — может быть, «gorod-primer»"):
        workspace.municipality("gorod-prime")


def test_one_wrong_card_stops_the_whole_workspace_by_name(tmp_path: Path) -> None:
    town(tmp_path, "m")
    workspace = town(tmp_path, "n", CARD.replace("oktmo: 01234567\n", ""))

    with pytest.raises(WorkspaceError, match=r"municipality\.yaml: не заполнено: oktmo"):
        _ = workspace.municipalities


def test_the_analysts_own_text_is_read_and_its_absence_is_no_error(tmp_path: Path) -> None:
    workspace = town(tmp_path, "m")
    texts = workspace.raw / "m" / "2022" / "texts"
    texts.mkdir()
    (texts / "young.md").write_text("\ufeffСвой вывод", encoding="utf-8")

    assert workspace.text("m", 2022, "young") == "Свой вывод"
    assert workspace.text("m", 2022, "iom") == ""


# --- tables and figures


def test_reading_before_preparing_says_what_to_do(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)

    for read, name in ((workspace.figures, "figures"), (workspace.findings, "findings")):
        with pytest.raises(WorkspaceError, match=rf"Нет файла {name}\.parquet: .*Выполните pdmon prepare"):
            read()
    with pytest.raises(WorkspaceError, match=r"Нет файла staff\.parquet"):
        workspace.table("staff")


def test_what_was_written_is_read_again_whole_or_by_municipality(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.write({}, TOWNS.head(0), TOWNS, TOWNS.head(0), TOWNS.head(0))

    assert workspace.figures()["value"].tolist() == [1, 2, 3, 4]
    assert workspace.figures(["n"])["value"].tolist() == [3, 4]
    assert workspace.figures(["", "m"])["value"].tolist() == [1, 2]
    assert workspace.figures(slug for slug in ("m",))["value"].tolist() == [2]
    assert workspace.figures(["nowhere"])["value"].tolist() == []
    assert workspace.figures([])["value"].tolist() == []
    assert workspace.findings().empty


def test_clean_tables_come_back_with_their_dtypes(tmp_path: Path) -> None:
    post = {
        "year": 2022,
        "org_id": "007",
        "staff_group": "ped",
        "position": "teacher",
        "is_external": False,
        "rate": 0.5,
    }
    rows = [
        {**post, "person_id": "01", "hire_date": "2015-09-01"},
        {**post, "person_id": "1", "hire_date": "2020-02-29"},
    ]
    tables = clean_tables({"m": {"staff": rows[:1]}, "n": {"staff": rows[1:]}})
    workspace = Workspace(tmp_path)

    workspace.write(tables, TOWNS.head(0), TOWNS, TOWNS.head(0), TOWNS.head(0))

    assert list(workspace.tables()) == list(SCHEMA)
    back = workspace.table("staff")
    for column in SCHEMA["staff"].columns.values():
        same = back[column.name].dtype == tables["staff"][column.name].dtype
        assert same or column.type == "date"  # parquet knows milliseconds only
    assert back["person_id"].tolist() == ["01", "1"]
    assert back["org_id"].tolist() == ["007", "007"]
    assert [str(day.date()) for day in back["hire_date"]] == ["2015-09-01", "2020-02-29"]
    assert back["education"].isna().all()
    assert workspace.tables(["n"])["staff"]["person_id"].tolist() == ["1"]


# --- whole or absent


def parts(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_appears_with_its_folders_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "figures.parquet"

    write_parquet(path, TOWNS)

    assert parts(path.parent) == ["figures.parquet"]
    pd.testing.assert_frame_equal(pd.read_parquet(path), TOWNS)


class PowerCutError(Exception):
    """What happens in the middle of writing."""


def _cut(_: pd.DataFrame, path: Path, **__: object) -> None:
    path.write_bytes(b"PAR1 half")
    raise PowerCutError


def test_a_failure_in_the_middle_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pd.DataFrame, "to_parquet", _cut)

    with pytest.raises(PowerCutError):
        write_parquet(tmp_path / "figures.parquet", TOWNS)

    assert parts(tmp_path) == []


def test_a_failure_in_the_middle_leaves_the_old_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "figures.parquet"
    write_parquet(path, TOWNS)
    before = path.read_bytes()
    monkeypatch.setattr(pd.DataFrame, "to_parquet", _cut)

    with pytest.raises(PowerCutError):
        write_parquet(path, TOWNS.head(1))

    assert parts(tmp_path) == ["figures.parquet"]
    assert path.read_bytes() == before


def test_the_same_frame_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "1.parquet", tmp_path / "2.parquet"

    write_parquet(first, TOWNS)
    write_parquet(second, TOWNS.copy())

    assert first.read_bytes() == second.read_bytes()
