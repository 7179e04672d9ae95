"""What the master list says of figures: the exact sentence, with the address of every number, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments import ASKS, PLACE, YEAR, frame_of, names_of
from pdmon_utils.catalogue import load_catalogue
from pdmon_utils.compare import assess
from pdmon_utils.conclusions import (
    COLUMNS,
    Conclusion,
    Edits,
    Names,
    Told,
    conclude,
    foreign_numerals,
    load_rules,
    read_edits,
    slots,
)
from pdmon_utils.conclusions.known import NUMBERS
from pdmon_utils.errors import CatalogueError
from pdmon_utils.journal import Edit, JournalError
from pdmon_utils.words import say
from pdmon_utils.yamls import read_yaml

CASES: Mapping[str, Any] = read_yaml(Path(__file__).parent / "cases" / "conclusions.yml")["cases"]
TITLES = {code: criterion.title for code, criterion in load_catalogue().criteria.items()}
NBSP = "\u00a0"
GOOD = {"indicator": "vil.1.2.3a", "now": "412/1000", "was": "300/1000", "moved": "grew", "became": "better"}
BROKEN: dict[str, Any] = {"indicator": "vil.1.2.3b", "now": "30/120", "broken": True}
SCHOOLS = [
    {"indicator": "vil.1.2.3b", "level": "organisation", "unit": unit, "now": "0/24"} for unit in ("2", "1", "4")
]


def told_of(rows: list[dict[str, Any]], edits: Edits | None = None, *, ranked: bool = True) -> Told:
    """Return what all rules say of these rows, without conclusions on criteria."""
    names = names_of(*(row["indicator"] for row in rows))
    return conclude(frame_of(rows), load_rules(), names, YEAR, edits=edits, ranked=ranked)


def sentences(told: Told, rule: int) -> list[str]:
    """Return what one rule says."""
    return [str(c.sentence).replace(NBSP, " ") for c in told.conclusions if c.rule.number == rule]


@pytest.mark.parametrize("name", list(CASES))
def test_a_rule_says_of_its_case(name: str) -> None:
    case = CASES[name]
    code = case["rows"][0]["indicator"]
    criterion = ASKS[code].indicator.criterion
    names = names_of(*(row["indicator"] for row in case["rows"]))

    told = conclude(frame_of(case["rows"]), load_rules(), names, YEAR, titles={criterion: TITLES[criterion]})

    assert sentences(told, int(case["rule"])) == [case["says"]]


def test_no_rule_is_dead() -> None:
    assert {int(case["rule"]) for case in CASES.values()} == set(load_rules())


def test_every_number_of_a_case_has_an_address_and_no_digit_stands_alone() -> None:
    for case in CASES.values():
        told = conclude(frame_of(case["rows"]), load_rules(), names_of(*(r["indicator"] for r in case["rows"])), YEAR)
        assert [q.fact for c in told.conclusions for q in c.facts if q.fact.count("/") != 6] == []
        assert [q for c in told.conclusions for q in c.facts if q.value is None] == []


def test_a_conclusion_carries_its_rule_its_facet_and_its_figures() -> None:
    (said,) = told_of([GOOD]).conclusions

    assert (said.rule.number, said.severity, said.facet, said.level) == (301, "positive", "organisation", "general")
    assert [(q.text.replace(NBSP, " "), q.fact.split("/", 5)[5]) for q in said.facts] == [
        ("30,0 %", "2023/value"),
        ("41,2 %", "2024/value"),
        ("412", "2024/numerator"),
        ("1 000", "2024/denominator"),
        ("11,2 п. п.", "2024/change"),
    ]


def test_units_of_a_rule_are_joined_by_alphabet() -> None:
    (said,) = told_of(SCHOOLS, ranked=True).conclusions[1:]

    assert said.units == ("1", "2", "4")
    assert "Гимназия № 1 (0 из 24); СОШ № 2 (0 из 24); СОШ № 4 (0 из 24)" in str(said.sentence)


def test_organisations_are_not_compared_where_the_regulation_forbids_it() -> None:
    rows = [{**SCHOOLS[0], "now": "2/40", "side": "below", "against": 0.3}]

    assert len(sentences(told_of(rows), 702)) == 1
    assert sentences(told_of(rows, ranked=False), 702) == []


def test_what_is_said_of_several_indicators_is_said_once() -> None:
    told = conclude(frame_of([]), load_rules(), names_of("vil.1.2.3a", "vil.1.2.3b"), YEAR)

    (said,) = told.conclusions
    assert said.about == ("vil.1.2.3a", "vil.1.2.3b")
    assert str(said.sentence).startswith("Прошли диагностику дефицитов (по предметам); Прошли добровольную НОК: данные")


def test_a_rule_is_silent_where_a_number_of_its_sentence_is_missing() -> None:
    without = {name: value for name, value in GOOD.items() if name != "was"}

    assert sentences(told_of([without]), 301) == []


def test_words_of_groups_are_those_of_the_regulation() -> None:
    names = names_of("tmn.m.21", "tmn.m.20b")

    assert names.group("tmn.m.20b", "level", "mun") == "муниципальный"
    assert names.cut("tmn.m.20b", "level") == "уровень"
    assert names.group("tmn.m.21", "nothing", "teacher/физика") == "учитель, физика"


def test_slots_serve_other_rooms_too() -> None:
    row = frame_of([GOOD]).assign(year=YEAR).to_dict("records")[0]

    said = say("{title}: {share}, {change_signed}", slots(row, names_of("vil.1.2.3a")))

    assert str(said).replace(NBSP, " ") == "Прошли диагностику дефицитов (по предметам): 41,2 %, +11,2 п. п."


# The analyst's edits


def edit(status: str, text: str = "", unit: str = "", rule: int = 721, indicator: str = "vil.1.2.3b") -> Edit:
    """Return a decision on the conclusion that some schools have nobody."""
    return Edit(rule, indicator, unit, status, text, "так решил аналитик")


def on_schools(*edits: Edit) -> list[Conclusion]:
    """Return what rule 721 says of three schools after these edits."""
    return [c for c in told_of(SCHOOLS, Edits(edits)).conclusions if c.rule.number == 721]


@pytest.mark.parametrize(
    ("breaks", "words"),
    [
        ({2023: "другая методика", 2024: "новая форма"}, ": с 2024 года показатель считается иначе — новая форма."),
        ({2025: "ещё не наступило"}, ", порядок расчёта показателя изменился."),
    ],
)
def test_a_broken_series_is_told_with_its_reason(breaks: dict[int, str], words: str) -> None:
    names = Names({BROKEN["indicator"]: ASKS[BROKEN["indicator"]]}, PLACE, breaks={BROKEN["indicator"]: breaks})

    (said,) = sentences(conclude(frame_of([BROKEN]), load_rules(), names, YEAR), 106)

    assert said.endswith(f"с прошлыми годами не сопоставляется{words}")


def test_a_hidden_conclusion_is_gone() -> None:
    assert on_schools(edit("hide")) == []


@pytest.mark.parametrize("unit", ["2", "СОШ № 2"])
def test_a_hidden_school_leaves_the_sentence(unit: str) -> None:
    (said,) = on_schools(edit("hide", unit=unit))

    assert said.units == ("1", "4")


def test_a_reworded_school_gets_its_own_conclusion() -> None:
    together, alone = on_schools(edit("reword", "Школа проводит оценку раз в два года.", "2"))

    assert together.units == ("1", "4")
    assert (alone.units, alone.wording) == (("2",), "Школа проводит оценку раз в два года.")
    assert "СОШ № 2" in str(alone.sentence)


def test_a_kept_conclusion_is_not_folded() -> None:
    same = {**GOOD, "was": "400/1000", "moved": "same", "became": "same"}

    assert [c.folded for c in told_of([same]).conclusions] == [True]
    kept = Edits((edit("keep", rule=304, indicator="vil.1.2.3a"),))
    assert [c.folded for c in told_of([same], kept).conclusions] == [False]


def test_an_edit_without_its_conclusion_is_reported() -> None:
    stale = [edit("hide", rule=202), edit("hide", unit="СОШ № 9")]

    told = told_of(SCHOOLS, Edits((*stale, edit("hide", indicator="vil.1.2.1a"))))

    assert list(told.unmet) == stale  # the last one is about an indicator of another page


def test_numbers_of_a_wording_are_looked_for_among_the_figures() -> None:
    (said,) = told_of([GOOD]).conclusions

    assert foreign_numerals("В 2024 году доля выросла до 41,2 %: 412 из 1 000.", said.sentence) == ()
    assert foreign_numerals("Доля выросла до 45 %, на 9,5 п. п.", said.sentence) == ("45", "9,5")


def test_edits_are_read_as_excel_saves_them(tmp_path: Path) -> None:
    lines = "Правило;Показатель;Кого касается;Решение;Редакция;Причина", "721;vil.1.2.3b;СОШ № 2;скрыть;;закрыта"
    (tmp_path / "conclusions.csv").write_bytes("\r\n".join(lines).encode("cp1251"))

    assert read_edits(tmp_path).records == (Edit(721, "vil.1.2.3b", "СОШ № 2", "hide", "", "закрыта"),)
    assert read_edits(tmp_path / "none").records == ()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("721;vil.1.2.3b;;изменить;;потому что", "«Редакция» заполняется"),
        ("721;vil.1.2.3b;;скрыть;текст;потому что", "«Редакция» заполняется"),
        ("721;vil.1.2.3b;;спрятать;;потому что", "Можно: оставить, скрыть, изменить"),
        ("721;vil.1.2.3b;;скрыть;;", "не заполнено «Причина»"),
    ],
)
def test_an_edit_that_cannot_be_meant_is_refused(tmp_path: Path, line: str, said: str) -> None:
    head = "Правило;Показатель;Кого касается;Решение;Редакция;Причина"
    (tmp_path / "conclusions.csv").write_text(f"{head}\n{line}\n", encoding="utf-8")

    with pytest.raises(JournalError, match=said):
        read_edits(tmp_path)


# The list itself

RULE = """
mine:
  number: 1001
  levels: general
  severity: note
  when: state == "known"
  say: "{title}: {share}."
  note: свой порог
