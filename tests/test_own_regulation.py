"""A sixth regulation by YAML alone: the skeletons are valid, every slip is named at once, the page of docs/ is true."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import test_notebooks as rules
from pdmon_utils.__main__ import cli
from pdmon_utils.batch.scaffold import scaffold
from pdmon_utils.catalogue import load_catalogue, review_own, to_fill
from pdmon_utils.catalogue.law import read_regulation
from pdmon_utils.catalogue.loader import shelf_of
from pdmon_utils.catalogue.review import review
from pdmon_utils.catalogue.skeletons import skeleton
from pdmon_utils.commands.regulation import watched
from pdmon_utils.errors import CatalogueError, StudyError, WorkspaceError
from pdmon_utils.store import Workspace
from pdmon_utils.study.crosswalk import NEAR, ONLY_HERE, ONLY_THERE, SAME, crosswalk
from pdmon_utils.study.data import Data
from pdmon_utils.yamls import marks, read_yaml
from tiny import workspace_with

PAGE = Path(__file__).parents[1] / "docs" / "own-regulation.md"
TEXT = PAGE.read_text(encoding="utf-8")


def asked(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--home", str(home), *arguments], catch_exceptions=False)


def own(home: Path, code: str, text: str) -> list[str]:
    """Return what is said of a regulation's file."""
    (home / "regulations").mkdir(exist_ok=True)
    (home / "regulations" / f"{code}.yml").write_text(text, encoding="utf-8")
    return [str(remark) for remark in review_own(code, home / "regulations")]


def filled(**changed: str) -> str:
    """Return the skeleton, some of its words replaced."""
    text = skeleton("regulation", code="my")
    for word, other in changed.items():
        assert word in text
        text = text.replace(word, other)
    return text


# --- skeletons


def test_the_skeletons_are_valid_as_they_are_and_say_what_to_fill(tmp_path: Path) -> None:
    result = asked(tmp_path, "new", "regulation", "my")
    home = Workspace(tmp_path)

    assert result.exit_code == 0
    assert review_own("my", home.regulations) == []
    assert list(home.catalogue.regulation("my").asks) == ["my.1.1"]
    assert list(home.calendar("my").steps) == ["my.data", "my.note"]
    assert str(to_fill(home.regulations / "my.yml")[0]) == "my.yml, строка 8: впишите вместо <название положения>"
    assert asked(tmp_path, "regulation", "my").exit_code == 0


def test_what_is_there_is_not_replaced_and_a_code_has_to_be_a_name_of_a_file(tmp_path: Path) -> None:
    asked(tmp_path, "new", "regulation", "my")

    for code, said in (("my", "не заменяется"), ("Мой", "латинские"), ("zato", "занят"), ("con", "латинские")):
        with pytest.raises(WorkspaceError, match=said):
            asked(tmp_path, "new", "regulation", code)


def test_every_commented_line_of_the_skeleton_is_valid_too(tmp_path: Path) -> None:
    lines = skeleton("regulation", code="my").splitlines()
    keys = re.compile(r"# ( *)(- |[a-z_0-9]+:)")
    shown = [line.replace("# ", "", 1) if keys.match(line.lstrip()) else line for line in lines]

    assert own(tmp_path, "my", "\n".join(shown) + "\n") == []
    assert len(read_yaml(tmp_path / "regulations" / "my.yml")) > 12


# --- slips


