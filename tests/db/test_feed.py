"""The feed: pages and snapshots are taken whole or not at all, and end where the server stands."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, text

from db import cases, feed, journal
from db.chain import chain_next, chain_start, leaf_of
from db.digests import row_digest
from db.domain import wire
from db.feed import PageRefused
from db.store import Store
from db.tables import kept_cases, kept_changes
from tests.db.history import CITY, forward, merge, note, page_of, receive, secret, write

Page = dict[str, Any]


def begin(cache: Store, embedded: Store) -> None:
    with cache.write() as conn:
        feed.start(conn, epoch=page_of(embedded, 0)["epoch"], scope="city+secret")


def pull(cache: Store, page: Page) -> feed.Applied:
    with cache.write() as conn:
        return feed.apply_page(conn, page, CITY)


def everything(cache: Store) -> list[object]:
    with cache.read() as conn:
        words = conn.execute(text("SELECT rowid, * FROM case_words ORDER BY rowid")).all()
        return [
            feed.cursor(conn),
            conn.execute(select(kept_cases).order_by(kept_cases.c.id)).all(),
            conn.execute(select(kept_changes).order_by(kept_changes.c.seq)).all(),
            words,
        ]


def busy(embedded: Store) -> None:
    """A history with every kind of step a page has to take."""
    one, two, three = receive("Lampu"), receive("Lubang"), receive("Lubang besar")
    write(embedded, [one, two, three, note(two.case)])
    with embedded.read() as conn:
        held = cases.many(conn, [one.case, two.case, three.case])
    write(embedded, [forward(held[one.case], "dishub", "dpupr"), note(one.case)])
    write(embedded, [merge(held[two.case], held[three.case]), secret(held[one.case])])


def test_a_cache_at_a_cursor_is_what_the_server_had_there(embedded: Store, cache: Store) -> None:
    busy(embedded)
    begin(cache, embedded)
    for since in range(0, 8, 2):
        done = pull(cache, page_of(embedded, since, limit=2))
        assert done.cursor.seq == since + 2
        assert [change.seq for change in done.changes] == [since + 1, since + 2]
    with embedded.read() as conn:
        theirs = sorted(cases.snapshot_rows(conn))
        digest = cases.digest_of(conn)
        assert journal.head(conn).chain == done.cursor.chain
    with cache.read() as conn:
        assert sorted(cases.snapshot_rows(conn)) == theirs
        assert (len(theirs), cases.cache_digest(conn)) == digest
    assert pull(cache, page_of(embedded, 8)) == feed.Applied(done.cursor)


def hole(page: Page) -> None:
    del page["changes"][1]


def other_chain(page: Page) -> None:
    page["chain"] = page["chain"][::-1]


def another_verb(page: Page) -> None:
    page["changes"][1]["body"]["act"]["verb"] = "recfive"


def tampered(page: Page) -> None:
    page["changes"][1]["body"]["act"]["text"] = "lain"


def swapped(page: Page) -> None:
    page["changes"][1], page["changes"][2] = page["changes"][2], page["changes"][1]


def shorter(page: Page) -> None:
    page["changes"].pop()


def set_to(name: str, value: object) -> Callable[[Page], None]:
    def alter(page: Page) -> None:
        page[name] = value

    return alter


def body_of_another(page: Page) -> None:
    page["changes"][1]["body"]["seq"] = 17
    sealed(page)


def sealed(page: Page) -> None:
    """Let the chain fit what the page says, as a server's own does."""
    at = chain_start(page["epoch"])
    for entry in page["changes"]:
        at = chain_next(at, leaf_of(entry["salt"], wire.canonical(entry["body"])))
    page["chain"] = at


