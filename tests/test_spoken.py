"""A study as an analyst meets it in a notebook: help, docstrings, slips of the pen."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
import pytest

from pdmon_utils import RegionStudy, SchoolStudy, Study
from pdmon_utils.errors import PdmonError
from pdmon_utils.store import Workspace
from pdmon_utils.study.spoken import calls, public

STUDIES: tuple[type, ...] = (Study, SchoolStudy, RegionStudy)


def opened(workspace: Workspace, **other: Any) -> Study:
    asked = {"criterion": "deficits", "municipality": "zato-primer", "year": 2024, **other}
    return Study(**asked, home=str(workspace.home))


@pytest.mark.parametrize(
    ("slip", "said"),
    [
        ({"yaer": 2024}, "нет параметра «yaer» — может быть, «year»?"),
        ({"year": "2024"}, "Год '2024' — не целое число. Напишите его цифрами без кавычек"),
        ({"year": 2024.0}, "не целое число"),
        ({"year": True}, "не целое число"),
        ({"year": 2042}, "за год «2042» — может быть, «2024»?"),
        ({"municipality": "zato-prime"}, "Нет муниципалитета «zato-prime» — может быть, «zato-primer»?"),
        ({"criterion": "defisits"}, "«defisits» — может быть, «deficits»?"),
        ({"audience": "publik"}, "Нет аудитории «publik» — может быть, «public»?"),
    ],
)
def test_a_wrong_parameter_is_refused_with_the_nearest_one(
    workspace: Workspace, slip: dict[str, object], said: str
) -> None:
    with pytest.raises(PdmonError) as refused:
        opened(workspace, **slip)

    assert said in str(refused.value)


def test_a_whole_number_of_numpy_is_a_year(workspace: Workspace) -> None:
    assert opened(workspace, year=np.int64(2024)).data.year == 2024


def test_a_missing_parameter_is_named() -> None:
    with pytest.raises(PdmonError, match=r"Study: не указано: year\. Есть: criterion, municipality, year"):
        Study("deficits", "zato-primer")  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda study: study.conclusion(), "В study нет «conclusion» — может быть, «conclusions»?"),
        (lambda study: study.figures(indikator="x"), "нет параметра «indikator» — может быть, «indicator»?"),
        (lambda study: study.figures(scope="organization"), "Нет уровня «organization» — может быть, «organisation»?"),
        (lambda study: study.table("staf"), "Нет таблицы «staf» — может быть, «staff»?"),
        (lambda study: study.table(), "study.table: не указано: name"),
        (lambda study: study.brief(1), "study.brief: лишнее или дважды указанное значение. Параметров нет."),
    ],
)
def test_a_wrong_call_is_answered_with_the_nearest_name(workspace: Workspace, call: Any, said: str) -> None:  # noqa: ANN401
    with pytest.raises((PdmonError, AttributeError)) as refused:
        call(opened(workspace))

    assert said in str(refused.value)


def test_every_call_is_explained_and_nothing_else_is() -> None:
    assert {name for study in STUDIES for name in public(study)} == set(calls()["calls"])


@pytest.mark.parametrize("study", STUDIES)
def test_the_question_mark_shows_russian(study: type) -> None:
    methods = {name: getattr(study, name) for name in public(study)}
    documents = {name: method.__doc__ for name, method in methods.items() if inspect.isfunction(method)}

    assert "study.help()" in str(study.__doc__) or "Сводка региона" in str(study.__doc__)
    assert {name for name, words in documents.items() if words != calls()["calls"][name]} == set()


def test_help_is_a_table_that_reads_well_as_plain_text(workspace: Workspace) -> None:
    lines = repr(opened(workspace).help()).splitlines()

    assert lines[:2] == ["Что можно вызвать", "Вызов | Что возвращает"]
    assert 'study.table() | чистая таблица, DataFrame: study.table("diagnostics")' in lines
    assert "study.title | название критерия" in lines


def test_the_signature_stays_for_completion() -> None:
    assert list(inspect.signature(Study.figures).parameters) == ["self", "indicator", "scope"]
    assert {"conclusions", "figures", "table"} <= set(dir(Study))
