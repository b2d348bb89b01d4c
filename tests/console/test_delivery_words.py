"""How far a case has come to its agencies, as the case page says it."""

from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from console.pages import deliveries, words
from console.pages.case import CasePage
from db.domain import commands as verb
from db.domain.case import SYSTEM
from db.domain.city import City
from db.domain.commands import Deliver
from tests.console.acted import BEGAN, FORWARD, SITI, Life
from widgets.theme import Theme

NOW = int(BEGAN.timestamp() * 1000) + 3_600_000


def news(life: Life, step: str, channel: str = "webhook", **more: object) -> Life:
    """A forwarded case of which this is heard."""
    since = life.case.tasks[0].forwarded_at
    return life.act(Deliver("dlh", channel, step, since, **more), SYSTEM)  # type: ignore[arg-type]


@pytest.fixture
def life(city: City) -> Life:
    return Life(city).act(FORWARD)


def shown(page: CasePage) -> list[str]:
    return [one.text() for one in page.findChildren(QLabel)]


def test_each_step_is_told_beside_the_case(dark: Theme, city: City, life: Life) -> None:
    page = CasePage(dark, city, SITI, lambda: NOW)
    page.show_case(life.view())
    assert "DLH · belum ada kabar sampai" in shown(page)
    page.show_case(news(life, "delivered").view())
    assert "DLH · sampai 09.03 lewat sistem mereka" in shown(page)
    page.show_case(news(life, "seen").view())
    assert "DLH · sampai 09.03 lewat sistem mereka · dilihat 09.04" in shown(page)


def test_what_has_not_arrived_is_an_alarm_until_somebody_has_it(city: City, life: Life) -> None:
    news(life, "failed", tries=4, reason="http_503")
    said = deliveries.alarm(life.case, city)
    assert said.startswith("BELUM SAMPAI: DLH, lewat sistem mereka. Percobaan: 4.")
    _, what, why = words.happened(life.changes[-1], city)
    assert (what, why) == (
        "Belum sampai ke DLH lewat sistem mereka", "Server mereka menjawab 503. Percobaan: 4.",
    )  # fmt: skip
    assert deliveries.alarm(life.act(verb.Accept("Ibu Dewi")).case, city) == ""


def test_a_letter_is_sent_and_not_read(city: City, life: Life) -> None:
    news(life, "delivered", "email")
    assert words.happened(life.changes[-1], city)[1] == "Surel ke DLH terkirim"
    task = life.case.tasks[0]
    assert deliveries.line(task, "DLH", "09.03", "") == "DLH · surel terkirim 09.03"


def test_that_they_are_late_is_told_apart_from_the_case_itself(city: City, life: Life) -> None:
    news(life, "delivered")
    line = deliveries.line(life.case.tasks[0], "DLH", "09.03", "")
    news(life, "failed", "email", reason="smtp_550", job="j", ladder="acceptance")
    assert words.happened(life.changes[-1], city)[1] == "Eskalasi belum sampai ke DLH lewat surel"
    assert deliveries.alarm(life.case, city).startswith("ESKALASI BELUM SAMPAI: DLH, lewat surel.")
    assert deliveries.line(life.case.tasks[0], "DLH", "09.03", "") == line
    (lost,) = life.case.astray
    assert deliveries.lost(lost, city) == "DLH · eskalasi, lewat surel"
    news(life, "delivered", "email", job="j", ladder="acceptance")
    assert words.happened(life.changes[-1], city)[1] == "Surel eskalasi ke DLH terkirim"
    assert deliveries.alarm(life.case, city) == ""


@pytest.mark.parametrize("step", verb.STEPS)
@pytest.mark.parametrize("more", [{}, {"withdrawn": True}, {"ladder": "acceptance"}])
def test_every_step_has_a_sentence(step: str, more: dict[str, Any]) -> None:
    said = deliveries.told(Deliver("dlh", "console", step, BEGAN, **more), "DLH")
    assert "DLH" in said
    assert "{" not in said