"""


def test_a_workspace_adds_its_own_rules(tmp_path: Path) -> None:
    own = tmp_path / "conclusions.yml"
    own.write_text(RULE, encoding="utf-8")

    rules = load_rules(own)

    assert set(rules) == {*load_rules(), 1001}
    assert rules[1001].own


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("number: 1001", "number: 301", "номер или код уже у правила 301"),
        ("mine:", "better:", "номер или код уже у правила 301"),
        ("number: 1001", "number: сто", "не целое число"),
        ("state ==", "stat ==", "нет столбца «stat» — может быть, «state»?"),
        ('"known"', '"knwon"', "нет значения «knwon» — может быть, «known»?"),
        ("{share}", "{shear}", "нет слова «shear» — может быть, «share»?"),
        ("levels: general", "levels: genral", "нет уровня «genral» — может быть, «general»?"),
        ("severity: note", "severity: noted", "нет важности «noted» — может быть, «note»?"),
        ("note: свой", "noted: свой", "не знаю ключа «noted» — может быть, «note»?"),
        ("note: свой порог", "about: diagnosd\n  note: порог", "нет показателя «diagnosd» — может быть, «diagnosed»?"),
        ("{share}.", "около 5.", "число без показателя"),
        ("levels: general", "levels: general group", "говорятся по-разному"),
        ("levels: general", "levels: group", "нет слова «share»"),
        ('{title}: {share}."', 'Это {title}."\n  gathers: yes', "начинается с"),
    ],
)
def test_what_the_list_does_not_know_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    own = tmp_path / "conclusions.yml"
    own.write_text(RULE.replace(old, new), encoding="utf-8")

    with pytest.raises(CatalogueError, match=said):
        load_rules(own)


def test_columns_are_those_of_the_assessment() -> None:
    made = assess(pd.DataFrame({"year": [2024], "indicator": ["vil.1.2.3b"], **_FIGURE}), _asks(), 2024)

    assert set(COLUMNS) - set(made) == {"against", "side", "side_q"}


_FIGURE = {
    "scope": ["municipality"],
    "unit": [PLACE],
    "breakdown": [""],
    "group": [""],
    "numerator": [3.0],
    "denominator": [30.0],
    "value": [0.1],
}


def _asks() -> tuple[Any, ...]:
    return tuple(load_catalogue().regulations["vilyuysk"].asks.values())


CELLS = st.one_of(st.none(), st.floats(-2, 2000), st.integers(0, 12))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_the_frame_holds_no_rule_breaks(data: st.DataObject) -> None:
    row: dict[str, Any] = {name: data.draw(CELLS, label=name) for name in NUMBERS if name != "before_year"}
    codes = {name: data.draw(st.sampled_from([None, *values])) for name, values in COLUMNS.items() if values}
    level = data.draw(st.sampled_from(["municipality", "organisation", "cluster"]))
    code = data.draw(st.sampled_from(sorted(ASKS)))
    keys = {"indicator": code, "scope": level, "unit": PLACE, "breakdown": "", "group": ""}
    frame = pd.DataFrame([{**row, **codes, **keys, "before_year": data.draw(st.sampled_from([None, 2023]))}])

    told = conclude(frame, load_rules(), Names({code: ASKS[code]}, PLACE), YEAR, titles=TITLES)

    assert all(str(c.sentence).strip() and NBSP + NBSP not in str(c.sentence) for c in told.conclusions)