def test_every_slip_is_named_in_one_pass_with_file_line_key_and_nearest_word(tmp_path: Path) -> None:
    text = filled(
        **{
            "indicator: diagnosed ": "indicator: diagnozed ",
            "scopes: [municipality, organisation]": "scopes: [municipal, organisation]",
            "window: calendar": "window: calender",
            "short:": "shorty:",
        }
    )
    said = own(tmp_path, "my", text + "populations:\n  new: {title: новые, of: pedd, where: experiense < 1}\n")
    numbers = [text.splitlines().index(line) + 1 for line in text.splitlines() if "shorty" in line]

    assert len(said) == 7
    assert f"my.yml, строка {numbers[0]}: не знаю ключа «shorty» — может быть, «short»?" in "\n".join(said)
    for words in (
        "не указано: short. Допишите.",
        "окно: не знаю «calender» — может быть, «calendar»? Известны: calendar, june, academic.",
        "my.1.1: нет показателя «diagnozed» — может быть, «diagnosed»? Найти показатель",
        "my.1.1: уровень: не знаю «municipal» — может быть, «municipality»?",
        "new: в таблице «staff»: нет столбца «experiense» — может быть, «experience»?",
        "new: совокупность: не знаю «pedd» — может быть, «ped»?",
    ):
        assert [line for line in said if words in line], words
    assert [re.search(r"строка (\d+)", line)[1] for line in said if "diagnozed" in line] == [  # type: ignore[index]
        str(next(n for n, line in enumerate(text.splitlines(), 1) if "diagnozed" in line))
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("    split: {levell: all}", "нет разреза «levell» — может быть, «level»?"),
        ("    split: {level: all}", "нет слов для групп. Добавьте их в раздел groups."),
        ("    by: subject", "ожидались пары «разрез: группы»"),
        ("    of: heads_of", "нет совокупности «heads_of»"),
        ("    target: много", "цель «много» не читается. Напишите, например: «≥20 %»"),
        ("    target: 120 %", "доля больше 100 %"),
        ("    breaks: {давно: иначе}", "ожидались пары «год: почему»"),
        ("    scops: [region]", "не знаю ключа «scops» — может быть, «scopes»?"),
        ("    window: june-july", "окно: не знаю «june-july»"),
        ("    by: {subject: al}", "группы — all, «*» или список кодов"),
    ],
)
def test_a_slip_of_an_ask_is_named_with_its_line(tmp_path: Path, line: str, said: str) -> None:
    lines = skeleton("regulation", code="my").splitlines()
    at = next(n for n, text in enumerate(lines) if text.startswith("    indicator:")) + 1
    (found,) = own(tmp_path, "my", "\n".join([*lines[:at], line, *lines[at:]]) + "\n")

    assert said in found
    assert found.startswith(f"my.yml, строка {at + 1}, my.1.1")


def test_a_file_that_is_no_yaml_says_where_and_why(tmp_path: Path) -> None:
    (said,) = own(tmp_path, "my", "title: Положение: о мониторинге\n")

    assert "строка 1, столбец 17: запись не читается" in said
    assert "кавычки" in said


def test_a_wrong_file_stops_the_work_with_all_its_slips(tmp_path: Path) -> None:
    own(tmp_path, "my", filled(**{"scopes: [municipality, organisation]": "scopes: [a, b]"}))

    with pytest.raises(CatalogueError, match=r"(?s)строка \d+.*«a».*строка \d+.*«b»"):
        Workspace(tmp_path).catalogue  # noqa: B018  asking reads it


def test_a_slip_in_an_own_indicator_is_named_with_its_line(tmp_path: Path) -> None:
    own(tmp_path, "my", filled())
    text = skeleton("criterion", code="wellbeing", indicator="fine").replace("completed and", "completd and")
    (tmp_path / "regulations" / "indicators").mkdir()
    (tmp_path / "regulations" / "indicators" / "wellbeing.yml").write_text(text, encoding="utf-8")
    (said,) = review_own("my", tmp_path / "regulations")

    assert "нет столбца «completd» — может быть, «completed»" in str(said)
    assert said.line == next(n for n, line in enumerate(text.splitlines(), 1) if "completd" in line)


SHELF = shelf_of(load_catalogue().criteria)
SOURCE = skeleton("regulation", code="my")
WORDS = st.sampled_from(["", "x", "[]", "{}", "[a, {b: c}]", "{a: b}", "- a", "municipality", "all", "'*'", "null"])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, len(SOURCE.splitlines()) - 1), value=WORDS, dropped=st.booleans())
def test_the_review_names_something_exactly_when_the_file_cannot_be_used(
    tmp_path: Path, place: int, value: str, *, dropped: bool
) -> None:
    lines = SOURCE.splitlines()
    key = lines[place].partition(":")[0]
    lines[place : place + 1] = [] if dropped else [f"{key}: {value}"]
    path = tmp_path / "my.yml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    said = review(path, SHELF)
    try:
        read_regulation(path, SHELF)
    except CatalogueError:
        usable = False
    else:
        usable = True

    assert bool(said) is not usable