def no_salt(page: Page) -> None:
    page["changes"][1]["salt"] = "not hex"


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (hole, "hole"),
        (swapped, "hole"),
        (shorter, "hole"),
        (other_chain, "wrong_chain"),
        (tampered, "wrong_chain"),
        (another_verb, "wrong_chain"),
        (set_to("from", 2), "not_my_cursor"),
        (set_to("from", "0"), "malformed"),
        (set_to("to", -1), "lower_to"),
        (set_to("head", 3), "lower_to"),
        (set_to("epoch", "other"), "other_epoch"),
        (set_to("changes", {}), "malformed"),
        (set_to("changes", [1]), "malformed"),
        (body_of_another, "wrong_seq"),
        (no_salt, "malformed"),
    ],
)
def test_a_page_that_does_not_fit_is_refused_whole(
    embedded: Store, cache: Store, spoil: Callable[[Page], None], reason: str
) -> None:
    write(embedded, [receive() for _ in range(4)])
    begin(cache, embedded)
    before, page = everything(cache), page_of(embedded, 0)
    spoil(page)
    with pytest.raises(PageRefused) as caught:
        pull(cache, page)
    assert caught.value.reason == reason
    assert everything(cache) == before


def test_a_change_about_a_case_that_is_not_here_is_refused(embedded: Store, cache: Store) -> None:
    busy(embedded)
    begin(cache, embedded)
    pull(cache, page_of(embedded, 0, limit=3))
    with cache.write() as conn:
        conn.execute(kept_cases.delete())
    before = everything(cache)
    with pytest.raises(PageRefused) as caught:
        pull(cache, page_of(embedded, 3))
    assert caught.value.reason == "case_missing"
    assert everything(cache) == before


def test_a_kind_of_change_from_the_future_stops_the_page(embedded: Store, cache: Store) -> None:
    write(embedded, [receive(), receive()])
    begin(cache, embedded)
    before, page = everything(cache), page_of(embedded, 0)
    page["changes"][1]["body"]["act"]["verb"] = "teleport"
    sealed(page)
    with pytest.raises(wire.UnknownKind):
        pull(cache, page)
    assert everything(cache) == before


def test_an_entry_that_may_not_be_seen_still_counts_in_the_chain(
    embedded: Store, cache: Store
) -> None:
    entries = write(embedded, [receive(), receive(), receive()])
    begin(cache, embedded)
    page = page_of(embedded, 0)
    page["changes"][1] = {"seq": 2, "leaf": entries[1].leaf}
    done = pull(cache, page)
    assert [change.seq for change in done.changes] == [1, 3]
    with cache.read() as conn:
        assert len(list(cases.snapshot_rows(conn))) == 2


@pytest.mark.parametrize("way", ["leaf and id", "leaf and list", "body and true"])
def test_a_case_that_leaves_sight_leaves_nothing_behind(
    embedded: Store, cache: Store, way: str
) -> None:
    busy(embedded)
    begin(cache, embedded)
    page = page_of(embedded, 0)
    last = page["changes"][-1]
    gone = last["body"]["case"]
    if way == "body and true":
        last["hide"] = True
    else:
        with embedded.read() as conn:
            (entry,) = journal.after(conn, 7)
        hide = gone if way == "leaf and id" else [gone]
        page["changes"][-1] = {"seq": 8, "leaf": entry.leaf, "hide": hide}
    pull(cache, {**page, "to": 6, "changes": page["changes"][:6], "chain": chain(embedded, 6)})
    done = pull(cache, {**page, "from": 6, "changes": page["changes"][6:]})
    assert done.removed == [gone]
    with cache.read() as conn:
        assert cases.one(conn, gone) is None
        assert cases.recent_changes(conn, case=gone) == []
        assert cases.search(conn, "lampu") == []
        assert len(cases.search(conn, "lubang")) == 2


def chain(embedded: Store, seq: int) -> str:
    with embedded.read() as conn:
        return journal.chain_at(conn, seq) or ""


def test_a_case_comes_into_sight_as_it_stands(embedded: Store, cache: Store) -> None:
    opened = receive()
    entries = write(embedded, [opened])
    with embedded.read() as conn:
        case = cases.one(conn, opened.case)
    assert case is not None
    write(embedded, [forward(case), note(case.id)])
    begin(cache, embedded)
    page = page_of(embedded, 0)
    page["changes"][0] = {"seq": 1, "leaf": entries[0].leaf}
    with embedded.read() as conn:
        then, now = cases.at(conn, case.id, 2), cases.one(conn, case.id)
    # Also when it is shown as it stands later: the note is not counted twice.
    for shown in (then, now):
        page["changes"][1]["show"] = [wire.encode(shown)]
        begin(cache, embedded)
        done = pull(cache, page)
        assert done.cases == [now]
        with cache.read() as conn:
            assert cases.one(conn, case.id) == now
            assert [change.seq for change in cases.recent_changes(conn)] == [3, 2]


