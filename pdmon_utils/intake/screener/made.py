"""Tables that are made from the clean ones so that rules can speak about persons, organisations and deliveries."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from pdmon_utils.intake.screener.deliveries import deliveries
from pdmon_utils.intake.screener.organisations import organisation_years
from pdmon_utils.intake.screener.persons import persons

if TYPE_CHECKING:
    from pdmon_utils.intake.screener.screen import Screen


class Made(NamedTuple):
    """A made table: the clean table at whose rows its rows point, and how it is made."""

    source: str
    make: Callable[[Screen], pd.DataFrame]


MADE = {
    "persons": Made("staff", persons),
    "organisation_years": Made("organisations", organisation_years),
    "deliveries": Made("organisations", deliveries),
}
