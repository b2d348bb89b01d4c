"""What a session may see: the whole city, with or without secret cases, or one agency's cases."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, Table, true

CITY = "city"
EVERYTHING = "city+secret"
_AGENCY = "opd:"


def sees(scope: str, secret: bool, opds: Collection[str]) -> bool:
    """Whether a case of these agencies is seen. ValueError for a scope that does not exist."""
    if scope == EVERYTHING:
        return True
    if scope == CITY:
        return not secret
    return _agency(scope) in opds


def visible(scope: str, cases: Table) -> ColumnElement[bool]:
    """The same as a condition on the table of cases."""
    if scope == EVERYTHING:
        return true()
    if scope == CITY:
        return cases.c.secret.is_(False)
    return cases.c.agencies.contains(f",{_agency(scope)},", autoescape=True)


def _agency(scope: str) -> str:
    if not scope.startswith(_AGENCY) or len(scope) == len(_AGENCY):
        raise ValueError(f"no such scope: {scope!r}; there are city, city+secret and opd:<id>")
    return scope.removeprefix(_AGENCY)
