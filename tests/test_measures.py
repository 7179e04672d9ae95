"""The five verbs as YAML says them, counted on a few rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from districts import clean_tables
from pdmon_utils.catalogue import Ask, AskedCut, Indicator, Regulation, load_catalogue
from pdmon_utils.errors import CatalogueError
from pdmon_utils.figures import Place, compute_figures
from pdmon_utils.measures import VERBS, parse_cut, parse_measure

SCHOOL = {"year": 2022, "org_id": "A", "org_name": "Школа", "org_type": "school", "is_municipal": True}
TEACHER = {
    "year": 2022,
    "org_id": "A",
    "staff_group": "ped",
    "position": "teacher",
    "hire_date": "2015-09-01",
    "is_external": False,
    "rate": 1,
}
DEFAULTS: dict[str, dict[str, Any]] = {
    "organisations": SCHOOL,
    "staff": TEACHER,
    "diagnostics": {"kind": "deficit", "date": "2022-05-05", "completed": True},
    "courses": {"programme_id": "P", "end_date": "2022-05-05", "completed": True},
    "vacancies": {"org_id": "A", "date": "2022-05-05", "position": "teacher", "rate_vacant": 1},
    "student_outcomes": {"year": 2022, "org_id": "A", "measure": "g4"},
    "documents": {"scope": "mun", "kind": "order", "title": "Приказ", "date": "2022-01-10"},
}
Row = dict[str, Any]


def said(text: str) -> Any:  # noqa: ANN401
    """Return YAML as the catalogue reads it: every scalar is text."""
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506


def ask(verb: str, text: str, *cuts: AskedCut) -> Ask:
    measure = parse_measure(verb, said(text), "young.yml, проба")
    indicator = Indicator("probe", "young", "Проба", "%", "Тема", measure, "числитель")
    words = {"clause": "п. 1", "criterion": "критерий", "wording": "доля", "title": "Проба", "window": "calendar"}
    return Ask("x.1", indicator, measure, None, scopes=("municipality",), cuts=cuts, **words)


def counted(asked: Ask, **tables: list[Row]) -> list[tuple[str, float, float | None, float | None]]:
    """Return group, numerator, denominator and value of the figures of one town in 2022; NaN is None."""
    rows = {"organisations": [{}], **tables}
    filled = {name: [{**DEFAULTS[name], **row} for row in found] for name, found in rows.items()}
    regulation = Regulation(
        "x", "П", "П", "П", "calendar", {"x.1": asked}, load_catalogue().regulations["kbr"].populations
    )
    figures = compute_figures(clean_tables({"m": filled}), [Place("m", "x", "r", (2022,))], {"x": regulation})
    shown = figures[["group", "numerator", "denominator", "value"]].astype(object)
    return list(shown.where(shown.notna(), None).itertuples(index=False, name=None))


def people(*names: str) -> list[Row]:
    return [{"person_id": name} for name in names]


def test_a_share_divides_those_who_fulfil_by_all() -> None:
    staff = [{"person_id": "a", "education": "hi_ped"}, {"person_id": "b", "education": "spo"}, {"person_id": "c"}]

    figures = counted(ask("share", '{of: ped, where: education == "hi_ped"}'), staff=staff)

    assert figures == [("", 1, 3, 1 / 3)]


def test_one_row_has_to_meet_all_conditions_of_a_piece_of_evidence() -> None:
    shared = ask("share", '{of: ped, having: {diagnostics: kind == "nok" and completed}}')
    diagnostics = [
        {"person_id": "a", "kind": "nok"},
        {"person_id": "b", "kind": "nok", "completed": False},
        {"person_id": "b", "kind": "deficit"},
    ]

    assert counted(shared, staff=people("a", "b"), diagnostics=diagnostics) == [("", 1, 2, 0.5)]


def test_a_list_of_evidence_asks_for_all_and_any_asks_for_one() -> None:
    both = "{of: ped, having: [{diagnostics: completed}, {courses: completed}]}"
    either = "{of: ped, having: {any: [{diagnostics: completed}, {courses: completed}]}}"
    tables = {
        "staff": people("a", "b", "c", "d"),
        "diagnostics": people("a", "b"),
        "courses": people("a", "c"),
    }

    assert counted(ask("share", both), **tables) == [("", 1, 4, 0.25)]
    assert counted(ask("share", either), **tables) == [("", 3, 4, 0.75)]


def test_among_narrows_the_denominator_by_a_column_or_by_evidence() -> None:
    staff = [{"person_id": "a", "category": "top"}, {"person_id": "b", "category": "top"}, {"person_id": "c"}]
    diagnostics = people("a", "c")

    by_column = ask("share", '{of: ped, among: category == "top", having: {diagnostics: completed}}')
    by_evidence = ask("share", '{of: ped, where: category == "top", among: {diagnostics: completed}}')

    assert counted(by_column, staff=staff, diagnostics=diagnostics) == [("", 1, 2, 0.5)]
    assert counted(by_evidence, staff=staff, diagnostics=diagnostics) == [("", 1, 2, 0.5)]


def test_without_takes_out_of_the_numerator_only() -> None:
    shared = ask("share", "{of: ped, having: {diagnostics: completed}, without: {courses: completed}}")
    tables = {"staff": people("a", "b", "c"), "diagnostics": people("a", "b"), "courses": people("b")}

    assert counted(shared, **tables) == [("", 1, 3, 1 / 3)]


def test_outside_counts_who_is_no_longer_in_the_other_population() -> None:
    counting = ask("count", "{of: staff_all, outside: ped}")
    staff = [{"person_id": "a"}, {"person_id": "b", "staff_group": "other"}]

    assert counted(counting, staff=staff) == [("", 1, None, 1)]


def test_a_person_of_two_rows_is_one_person_but_two_rows() -> None:
    staff = [{"person_id": "a", "position": "teacher"}, {"person_id": "a", "position": "tutor"}, {"person_id": "b"}]

    assert counted(ask("count", "{of: ped}"), staff=staff) == [("", 2, None, 2)]
    assert counted(ask("mean", "{of: ped, each: staff, sum: rate}"), staff=staff) == [("", 3, 2, 1.5)]


def test_a_mean_leaves_out_who_has_no_number() -> None:
    staff = [{"person_id": "a", "load_hours": 18.25}, {"person_id": "b", "load_hours": 9}, {"person_id": "c"}]

    assert counted(ask("mean", "{of: ped, each: staff, sum: load_hours}"), staff=staff) == [("", 27.25, 2, 13.625)]


def test_a_mean_of_nobody_has_no_value() -> None:
    assert counted(ask("mean", "{of: ped, each: staff, sum: load_hours}"), staff=people("a")) == [("", 0, 0, None)]


def test_things_are_told_apart_by_the_named_columns() -> None:
    courses = [
        {"person_id": "a", "programme_id": "P"},
        {"person_id": "b", "programme_id": "P"},
        {"person_id": "b", "programme_id": "Q"},
    ]
    staff = people("a", "b")

    assert counted(ask("count", "{each: courses, of: ped}"), staff=staff, courses=courses)[0][1] == 3
    distinct = ask("count", "{each: courses, of: ped, distinct: [programme_id]}")
    assert counted(distinct, staff=staff, courses=courses)[0][1] == 2


def test_facts_of_people_outside_the_population_are_not_counted() -> None:
    staff = [{"person_id": "a"}, {"person_id": "b", "is_external": True}]

    assert counted(ask("count", "{each: courses, of: ped}"), staff=staff, courses=people("a", "b", "nobody"))[0][1] == 1


def test_sums_are_rounded_to_two_decimals() -> None:
    vacancies = [{"position": p, "rate_vacant": r} for p, r in (("teacher", 0.1), ("tutor", 0.2), ("head", 1))]

    counting = ask("count", '{each: vacancies, where: latest and not position == "head", sum: rate_vacant}')

    assert counted(counting, vacancies=vacancies) == [("", 0.3, None, 0.3)]


def test_a_share_of_sums_divides_one_column_by_another() -> None:
    outcomes = [{"org_id": "A", "total": 40, "achieved": 30}, {"org_id": "B", "total": 10, "achieved": 10}]
    organisations = [{"org_id": "A"}, {"org_id": "B"}]

    shared = ask("share", "{each: student_outcomes, sum: achieved, total: total}")

    assert counted(shared, organisations=organisations, student_outcomes=outcomes) == [("", 40, 50, 0.8)]


def test_a_listing_counts_the_different_items_that_carry_something() -> None:
    vacancies = [
        {"position": "teacher", "rate_vacant": 1, "org_id": "A"},
        {"position": "teacher", "rate_vacant": 2, "org_id": "B"},
        {"position": "tutor", "rate_vacant": 0.5},
        {"position": "head", "rate_vacant": 0},
    ]

    listing = ask("listing", "{each: vacancies, where: latest, sum: rate_vacant, items: position}")

    assert counted(listing, vacancies=vacancies) == [("", 2, None, 2)]


def test_presence_is_one_however_many_there_are() -> None:
    presence = ask("presence", '{each: documents, where: kind == "order"}')
    documents = [{"doc_id": "1"}, {"doc_id": "2"}, {"doc_id": "3", "kind": "other"}]

    assert counted(presence, documents=documents) == [("", 2, None, 1)]
    assert counted(presence, documents=documents[2:]) == [("", 0, None, 0)]


def test_a_list_of_selections_adds_up() -> None:
    listing = ask("count", "[{each: documents}, {each: courses, of: ped}]")

    figures = counted(listing, staff=people("a"), courses=people("a"), documents=[{"doc_id": "1"}, {"doc_id": "2"}])

    assert figures == [("", 3, None, 3)]


def _cut(text: str) -> AskedCut:
    words = {"top": "высшая", "first": "первая"}
    return AskedCut(parse_cut("category", said(text), "проба"), by=True, groups=words)


def test_by_divides_both_parts_and_split_only_the_numerator() -> None:
    staff = [
        {"person_id": "a", "category": "top"},
        {"person_id": "b", "category": "top"},
        {"person_id": "c", "category": "first"},
        {"person_id": "d"},
    ]
    tables = {"staff": staff, "diagnostics": people("a", "c", "d")}
    by = _cut("{columns: {staff: category}}")
    split = AskedCut(by.cut, by=False, groups=by.groups)
    shared = "{of: ped, having: {diagnostics: completed}}"

    assert counted(ask("share", shared, by), **tables)[1:] == [("first", 1, 1, 1), ("top", 1, 2, 0.5)]
    assert counted(ask("share", shared, split), **tables)[1:] == [("first", 1, 4, 0.25), ("top", 1, 4, 0.25)]


def test_the_rest_gathers_other_values_and_empty_ones() -> None:
    cut = AskedCut(
        parse_cut("direction", said("{columns: {diagnostics: direction}, rest: other}"), "проба"),
        by=False,
        groups={"ict": "ИКТ", "other": "иное"},
    )
    diagnostics = [{"person_id": n, "direction": d} for n, d in (("a", "ict"), ("b", "psy"), ("c", None))]
    shared = ask("count", "{of: ped, having: {diagnostics: completed}}", cut)

    figures = counted(shared, staff=people("a", "b", "c"), diagnostics=diagnostics)

    assert figures == [("", 3, None, 3), ("ict", 1, None, 1), ("other", 2, None, 2)]


def test_groups_by_conditions_may_overlap() -> None:
    text = "{groups: {young: {staff: experience < 3}, new: {staff: experience == 0}}}"
    cut = AskedCut(parse_cut("exp", said(text), "проба"), by=False, groups={"young": "молодые", "new": "новые"})
    staff = [{"person_id": n, "ped_experience": e} for n, e in (("a", 0), ("b", 2), ("c", 3))]

    assert counted(ask("count", "{of: ped}", cut), staff=staff) == [
        ("", 3, None, 3),
        ("new", 1, None, 1),
        ("young", 2, None, 2),
    ]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_refuses_a_word_it_does_not_know(verb: str) -> None:
    with pytest.raises(CatalogueError, match=r"проба, .*: не знаю ключа «wher» — может быть, «where»"):
        ask(verb, "{of: ped, wher: age < 35}")


def test_a_selection_that_is_no_mapping_is_refused() -> None:
    with pytest.raises(CatalogueError, match="ожидались пары «ключ: значение», а сказано «ped»"):
        ask("share", "ped")


@pytest.mark.parametrize("text", ["{tilte: предмет}", "{column: {staff: subject}}"])
def test_a_cut_refuses_a_word_it_does_not_know(text: str) -> None:
    with pytest.raises(CatalogueError, match="не знаю ключа"):
        parse_cut("subject", said(text), "cuts.yml, subject")


@pytest.mark.parametrize("part", ["where: age < ", "having: {diagnostics: kind = 1}", "at: {municipality: 1 + 1}"])
def test_a_wrong_condition_is_refused_with_its_place(part: str) -> None:
    with pytest.raises(CatalogueError, match=r"young\.yml, проба, share"):
        ask("share", f"{{of: ped, {part}}}")


def test_measures_are_plain_values_that_can_be_compared() -> None:
    text = "{of: ped, having: {diagnostics: completed}, at: {municipality: completed}}"

    first, second = (parse_measure("share", said(text), "где") for _ in range(2))

    assert isinstance(first.main.at, Mapping)
    assert first.main.of == second.main.of == "ped"
    assert [piece.table for piece in first.main.having.evidence] == ["diagnostics"]
    assert first.main.having.evidence[0].condition.text == "completed"