def snapshot(embedded: Store) -> list[str]:
    with embedded.read() as conn:
        head, entries = journal.head(conn), list(cases.snapshot_changes(conn))
        docs = list(cases.snapshot_rows(conn))
        count, digest = cases.digest_of(conn)
    header = {"epoch": head.epoch, "seq": head.seq, "chain": head.chain, "scope": "city+secret"}
    header |= {"cases": count, "changes": len(entries), "digest": digest}
    changes = [
        f'{{"seq":{entry.seq},"salt":"{entry.salt}","body":{entry.body}}}' for entry in entries
    ]
    return [json.dumps(header), *(f'{{"case":{doc}}}' for doc in docs), *changes, '{"end": true}']


def load(cache: Store, lines: list[str]) -> feed.Cursor:
    with cache.write() as conn:
        return feed.load_snapshot(conn, lines)


def test_a_snapshot_gives_what_the_pages_would_have(
    embedded: Store, cache: Store, tmp_path: Any
) -> None:
    busy(embedded)
    begin(cache, embedded)
    with cache.write() as conn:
        feed.remember(conn, server="https://x", city="{}", person='{"id":1}')
    pull(cache, page_of(embedded, 0, limit=5))
    at = load(cache, snapshot(embedded))
    assert not at.indexed
    with cache.read() as conn:
        assert cases.search(conn, "lubang") == []
    with cache.write() as conn:
        assert feed.index_words(conn, CITY, limit=2)
    with cache.read() as conn:
        found = feed.cursor(conn)
        assert found == replace(at, words=2)
        assert (found.server, found.person) == ("https://x", '{"id":1}')
    busy(embedded)
    pull(cache, page_of(embedded, 8))
    with cache.write() as conn:
        assert feed.index_words(conn, CITY)
        assert not feed.index_words(conn, CITY)
        assert not feed.index_words(conn, CITY)
    with cache.read() as conn, embedded.read() as server:
        assert len(cases.search(conn, "lubang")) == 4
        assert cases.cache_digest(conn) == cases.digest_of(server)[1]
        assert feed.cursor(conn) == replace(found, seq=16, chain=chain(embedded, 16), words=None)


def without_a_case(lines: list[str]) -> None:
    del lines[1]


def without_a_change(lines: list[str]) -> None:
    del lines[-2]


def unfinished(lines: list[str]) -> None:
    del lines[-1]


def another_case(lines: list[str]) -> None:
    lines[1] = lines[1].replace("Lampu", "Lubang").replace("Lubang", "Lempu")


def no_header(lines: list[str]) -> None:
    del lines[0]


def nothing(lines: list[str]) -> None:
    lines.clear()


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (without_a_case, "count"),
        (without_a_change, "count"),
        (unfinished, "unfinished"),
        (another_case, "digest"),
        (no_header, "malformed"),
        (nothing, "malformed"),
    ],
)
def test_a_snapshot_that_is_not_whole_is_refused_whole(
    embedded: Store, cache: Store, spoil: Callable[[list[str]], None], reason: str
) -> None:
    busy(embedded)
    begin(cache, embedded)
    pull(cache, page_of(embedded, 0, limit=3))
    before, lines = everything(cache), snapshot(embedded)
    spoil(lines)
    with pytest.raises(PageRefused) as caught:
        load(cache, lines)
    assert caught.value.reason == reason
    assert everything(cache) == before


def test_the_digest_is_the_first_8_bytes_of_sha256() -> None:
    assert f"{row_digest('abc'):016x}" == "ba7816bf8f01cfea"


def test_an_empty_cache_has_no_cursor(cache: Store) -> None:
    with cache.read() as conn:
        assert feed.cursor(conn) is None
    with pytest.raises(LookupError), cache.write() as conn:
        feed.remember(conn, server="x")
