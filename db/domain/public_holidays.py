"""Public holidays of a country, through the `holidays` package."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import holidays

from db.domain.plain_table import NoSuchHolidays


def holidays_of(
    country: str, subdiv: str, categories: Sequence[str], years: Sequence[int]
) -> frozenset[date]:
    """Days off in these years, e.g. ("ID", "", ("public", "government"), range(2014, 2033)).

    Raises NoSuchHolidays. Days that follow the moon are estimates until a government names them;
    a city corrects them in its pack.
    """
    if not re.fullmatch("[A-Z]{2}", country):
        raise NoSuchHolidays(f"{country[:40]!r} is no country code of two capital letters")
    try:
        found = holidays.country_holidays(
            country, subdiv=subdiv or None, categories=tuple(categories) or None, years=years
        )
    except (NotImplementedError, ValueError) as unknown:
        raise NoSuchHolidays(str(unknown)) from unknown
    return frozenset(found)