def test_the_file_is_checked_again_after_each_saving(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    own(tmp_path, "my", filled())
    edits: Iterator[str] = iter([filled(**{"short:": "shorty:"}), filled(**{"short:": "shorty:"}), filled()])
    monkeypatch.setattr("time.sleep", lambda _: own(tmp_path, "my", next(edits)))
    watched(Workspace(tmp_path), "my", looks=1)
    watched(Workspace(tmp_path), "my", looks=1)

    assert re.findall(r"Ошибок: \d", capsys.readouterr().out) == ["Ошибок: 0", "Ошибок: 2"]


# --- two regulations beside each other


def test_a_crosswalk_names_the_same_measure_and_what_differs() -> None:
    laws = load_catalogue().regulations
    matches = crosswalk(laws["zato"], laws["kbr"])
    by_id = {match.mine.id: match for match in matches if match.mine}

    assert {match.kind for match in matches} <= {SAME, NEAR, ONLY_HERE, ONLY_THERE}
    assert by_id["zato.3.1b"].other is not None
    assert by_id["zato.3.1b"].other.id == "kbr.1"
    assert by_id["zato.3.1b"].kind == SAME
    assert ("период", "июль–июнь", "календарный год") in by_id["zato.3.1b"].differences
    assert {m.other.id for m in matches if m.other} == set(laws["kbr"].asks)  # nothing of the other is lost
    assert len([m for m in matches if m.mine]) == len(laws["zato"].asks)


def test_a_regulation_beside_itself_has_no_difference() -> None:
    law = load_catalogue().regulation("tyumen")

    assert {match.kind for match in crosswalk(law, law)} == {SAME}
    assert [match.differences for match in crosswalk(law, law) if match.differences] == []


def test_a_count_and_a_share_of_the_same_people_are_near() -> None:
    laws = load_catalogue().regulations
    only = {ask.id: ask for ask in laws["kbr"].asks.values() if ask.indicator.code == "diagnosed"}
    match = {m.mine.id: m for m in crosswalk(laws["zato"], laws["kbr"]) if m.mine}["zato.3.1a"]

    assert match.kind == NEAR
    assert match.other is not None
    assert match.other.id in only
    assert ("что считается", "количество, чел.", "доля, %") in match.differences


# --- notebooks of criteria


@pytest.mark.parametrize("code", ["iom", "training", "wellbeing"])
def test_a_scaffold_keeps_the_rules_of_notebooks(
    tmp_path: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    shutil.copytree(workspace.raw / "zato-primer", tmp_path / "data" / "raw" / "zato-primer")
    result = asked(tmp_path, "new", "criterion", code)
    home = Workspace(tmp_path)
    book = nbformat.read(home.own_notebooks / f"{code}.ipynb", as_version=4)
    monkeypatch.setattr(rules, "BOOKS", {code: book})
    monkeypatch.setattr(rules, "CRITERIA", home.catalogue.criteria)

    assert result.exit_code == 0
    nbformat.validate(book)
    rules.test_a_notebook_opens_with_its_title(code)
    rules.test_a_criterions_notebook_has_its_title_and_every_topic_in_order(code)
    rules.test_a_notebook_is_short(code)
    rules.test_a_notebook_tells_and_does_not_compute(code)
    rules.test_a_notebook_is_kept_without_its_results(code)
    rules.test_a_notebook_has_defaults_that_exist_in_the_example(code)
    rules.test_a_note_has_the_seven_parts_of_the_regulation_in_order(code)


@pytest.mark.parametrize("code", sorted(load_catalogue().criteria))
def test_the_scaffold_of_a_criterion_calls_what_our_own_notebook_calls(code: str) -> None:
    ours = [cell.source for cell in rules.BOOKS[code].cells if cell.cell_type == "code"][2:]
    made = [c.source for c in scaffold(load_catalogue().criteria[code], "a", 2024).cells if c.cell_type == "code"][2:]

    assert {call for call in made if call.startswith("study.topic")} <= set(ours)


def test_a_criterion_of_too_many_topics_gets_no_notebook(tmp_path: Path) -> None:
    text = skeleton("criterion", code="many", indicator="one")
    head, one = text[: text.index("  one:")], text[text.index("  one:") :]
    more = [one.replace("one:", f"m{i}:").replace("<раздел отчёта>", f"раздел {i}") for i in range(7)]
    (tmp_path / "regulations" / "indicators").mkdir(parents=True)
    (tmp_path / "regulations" / "indicators" / "many.yml").write_text(head + "".join(more), encoding="utf-8")

    with pytest.raises(WorkspaceError, match=r"разделов \(topic\): 7, в тетради — до 6"):
        scaffold(Workspace(tmp_path).catalogue.criteria["many"], "a", 2024)


# --- the worked example of docs/own-regulation.md


def files() -> dict[str, str]:
    """Return the files that the page shows: path → text."""
    return dict(re.findall(r"^`([\w./-]+\.ya?ml)`:\n\n```yaml\n(.*?)```", TEXT, re.MULTILINE | re.DOTALL))


def commands() -> list[str]:
    """Return the commands that the page gives, in order."""
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    return [line.removeprefix("pdmon ") for kind, block in blocks if not kind for line in block.splitlines()]


@pytest.mark.notebooks
def test_the_example_of_the_page_works_from_skeleton_to_report(tmp_path: Path, workspace: Workspace) -> None:
    given = tmp_path / "data" / "raw" / "zato-primer"
    shutil.copytree(workspace.raw / "zato-primer", given)
    for year in ("2023", "2024"):
        skip = shutil.ignore_patterns("texts")
        shutil.copytree(given / year, tmp_path / "data" / "raw" / "ozerny" / year, ignore=skip)
    (tmp_path / "data" / "raw" / "ozerny" / "municipality.yaml").write_text(
        files()["data/raw/ozerny/municipality.yaml"]
    )
    outputs: dict[str, str] = {}
    for command in commands():
        if command == "regulation --find наставник":  # the reader has met the skeleton and fills it in after this
            for path, text in files().items():
                (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
                (tmp_path / path).write_text(text, encoding="utf-8")
        result = asked(tmp_path, *command.split())
        mistakes = command.startswith("prepare")  # of the example's schools: there to be found
        assert result.exit_code == int(mistakes), f"{command}\n{result.output}"
        outputs[command] = result.output
    home = Workspace(tmp_path)
    figures = home.figures(["ozerny"])
    note = (tmp_path / "reports" / "ozerny" / "2024" / "internal" / "note.html").read_text(encoding="utf-8")

    assert list(files()) == [*_expected_files()]
    assert set(figures["indicator"]) == {f"ozerny.{n}" for n in ("2.1", "2.2", "2.3", "3.1", "3.2", "4.1")}
    assert "Осталось вписать" in outputs["regulation ozerny"]
    assert "Сопоставление положений: Озёрный район и ЗАТО Свободный" in outputs["regulation ozerny --against zato"]
    assert "Педагоги с маршрутом, закончившие обучение" in note
    assert "начинающие педагоги (стаж менее двух лет)" in note
    assert (tmp_path / "reports" / "regulations" / "ozerny.html").exists()
    assert _checked_by_hand(home) == _told(figures, "ozerny.2.3")


def _expected_files() -> tuple[str, ...]:
    law = ("regulations/indicators/iom.yml", "regulations/ozerny.yml", "regulations/calendars/ozerny.yml")
    return (*law, "data/raw/ozerny/municipality.yaml")


def _told(figures: object, indicator: str) -> tuple[int, int]:
    import pandas as pd  # noqa: PLC0415  a type

    assert isinstance(figures, pd.DataFrame)
    row = figures[
        (figures["indicator"] == indicator)
        & (figures["year"] == 2024)
        & (figures["scope"] == "municipality")
        & (figures["breakdown"] == "")
    ].iloc[0]
    return int(row["numerator"]), int(row["denominator"])


def _checked_by_hand(home: Workspace) -> tuple[int, int]:
    """Count pandas' way who has a route of the year and a course ended in it."""
    staff, courses, routes = (home.table(name, ["ozerny"]) for name in ("staff", "courses", "routes"))
    now = staff[(staff["year"] == 2024) & (staff["staff_group"] == "ped") & ~staff["is_external"]]
    working = now[now["hire_date"].isna() | (now["hire_date"] <= "2024-12-31")]
    people = set(working[working["dismiss_date"].isna() | (working["dismiss_date"] > "2024-12-31")]["person_id"])
    ended = courses[courses["completed"] & courses["end_date"].between("2024-01-01", "2024-12-31")]
    begun = routes[routes["start_date"].isna() | (routes["start_date"] <= "2024-12-31")]
    lasting = begun[begun["end_date"].isna() | (begun["end_date"] >= "2024-01-01")]
    return len(people & set(ended["person_id"]) & set(lasting["person_id"])), len(people)


def test_the_slips_that_the_page_quotes_are_what_the_program_says(tmp_path: Path) -> None:
    quoted = re.findall(r"^✗ (.*)$", TEXT, re.MULTILINE)
    text = skeleton("regulation", code="ozerny").replace("indicator: diagnosed ", "indicator: diagnozed ")
    said = own(tmp_path, "ozerny", text.replace("scopes: [municipality, ", "scopes: [municipal, "))

    assert quoted == said


def test_values_can_be_seen_before_any_card_names_the_regulation(workspace: Workspace, tmp_path: Path) -> None:
    shutil.copytree(workspace.home / "data", tmp_path / "data")
    own(tmp_path, "my", filled())
    to = str(tmp_path / "page.html")
    result = asked(tmp_path, "regulation", "my", "-m", "ulus-primer", "-y", "2024", "--to", to, "-a", "zato")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")

    assert result.exit_code == 0
    assert re.search(r"\d+,\d\s%", result.output)
    assert "педагоги, завершившие в отчётном периоде диагностику" in page
    assert "my.1.1 и zato.3.1b" in page
    assert "my" not in set(Workspace(tmp_path).figures()["indicator"].str.partition(".")[0])


def test_the_lines_of_a_file_are_those_of_the_editor(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("# слово\na: 1\nb:\n- c: {d: e}\n", encoding="utf-8")

    assert [(m.address, m.text, m.line) for m in marks(tmp_path / "a.yml")] == [
        (("a",), "a", 2),
        (("a",), "1", 2),
        (("b",), "b", 3),
        (("b", "0"), "", 4),
        (("b", "0", "c"), "c", 4),
        (("b", "0", "c", "d"), "d", 4),
        (("b", "0", "c", "d"), "e", 4),
    ]


def test_an_unused_workspace_is_told_what_to_do(tmp_path: Path) -> None:
    home = workspace_with(tmp_path, {})

    with pytest.raises(WorkspaceError, match="pdmon new regulation nowhere"):
        asked(home.home, "regulation", "nowhere")
    with pytest.raises(CatalogueError, match="начало слова короче"):
        asked(home.home, "regulation", "--find", "абракадабра")


def test_a_regulation_that_changed_after_prepare_is_told_so(tmp_path: Path, workspace: Workspace) -> None:
    shutil.copytree(workspace.home / "data", tmp_path / "data")
    own(tmp_path, "zato", filled())  # an own file of the same name takes the place of ours

    with pytest.raises(
        StudyError, match=r"«zato» изменилось, показатели не посчитаны: my.1.1. Выполните pdmon prepare"
    ):
        Data("note", "zato-primer", 2024, workspace=Workspace(tmp_path)).all_figures  # noqa: B018  asking reads it
