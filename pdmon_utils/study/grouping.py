"""Groups of organisations found in the data by the profile of their staff (internal), or why none may be used."""

from __future__ import annotations

import pandas as pd

from pdmon_utils.show import Notice, Paragraph, Stack, Table
from pdmon_utils.stats import grouping as found
from pdmon_utils.study.data import Data
from pdmon_utils.study.schools import INTERNAL_ONLY, Schools
from pdmon_utils.words import NO_DATA, count, is_missing, number, percent

FEATURES = {
    "teachers": "Число педагогов",
    "young": "Доля педагогов моложе 35 лет",
    "experience": "Средний педагогический стаж, лет",
    "load": "Нагрузка, час/нед.",
}
UNSTEADY = "Группы неустойчивы – не использовать."
WHY = {
    found.TOO_FEW: f"Организаций с полными данными меньше {found.FEWEST}: группы по данным не строятся.",
    found.FLAT: "Организации не различаются по составу педагогов: группы по данным не строятся.",
    found.TOO_SMALL: f"{UNSTEADY} В одной из групп меньше {found.SMALLEST} организаций.",
    found.CLOSE: f"{UNSTEADY} Группы не отделены друг от друга: силуэт {{silhouette}}, нужно не меньше 0,40.",
    found.UNSTABLE: f"{UNSTEADY} При повторных выборках они меняются: сходство {{stability}}, нужно не меньше 0,75.",
}
RULE = (
    "Признаки приведены к общему масштабу; метод k-средних, не больше четырёх групп. Группы названы, только если при "
    "повторных выборках каждая из них сохраняется (сходство Жаккара не меньше 0,75) и они отделены друг от друга "
    "(силуэт не меньше 0,40). Номер группы — не место: группы описывают состав педагогов, а не качество работы."
)


def grouping(schools: Schools) -> Stack:
    """Return the groups with medians of their features and their members by alphabet, or why there are none."""
    data = schools.data
    if data.public:
        return Stack([Notice(INTERNAL_ONLY)])
    profile = schools.traits[list(FEATURES)].dropna()
    result = found.groups(profile.to_numpy(dtype=float))
    if result.why != found.OK:
        return Stack([Notice(_why(result)), Paragraph(RULE)])
    label = pd.Series(result.labels, index=profile.index)
    steady = "; ".join(f"группа {i + 1} — {number(x, 2)}" for i, x in enumerate(result.stability))
    said = f"Устойчивость (сходство Жаккара): {steady}. Силуэт: {number(result.silhouette, 2)}."
    return Stack([_profiles(data, profile, label), _members(schools, label), Paragraph(said), Paragraph(RULE)])


def _why(result: found.Grouped) -> str:
    stability = number(min(result.stability), 2) if result.stability else NO_DATA
    return WHY[result.why].format(silhouette=number(result.silhouette, 2), stability=stability)


def _profiles(data: Data, profile: pd.DataFrame, label: pd.Series[int]) -> Table:
    medians = profile.groupby(label).median()
    frame = pd.DataFrame({title: [_value(name, x) for x in medians[name]] for name, title in FEATURES.items()})
    sizes = [count(n, "организация") for n in label.value_counts().sort_index()]
    frame.insert(0, "Группа", [f"{i + 1} ({size})" for i, size in enumerate(sizes)])
    caption = f"Группы организаций по составу педагогов (медианы), {data.year} год"
    return Table(frame, caption, "Только для служебного пользования.", tuple(FEATURES.values()))


def _value(name: str, value: float) -> str:
    if is_missing(value):
        return NO_DATA
    return percent(value, 0) if name == "young" else number(value, 0 if name == "teachers" else 1)


def _members(schools: Schools, label: pd.Series[int]) -> Table:
    listed = [schools.named(label.index[label == group]) for group in sorted(label.unique())]
    frame = pd.DataFrame({"Группа": [str(i + 1) for i in range(len(listed))], "Организации (по алфавиту)": listed})
    return Table(frame, "Состав групп", "Только для служебного пользования.")
