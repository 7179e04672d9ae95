"""Content analysis: keywords propose, the analyst decides, and only what was confirmed is counted."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from districts import Rows, clean_tables
from pdmon_utils.errors import CatalogueError
from pdmon_utils.example.lore import facts
from pdmon_utils.opinions import Content, OpinionError, content, disagreements, load_tags
from pdmon_utils.opinions.stems import mentions, words_of
from pdmon_utils.opinions.tags import proposed

STAFF = {"org_id": "1", "staff_group": "ped", "position": "teacher", "hire_date": "2015-09-01", "is_external": False}
STAFF |= {"rate": 1.0, "year": 2024}
TOPICS = {
    "p1": "Цифровые инструменты учителя",
    "p2": "цифровые  инструменты учителя.",
    "p3": "Формирующее оценивание",
    "p4": "Живопись",
    "p5": None,
}
DISTRICT: Rows = {
    "staff": [STAFF | {"person_id": code, "self_topic": topic} for code, topic in TOPICS.items()],
    "programmes": [
        {"programme_id": "П1", "year": 2024, "title": "Подготовка к ОГЭ", "provider": "other", "kind": "pk"},
        {"programme_id": "П2", "year": 2023, "title": "Подготовка к ЕГЭ", "provider": "other", "kind": "pk"},
    ],
}


def analysed(home: Path, decisions: str = "", tags: str = "") -> Content:
    """Return the content analysis of the little district; `decisions` are lines of tags.csv."""
    if decisions:
        text = f"Источник;Текст;Метка;Подтверждено\n{decisions}"
        (home / "tags.csv").write_text(text, encoding="utf-8")
    if tags:
        (home / "tags.yml").write_text(tags, encoding="utf-8")
    return content(clean_tables({"primer": DISTRICT}), 2024, home, home)


# --- what a keyword finds


@pytest.mark.parametrize(
    ("text", "keyword"),
    [
        ("Цифровые образовательные ресурсы", "цифров*"),
        ("РАБОТА С ОДАРЁННЫМИ ДЕТЬМИ", "одаренн*"),
        ("Финансовая грамотность", "финансов* грамотност*"),
        ("Подготовка к ЕГЭ-2024", "егэ"),
        ("онлайн-тренажёры", "онлайн*"),
        ("онлайн-тренажёры", "тренажёр*"),
        ("Төрөөбүт тыл үөрэҕэ", "үөрэ*"),
    ],
)
def test_a_keyword_finds_its_endings_whatever_the_letters_and_signs(text: str, keyword: str) -> None:
    assert mentions(text, keyword)


@pytest.mark.parametrize(
    ("text", "keyword"),
    [
        ("Аттестация педагогов", "гиа"),
        ("Гиацинты на уроке", "гиа"),
        ("Нецифровые ресурсы", "цифров*"),
        ("Грамотность финансовая", "финансов* грамотност*"),
        ("Финансовая и читательская грамотность", "финансов* грамотност*"),
        ("", "икт"),
    ],
)
def test_a_keyword_finds_no_other_word_no_other_order_and_nothing_in_the_middle(text: str, keyword: str) -> None:
    assert not mentions(text, keyword)


@given(st.text("абвгдеёжзийклмнопрстуфхцчшщъыьэюяqwerty0123456789 -,.«»"))
def test_letters_signs_and_spaces_do_not_matter(text: str) -> None:
    assert words_of(text.upper().lower()) == words_of(f"  {text.lower()}  !")


@given(st.lists(st.from_regex(r"[а-яё]{1,8}", fullmatch=True), min_size=1, max_size=6), st.data())
def test_a_run_of_words_is_always_found_in_its_text(words: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first + 1, len(words)))

    assert mentions(", ".join(words), " ".join(words[first:last]))


# --- texts of a year


def test_the_same_words_are_one_text_however_they_are_written(tmp_path: Path) -> None:
    texts = analysed(tmp_path).texts.set_index("text")

    assert texts.loc["Цифровые инструменты учителя", ["rows", "owners"]].tolist() == [2, frozenset({"p1", "p2"})]
    assert set(texts.index) == {
        "Цифровые инструменты учителя",
        "Формирующее оценивание",
        "Живопись",
        "Подготовка к ОГЭ",
    }


def test_keywords_propose_and_a_text_that_none_fits_has_no_tag(tmp_path: Path) -> None:
    pairs = analysed(tmp_path).pairs

    assert dict(zip(pairs["text"], pairs["tag"], strict=True)) == {
        "Подготовка к ОГЭ": "exams",
        "Цифровые инструменты учителя": "ict",
        "Формирующее оценивание": "assessment",
    }
    assert pairs["confirmed"].isna().all()


def test_only_what_the_analyst_confirmed_is_counted_by_person(tmp_path: Path) -> None:
    found = analysed(
        tmp_path,
        "self_education;ЦИФРОВЫЕ инструменты учителя;ict;да\n"
        "self_education;Формирующее оценивание;assessment;нет\n"
        "темы самообразования;Живопись;Воспитание;да\n"
        "programmes;Подготовка к ОГЭ;exams;\n",
    )
    counts = found.counted("self_education")

    assert {tag: count for tag, count in counts.items() if count} == {"ict": 2, "upbringing": 1}
    assert sum(found.counted("programmes").values()) == 0
    assert found.owners("self_education") == 4
    assert found.pairs.loc[~found.pairs["proposed"].astype(bool), "text"].tolist() == ["Живопись"]


def test_a_person_with_two_texts_of_one_tag_counts_once(tmp_path: Path) -> None:
    rows = [*DISTRICT["staff"], STAFF | {"person_id": "p1", "org_id": "2", "self_topic": "Онлайн-уроки"}]
    (tmp_path / "tags.csv").write_text(
        "Источник;Текст;Метка;Подтверждено\n"
        "self_education;Онлайн-уроки;ict;да\nself_education;Цифровые инструменты учителя;ict;да\n",
        encoding="utf-8",
    )

    found = content(clean_tables({"primer": {**DISTRICT, "staff": rows}}), 2024, tmp_path, tmp_path)

    assert found.counted("self_education")["ict"] == 2


def test_a_decision_about_a_text_that_is_gone_is_left_out(tmp_path: Path) -> None:
    found = analysed(tmp_path, "self_education;Тема прошлого года;ict;да\n")

    assert len(found.sure) == 0
    assert len(found.pairs) == 3


def test_the_draft_keeps_decisions_and_can_be_handed_in_as_it_is(tmp_path: Path) -> None:
    before = analysed(tmp_path, "self_education;Цифровые инструменты учителя;ict;да\n")

    (tmp_path / "tags.csv").write_text(before.draft(), encoding="utf-8-sig", newline="")
    after = analysed(tmp_path)

    pd.testing.assert_frame_equal(after.pairs, before.pairs)
    assert "Цифровые инструменты учителя;ИКТ и цифровая среда;да" in before.draft()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
@pytest.mark.parametrize("delimiter", [";", ","])
def test_decisions_come_as_excel_saves_them(tmp_path: Path, encoding: str, delimiter: str) -> None:
    lines = ["Источник;Текст;Метка;Подтверждено", "self_education;Формирующее оценивание;оценивание;ДА"]
    (tmp_path / "tags.csv").write_text("\n".join(lines).replace(";", delimiter), encoding=encoding)

    assert analysed(tmp_path).sure["tag"].tolist() == ["assessment"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("self_education;Живопись;икт и цифровая сред;да", "ИКТ и цифровая среда".lower()),
        ("self_education;Живопись;ict;возможно", "возможно"),
        ("self_educatio;Живопись;ict;да", "self_education"),
        ("self_education;Живопись;ict;да\nself_education;Живопись;ict;нет", "и да, и нет"),
    ],
)
def test_a_slip_in_the_decisions_is_refused(tmp_path: Path, line: str, told: str) -> None:
    with pytest.raises(OpinionError, match=re.escape(told)):
        analysed(tmp_path, line)


def test_columns_and_lines_that_excel_leaves_empty_are_no_matter(tmp_path: Path) -> None:
    lines = "Источник;Текст;Метка;Подтверждено;;\n;;;;;\nself_education;Живопись;воспитание;да;;\n"
    (tmp_path / "tags.csv").write_text(lines, encoding="utf-8")

    assert analysed(tmp_path).sure["text"].tolist() == ["Живопись"]


def test_a_wrong_header_is_refused_with_the_nearest_one(tmp_path: Path) -> None:
    (tmp_path / "tags.csv").write_text("Источник;Текст;Метки;Подтверждено\n", encoding="utf-8")

    with pytest.raises(OpinionError, match="«Метка»"):
        analysed(tmp_path)


# --- tags and marks in the table


@pytest.mark.parametrize(
    ("decision", "mark", "told"),
    [
        ("", "да", []),
        ("", "", [("Цифровые инструменты учителя", "proposed", 1, 2)]),
        ("да", "нет", [("Цифровые инструменты учителя", "confirmed", 1, 2)]),
        ("нет", "нет", [("Цифровые инструменты учителя", "rejected", 1, 2)]),
    ],
)
def test_a_tag_and_the_mark_of_a_school_that_disagree_are_listed(
    tmp_path: Path, decision: str, mark: str, told: list[tuple[object, ...]]
) -> None:
    marks = {"p1": True, "p2": {"да": True, "нет": False}.get(mark), "p3": False}
    staff = [row | {"self_topic_ict": marks.get(row["person_id"])} for row in DISTRICT["staff"]]
    tables = clean_tables({"primer": {**DISTRICT, "staff": staff}})
    line = f"Источник;Текст;Метка;Подтверждено\nself_education;Цифровые инструменты учителя;ict;{decision}\n"
    (tmp_path / "tags.csv").write_text(line, encoding="utf-8")

    rows = disagreements(tables, 2024, content(tables, 2024, tmp_path, tmp_path))

    assert list(rows[["text", "state", "marked", "rows"]].itertuples(index=False, name=None)) == told


def test_a_mark_without_a_tag_is_listed_too(tmp_path: Path) -> None:
    staff = [row | {"self_topic_ict": row["person_id"] in {"p1", "p2", "p4"}} for row in DISTRICT["staff"]]
    programmes = [row | {"topic": "ict"} for row in DISTRICT["programmes"]]
    tables = clean_tables({"primer": {**DISTRICT, "staff": staff, "programmes": programmes}})

    rows = disagreements(tables, 2024, content(tables, 2024, tmp_path, tmp_path))

    assert rows.set_index("text")["state"].to_dict() == {"Подготовка к ОГЭ": "none", "Живопись": "none"}


# --- lists of keywords


def test_a_workspace_adds_a_tag_and_says_another_one_anew(tmp_path: Path) -> None:
    own = "tags:\n  art: {title: искусство, words: [живопис*]}\n  ict: {title: ИКТ, words: [икт]}\n"

    found = analysed(tmp_path, tags=own).pairs

    assert dict(zip(found["text"], found["tag"], strict=True)) == {
        "Подготовка к ОГЭ": "exams",
        "Живопись": "art",
        "Формирующее оценивание": "assessment",
    }


@pytest.mark.parametrize(
    ("own", "told"),
    [
        ("tags:\n  art: {titel: искусство, words: [живопис*]}\n", "title"),
        ("tags:\n  art: {title: искусство, words: живопис*}\n", "список"),
        ('tags:\n  art: {title: искусство, words: ["*"]}\n', "не слово"),
        ("metki: {}\n", "tags"),
        ("tags: [art]\n", "пары"),
        ("tags:\n  products: {title: продукты, words: [продукт*]}\n", "products"),
    ],
)
def test_a_wrong_list_is_refused(tmp_path: Path, own: str, told: str) -> None:
    with pytest.raises((CatalogueError, OpinionError), match=told):
        analysed(tmp_path, tags=own)


@pytest.mark.parametrize("tag", load_tags().tags.values(), ids=lambda tag: tag.code)
def test_every_tag_of_the_package_finds_its_own_words(tag: object) -> None:
    code, words = tag.code, tag.words  # type: ignore[attr-defined]
    texts = pd.DataFrame({"key": list(words), "source": "x", "text": [word.replace("*", "") for word in words]})

    found = proposed(texts, load_tags())

    assert set(found.loc[found["tag"] == code, "key"]) == set(words)


def test_the_decisions_of_the_example_name_known_tags_and_sources() -> None:
    said, known = facts("tags")["decisions"], load_tags()

    assert {row["tag"] for row in said} <= set(known.tags)
    assert {row["source"] for row in said} <= set(known.sources)
