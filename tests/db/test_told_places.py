"""What a console's cases say of places: all of them once, and nothing of what is hidden."""

from dataclasses import replace

from db import cases, feed
from db.domain.case import Place
from db.domain.streets import Told
from db.store import Store
from db.told_places import told_places
from tests.db.history import CITY, merge, page_of, receive, secret, write


def test_secret_and_merged_cases_tell_nothing(embedded: Store, cache: Store) -> None:
    place = Place("Gang Mawar", lat=-6.2, lng=106.7, area="36.71.01")
    made = [receive(f"Lampu {n}", place=replace(place, text=f"Gang {n}")) for n in range(4)]
    write(embedded, made)
    with cache.write() as conn:
        feed.start(conn, epoch=page_of(embedded, 0)["epoch"], scope="city")
        feed.apply_page(conn, page_of(embedded, 0), CITY)
        held = [cases.many(conn, [one.case])[one.case] for one in made]
    write(embedded, [secret(held[1]), merge(held[2], held[0])])
    with cache.write() as conn:
        feed.apply_page(conn, page_of(embedded, 4), CITY)
    with cache.read() as conn:
        page = told_places(conn)
    assert [one.address for one in page.told] == ["Gang 3", "Gang 0"]
    assert page.told[0] == Told("Gang 3", ("Lampu 3",), -6.2, 106.7, "36.71.01")
    assert page.before == 0


def test_pages_hold_every_case_once(embedded: Store, cache: Store) -> None:
    write(embedded, [receive(f"Lampu {n}", place=Place(f"Gang {n}")) for n in range(7)])
    with cache.write() as conn:
        feed.start(conn, epoch=page_of(embedded, 0)["epoch"], scope="city")
        feed.apply_page(conn, page_of(embedded, 0), CITY)
    found, page = list[str](), None
    with cache.read() as conn:
        while page is None or page.before:
            page = told_places(conn, page.before, 3) if page else told_places(conn, limit=3)
            assert len(page.told) <= 3
            found += [one.address for one in page.told]
    assert found == [f"Gang {n}" for n in range(6, -1, -1)]
