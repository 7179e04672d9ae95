"""«Вклад ОО»: what each organisation adds to the shares of all of them — for the managers of one act, never published.

The contribution of an organisation to a share is what the common value has more (or less) through it than if it had the
common share itself: (n − p·d) / D, where p = N / D over all organisations. Contributions of a share add up to zero.
"""

from __future__ import annotations

import pandas as pd

from pdmon_utils.show import Heading, Notice, Paragraph, Stack, Table
from pdmon_utils.study.data import Data
from pdmon_utils.words import signed

HEADING = "Вклад ОО (внутренний документ)"
MARK = "Внутренний документ, не для публикации: рейтинги организаций публично не показываются."
METHOD = (
    "Вклад организации в показатель — на сколько процентных пунктов общее значение из-за неё выше или ниже, чем было "
    "бы, если бы её доля равнялась общей. Общее значение — по сумме организаций: кто работает в двух, учтён в обеих. "
    "Сумма вкладов всех организаций в показатель равна нулю. Крупная организация весит больше: это не качество её "
    "работы. Итог — среднее вкладов по показателям, где данные есть; по показателям «чем меньше, тем лучше» знак "
    "обратный; о выгорании и тестах не судят. Порядок строк — по итогу; разница соседних строк может быть случайной."
)
SENSITIVE = "sensitive"  # burnout, results of tests: never told of one organisation
_DIGITS = 2
_HUNDRED = 100


def contribution(data: Data) -> Stack:
    """Return the ordered table of organisations and its components; nothing for other acts and for the public."""
    if data.public or not data.regulation.contribution:
        return Stack([])
    head = [Heading(2, HEADING), Notice(MARK, "warning"), Paragraph(f"Основание: {data.regulation.contribution}.")]
    found = contributions(data)
    if found.empty:
        return Stack([*head, Notice("Данных об организациях за год нет: вклад не считается.", "missing")])
    return Stack([*head, Paragraph(METHOD), _ordered(data, found), _components(data, found)])


def contributions(data: Data) -> pd.DataFrame:
    """Return org_id, indicator, criterion and the contribution in percentage points, higher being better."""
    asks = data.regulation.asks.values()
    shares = {ask.id: ask for ask in asks if ask.kind == "share" and ask.indicator.disclosure != SENSITIVE}
    rows = data.all_figures
    rows = rows[(rows["year"] == data.year) & (rows["breakdown"] == "") & rows["indicator"].isin(list(shares))]
    parts = rows[(rows["scope"] == "organisation") & (rows["denominator"] > 0)]
    sums = parts.groupby("indicator")[["numerator", "denominator"]].transform("sum")
    total, size = sums["numerator"], sums["denominator"]
    added = (parts["numerator"] - total / size * parts["denominator"]) / size * _HUNDRED
    sign = parts["indicator"].map(lambda code: -1 if shares[code].direction == "lower" else 1).astype(float)
    return pd.DataFrame(
        {
            "org_id": parts["unit"].astype(str),
            "indicator": parts["indicator"].astype(str),
            "criterion": parts["indicator"].map(_criteria(data)).astype(str),
            "added": added * sign,
        }
    ).dropna(subset="added", ignore_index=True)


def _ordered(data: Data, found: pd.DataFrame) -> Table:
    each = found.groupby("org_id")["added"]
    frame = pd.DataFrame(
        {
            "Организация": _names(data).reindex(each.mean().index),
            "Итог, п. п.": each.mean(),
            "Показателей": each.size(),
            "Из них выше общего": each.agg(lambda added: int((added > 0).sum())),
        }
    ).sort_values(["Итог, п. п.", "Организация"], ascending=[False, True])
    written = frame.assign(**{"Итог, п. п.": [signed(value, _DIGITS) for value in frame["Итог, п. п."]]})
    caption = f"Вклад ОО в показатели муниципалитета, {data.year} год"
    return Table(written.reset_index(drop=True), caption, MARK, ("Итог, п. п.",))


def _components(data: Data, found: pd.DataFrame) -> Table:
    """Return the mean contribution by criterion, the rows in the order of the first table."""
    order = found.groupby("org_id")["added"].mean().sort_values(ascending=False, kind="stable").index
    wide = found.pivot_table(index="org_id", columns="criterion", values="added").reindex(order)
    columns = {str(name): [_written(value) for value in wide[name]] for name in wide.columns}
    frame = pd.DataFrame({"Организация": _names(data).reindex(order).to_numpy(), **columns})
    return Table(frame, f"Из чего складывается вклад, п. п., {data.year} год", MARK, tuple(columns))


def _criteria(data: Data) -> dict[str, str]:
    """Return the title of the criterion of each ask."""
    criteria = data.workspace.catalogue.criteria.items()
    return {ask.id: criterion.title for code, criterion in criteria for ask in data.regulation.of(code)}


def _written(value: float) -> str:
    return "" if pd.isna(value) else signed(value, _DIGITS)


def _names(data: Data) -> pd.Series[str]:
    held = data.organisations().set_index("org_id")
    return held["org_short"].fillna(held["org_name"]).astype(str)
