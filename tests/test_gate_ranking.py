"""The gate and ratings: twenty attempts to compare organisations, twenty refusals; the law's own words pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from gating import examined, html, known, of_page
from pdmon_utils.publish.gate import Known
from pdmon_utils.publish.gate.vocabulary import wordings

CATALOGUE = Path(__file__).parents[1] / "pdmon_utils" / "catalogue"
LYCEUM = "МАОУ «Лицей Полярный»"


def knows() -> Known:
    return known(
        codes=frozenset({"00201"}),
        organisations=frozenset({LYCEUM, "Лицей Полярный", "Детский сад «Ромашка»"}),
        hosts=frozenset({"polar.example.org"}),
        wordings=wordings([CATALOGUE]),
    )


def table(*rows: tuple[str, str], heads: tuple[str, str] = ("Показатель", "Доля")) -> str:
    """Return a table, right in form."""
    head = "".join(f'<th scope="col">{text}</th>' for text in heads)
    body = "".join(f'<tr><th scope="row">{name}</th><td>{value}</td></tr>' for name, value in rows)
    return f"<table><caption>Охват</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


ATTEMPTS = [
    table((LYCEUM, "41,2 %")),
    table(("Лицей Полярный", "41,2 %"), ("Детский сад «Ромашка»", "12,0 %")),
    table(("СОШ № 3", "41,2 %"), ("СОШ № 1", "12,0 %")),
    table(("00201", "41,2 %")),
    table(("город", "1"), heads=("Показатель", "Место")),
    table(("город", "1"), heads=("Показатель", "Ранг")),
    table(("школа", "1"), heads=("Организация", "Доля")),
    "<p>Рейтинг организаций по охвату диагностикой</p>",
    "<p>Школы ранжированы по доле педагогов с категорией</p>",
    "<p>Первое место у городской школы</p>",
    "<p>Лицей занял 2 место в районе</p>",
    "<p>Лучшие школы района</p>",
    "<p>Худшие показатели у отстающих организаций</p>",
    "<p>Организация — лидер по охвату</p>",
    "<p>В числе последних сельские сады</p>",
    "<p>Топ-5 организаций</p>",
    "<p>Вклад ОО в результат муниципалитета</p>",
    "<p>Для служебного пользования, не рейтинг.</p>",
    '<p>Подробнее: <a href="https://www.polar.example.org/otchet">отчёт</a></p>',
    '<p><abbr title="детский сад Ромашка">ДС</abbr>: 41,2 %</p>',
    '<p data-fact="zato.3.1a/organisation/00201/level//2024/value">41,2 %</p>',
    "<p>Охват в МБОУ СОШ №12 ниже</p>",
]


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_rating_of_organisations_is_refused(attempt: str, tmp_path: Path) -> None:
    assert of_page(tmp_path, attempt, knows()) != ()


def test_there_are_twenty_attempts_and_more() -> None:
    assert len(set(ATTEMPTS)) >= 20


@pytest.mark.parametrize("name", ["organisation.html", "sheet.html"])
def test_a_page_of_the_internal_reports_is_refused(name: str, tmp_path: Path) -> None:
    page = html("<p>Текст</p>").replace('data-audience="public"', 'data-audience="internal"')

    assert any("не для всех" in refusal.what for refusal in examined(tmp_path, {name: page}))


def test_organisations_in_downloads_are_refused(tmp_path: Path) -> None:
    said = examined(
        tmp_path, {"t.csv": f"Показатель;Доля\n{LYCEUM};41,2\n", "d.json": '{"who": "Лицей Полярный"}'}, knows()
    )

    assert {refusal.page for refusal in said} == {"t.csv", "d.json"}


@pytest.mark.parametrize(
    "text",
    [
        "Конкурсы «Учитель года», «Лучшие учителя России»",
        "рабочее место учителя",
        "место работы и место проведения",
        "Педагоги-лидеры и управленческий резерв",
        "имеет место рост",
        "Доля школ, в которых есть наставники",
        "Показатель лучше прошлогоднего",
        "5 место проведения мероприятий".replace("5 ", ""),
    ],
)
def test_ordinary_words_about_places_and_leaders_pass(text: str, tmp_path: Path) -> None:
    assert of_page(tmp_path, f"<p>{text}</p>", knows()) == ()


def test_a_wording_of_the_law_may_say_what_pdmon_may_not(tmp_path: Path) -> None:
    law = 'Рейтинг "Вклад ОО"'
    knowing = known(wordings=("публикация рейтингов организаций не предусмотрена".replace(" ", ""),))

    assert of_page(tmp_path, "<p>Публикация рейтингов организаций не предусмотрена</p>", knowing) == ()
    assert of_page(tmp_path, f"<p>{law}</p>", knowing) != ()
