"""Clocks and their ladders in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from db.domain.city import City
from db.domain.commands import Escalate

translate = QCoreApplication.translate


def rule_name(rule_id: str, city: City) -> str:
    """What a clock is called."""
    return city.clock_names.get(rule_id, rule_id)


def climbed(act: Escalate, city: City) -> str:
    """That a clock is late, and whom that was told to."""
    said = translate("clocks", "Terlambat: {rule}. Langkah {step}: naik ke {whom}")
    rule = rule_name(act.rule, city)
    return said.format(rule=rule, step=act.step, whom=whom(act.to, act.opds, act.name, city))


def whom(to: str, opds: tuple[str, ...], name: str, city: City) -> str:
    """A role in the city's own word, at which agencies, and who holds it."""
    shorts = (city.agencies[opd].short if opd in city.agencies else opd for opd in opds)
    said = " ".join(filter(None, (city.words.get(to, to), ", ".join(shorts))))
    return f"{said} ({name})" if name else said
