"""The need for retraining: vacancies by post and subject beside the people retrained (КБР, п. 2.2.3)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.compare.traits import NOT_TEACHING
from pdmon_utils.conclusions import post_words
from pdmon_utils.populations import Members
from pdmon_utils.show import Notice, Paragraph, Shown, Stack, Table
from pdmon_utils.study.data import Data
from pdmon_utils.study.pages import summary_frame
from pdmon_utils.study.schools import Schools
from pdmon_utils.words import NOT_HANDED_IN, amount, number

RETRAINED = "retrained_count"  # the indicator whose evidence is a finished retraining in pedagogy
TOPIC = "Профессиональная переподготовка"
VACANT = ("vacant_posts", "vacant_rates", "vacant_ped_rates")
INTERNAL = "Потребность по должностям и предметам приведена в служебном отчёте."
HOW = (
    "Вакансии — педагогические должности на последнюю сданную дату периода, без организаций, которые таблицу "
    "«Вакансии» не сдали. Прошедшие переподготовку названы по должности и предмету, которые ведут сейчас: "
    "специальности диплома в данных нет. Кто ведёт два предмета, стоит в двух строках."
)
NOTHING = "Вакансий нет, переподготовку педагогической направленности в отчётном периоде никто не завершил."


def need(schools: Schools) -> Stack:
    """Return the municipality's totals that the regulation asks for, then the table by post and subject (internal)."""
    data = schools.data
    totals = _totals(data)
    if data.public:
        return Stack([*totals, Notice(INTERNAL)])
    return Stack([*totals, *_by_post(schools)])


def _totals(data: Data) -> list[Shown]:
    asks = [ask for ask in data.regulation.asks.values() if _about(ask)]
    if not asks:
        return [Paragraph("Показателей о переподготовке и вакансиях положение не содержит.")]
    return [Table(summary_frame(data, asks), f"Переподготовка и вакансии, {data.year} год", numeric=("Значение",))]


def _about(ask: Ask) -> bool:
    return ask.indicator.topic == TOPIC or ask.indicator.code in VACANT


def _by_post(schools: Schools) -> list[Shown]:
    data = schools.data
    known = {name: data.handed_in(name, data.year) for name in ("vacancies", "courses")}
    if not any(known.values()):
        return [Notice(f"Вакансии и обучение: {NOT_HANDED_IN}.", "missing")]
    members = schools.members(data.regulation.window, data.year)
    frame = pd.concat([vacancies(members), retrained(members, data)], axis=1).fillna(0.0)
    if frame.empty:
        return [Paragraph(NOTHING)]
    rows = frame.assign(words=frame.index.map(post_words)).sort_values("words")
    said = {
        "Вакантно ставок": _told(rows["rates"], amount, known=known["vacancies"]),
        "Организаций с вакансией": _told(rows["places"], number, known=known["vacancies"]),
        "Прошли переподготовку, чел.": _told(rows["people"], number, known=known["courses"]),
    }
    caption = f"Потребность в переподготовке по должностям и предметам, {data.year} год"
    return [Table(pd.DataFrame({"Должность, предмет": rows["words"], **said}), caption, HOW, tuple(said))]


def _told(numbers: pd.Series[float], write: Callable[[float], str], *, known: bool) -> list[str]:
    return [write(n) if known else NOT_HANDED_IN for n in numbers]


def vacancies(members: Members) -> pd.DataFrame:
    """Return by post (`position/subject`): `rates` vacant on the latest date, `places` (organisations) with any."""
    view = members.view
    rows = pd.DataFrame(
        {
            "post": view.column("vacancies", "post").astype(object),
            "org": view.key("vacancies", "organisation"),
            "rates": view.column("vacancies", "rate_vacant").astype(float),
            "teaching": ~view.column("vacancies", "position").isin(NOT_TEACHING).to_numpy(),
        }
    )
    chosen = rows[np.asarray(view.column("vacancies", "latest"), dtype=bool) & rows["teaching"] & (rows["rates"] > 0)]
    by_post = chosen.groupby("post")
    return pd.DataFrame({"rates": by_post["rates"].sum(), "places": by_post["org"].nunique()})


def retrained(members: Members, data: Data) -> pd.DataFrame:
    """Return by post: `people` who finished a retraining in pedagogy in the window."""
    having = data.workspace.catalogue.criteria["training"].indicators[RETRAINED].measure.main.having
    view = members.view
    rows = pd.DataFrame({"post": view.column("staff", "post").astype(object), "person": view.key("staff", "person")})
    done = members.fulfil(having)[rows["person"].to_numpy()] if having else np.zeros(len(rows), dtype=bool)
    chosen = rows[done & members.rows("ped")]
    return pd.DataFrame({"people": chosen.groupby("post")["person"].nunique()})
