"""External factors that only the analyst knows: distance, supply of ДПО… (`texts/factors.csv`, Вилюйск, п. 1.4)."""

from __future__ import annotations

import pandas as pd

from pdmon_utils.errors import nearest
from pdmon_utils.journal import Factor, JournalError, read_records
from pdmon_utils.study.data import Data

_FLAGS = {"да": 1.0, "нет": 0.0}
FILE = "factors.csv"


def own_factors(data: Data) -> pd.DataFrame:
    """Return org_id × factors in the order of the file, numbers (да = 1, нет = 0); NaN where nothing is said.

    Raises JournalError for an unknown organisation, a value that is no number, a factor said twice.
    """
    folder = data.workspace.texts(data.municipality, data.year)
    records, known = read_records(Factor, folder), data.organisations()["org_id"].tolist()
    held: dict[str, dict[str, float]] = {}
    for record in records:
        where = f"{folder / FILE}: «{record.name}», организация {record.org_id}"
        if record.org_id not in known:
            raise JournalError(f"{where} — такой организации в {data.year} году нет{nearest(record.org_id, known)}")
        column = held.setdefault(record.name, {})
        if record.org_id in column:
            raise JournalError(f"{where} — значение сказано дважды. Оставьте одно.")
        column[record.org_id] = _number(record.value, where)
    return pd.DataFrame({name: pd.Series(column, dtype=float) for name, column in held.items()})


def _number(text: str, where: str) -> float:
    said = text.strip().lower()
    if said in _FLAGS:
        return _FLAGS[said]
    try:
        return float(said.replace("\u00a0", "").replace(" ", "").replace(",", "."))
    except ValueError:
        raise JournalError(f"{where} — «{text}» не число и не да/нет. Исправьте значение.") from None
