"""The ways out by themselves: where they may go, what is in the settings, Open311 never twice."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from db.domain.city import City
from db.domain.deliveries import Attempt, Job, JobState, Notice, Reply, resumed
from db.domain.dispatch import Altered, after_change
from server.by_open311 import Open311, Requests, reference
from server.by_webhook import is_signed, signed
from server.destinations import destinations
from server.outward import Outward, may_call, retry_after
from server.settings import SettingsFault
from tests.db.domain.post_room import CITY as POST_CITY
from tests.db.domain.small_city import FORWARD, Book
from tests.server.receivers import Answering, Listener, hangs_up, listening, says

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
CITY: City = replace(
    POST_CITY,
    agencies={"pu": replace(POST_CITY.agencies["pu"], delivery=("open311",))},
)


def job() -> Job:
    """A case for pu, as it is to be sent."""
    book = Book()
    book.received("a")
    before = book["a"]
    change = book.do("a", FORWARD)
    return after_change([], Altered(before, change, book["a"]), CITY)[0]


@contextmanager
def open311(*answers: Answering, lists_all: bool = False) -> Iterator[tuple[Listener, Open311]]:
    with listening(*answers) as there:
        url = there.url.removesuffix("/hook")
        server = Requests(url, "key-1", "other", {"jalan": "ROAD"}, lists_all=lists_all)
        yield there, Open311({"pu": server}, Outward(private=True, patience=5.0), lambda: NOW)


class TestOpen311:
    def test_a_request_is_made_with_our_reference_in_it(self) -> None:
        with open311(says(201, b"[]")) as (there, way):
            one = job()
            assert way.send(one) == Attempt(Reply.DELIVERED, "http_201")
        form = parse_qs(there.got[0].body.decode())
        assert (form["service_code"], form["api_key"]) == (["ROAD"], ["key-1"])
        assert reference(one.id) in form["description"][0]
        assert form["address_string"] == ["Jl. Merdeka"]

    def test_a_lost_answer_is_not_known(self) -> None:
        with open311(hangs_up) as (_, way):
            assert way.send(job()).reply is Reply.UNKNOWN

    @pytest.mark.parametrize("lists_all", [False, True])
    def test_what_is_in_the_list_is_not_sent_again(self, lists_all: bool) -> None:
        tried = replace(job(), told_at=NOW)
        listed = json.dumps([{"description": f"Jalan {reference(tried.id)}"}]).encode()
        with open311(says(200, listed), lists_all=lists_all) as (there, way):
            assert way.send(tried) == Attempt(Reply.DELIVERED, "found")
        assert [got.method for got in there.got] == ["GET"]

    def test_what_a_list_cannot_disprove_a_person_asks(self) -> None:
        with open311(says(200, b"[]")) as (there, way):
            assert way.send(replace(job(), told_at=NOW)).reply is Reply.HOLD
        assert [got.method for got in there.got] == ["GET"]

    def test_what_a_whole_list_disproves_is_sent(self) -> None:
        with open311(says(200, b"[]"), says(201, b"[]"), lists_all=True) as (there, way):
            assert way.send(replace(job(), told_at=NOW)).reply is Reply.DELIVERED
        assert [got.method for got in there.got] == ["GET", "POST"]

    def test_what_a_person_sends_again_is_looked_for_from_when_it_may_have_arrived(self) -> None:
        arrived = NOW - timedelta(hours=5)
        tried = replace(job(), told_at=arrived, alarmed_at=arrived, state=JobState.SENT)
        listed = json.dumps([{"description": f"Jalan {reference(tried.id)}"}]).encode()

        def since(to: BaseHTTPRequestHandler) -> None:
            start = parse_qs(urlsplit(to.path).query)["start_date"][0]
            says(200, listed if datetime.fromisoformat(start) <= arrived else b"[]")(to)

        with open311(since, says(201, b"[]"), lists_all=True) as (there, way):
            assert way.send(resumed(tried, NOW)) == Attempt(Reply.DELIVERED, "found")
        assert [got.method for got in there.got] == ["GET"]

    @pytest.mark.parametrize("answer", [says(200, b"<xml/>"), says(503), hangs_up])
    def test_without_the_list_nothing_is_sent(self, answer: Answering) -> None:
        with open311(answer, lists_all=True) as (there, way):
            assert way.send(replace(job(), told_at=NOW)).reply is Reply.UNSENT
        assert [got.method for got in there.got] == ["GET"]

    def test_nothing_there_takes_a_request_back(self) -> None:
        with open311(says(200)) as (there, way):
            assert way.send(replace(job(), notice=Notice.WITHDRAWN)).reply is Reply.HOLD
        assert there.got == []


@pytest.mark.parametrize(
    ("address", "public", "private"),
    [
        ("93.184.216.34", True, True),
        ("127.0.0.1", False, True),
        ("10.1.2.3", False, True),
        ("::ffff:10.1.2.3", False, True),
        ("::1", False, True),
        ("169.254.169.254", False, False),
        ("::ffff:169.254.169.254", False, False),
        ("0.0.0.0", False, False),
        ("224.0.0.1", False, False),
        ("fe80::1%eth0", False, False),
    ],
)
def test_where_a_call_may_go(address: str, public: bool, private: bool) -> None:
    assert may_call(address, private=False) is public
    assert may_call(address, private=True) is private


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("Sun, 22 Nov 2026 06:01:00 GMT", 60),
        ("soon", None),
        ("", None),
        ("Sun, 22 Nov 20260000000000000000 06:01:00 GMT", None),
    ],
)
def test_how_long_they_ask_to_wait(given: str, seconds: int | None) -> None:
    wanted = None if seconds is None else timedelta(seconds=seconds)
    assert retry_after(given, NOW) == wanted


def test_a_signature_is_of_its_id_its_time_and_its_body() -> None:
    key, at = b"k" * 32, int(NOW.timestamp())
    headers = signed(key, "id-1", at, b"{}")
    assert is_signed(key, headers, b"{}", NOW)
    both = headers | {"webhook-signature": f"v1,old {headers['webhook-signature']}"}
    assert is_signed(key, both, b"{}", NOW)
    assert not is_signed(key, headers, b"{ }", NOW)
    assert not is_signed(key, headers | {"webhook-id": "id-2"}, b"{}", NOW)
    assert not is_signed(key, headers, b"{}", NOW + timedelta(minutes=6))
    assert not is_signed(key, headers | {"webhook-timestamp": "soon"}, b"{}", NOW)
    assert not is_signed(key, {}, b"{}", NOW)


def settings(folder: Path, text: str, mode: int = 0o600) -> Path:
    file = folder / "deliveries.toml"
    file.write_text(text, "utf-8")
    file.chmod(mode)
    return file


def test_without_a_file_there_are_no_destinations(tmp_path: Path) -> None:
    assert destinations(tmp_path / "deliveries.toml", CITY).hooks == {}


def test_a_key_may_come_from_the_environment(tmp_path: Path) -> None:
    text = '[[agency]]\nid = "pu"\nwebhook = { url = "https://pu.test/x", secret = "env:PU" }'
    file = settings(tmp_path, text)
    secret = "whsec_" + "a" * 40
    assert destinations(file, CITY, {"PU": secret}).hooks["pu"].url == "https://pu.test/x"
    with pytest.raises(SettingsFault, match="the environment has no PU"):
        destinations(file, CITY, {})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("nonsense", "is not TOML"),
        ("[[agency]]\nid = 'nobody'", "unknown agency 'nobody'"),
        ("[[agency]]\nid = 'pu'\nemail = ['a@b']", "must name a mail server"),
        ("[[agency]]\nid = 'pu'\nemail = ['nobody']", "is no e-mail address"),
        ("[[agency]]\nid = 'pu'\nemail = ['dinas@kötä.id']", "email.*is no e-mail address"),
        ("[[agency]]\nid = 'pu'\nwebhook = {url='https://[::1', secret='x'}", "write https://HOST"),
        ("[mail]\nhost = 'm'\nfrom = 'Ruang <kendali@kötä.id>'", "must hold an e-mail address"),
        ("[[agency]]\nid = 'pu'\nwebhook = {url='ftp://x', secret='x'}", "write https://HOST"),
        ("[[agency]]\nid = 'pu'\nwebhook = {url='https://x/ö', secret='x'}", "write https://HOST"),
        (
            "[[agency]]\nid = 'pu'\nwebhook = {url='https://x/a b', secret='x'}",
            "write https://HOST",
        ),
        ("[[agency]]\nid = 'pu'\nwebhook = {url='https://x:99999', secret='x'}", "https://HOST"),
        ("[[agency]]\nid = 'pu'\nwebhook = {url='https://x:y', secret='x'}", "write https://HOST"),
        ("[[agency]]\nid = 'pu'\nwebhook = {url='https://x', secret='x'}", "must be whsec_"),
        ("patience = 0.0", "must lie between"),
        ("passience = 1.0", "did you mean 'patience'"),
    ],
)
def test_a_fault_names_its_place(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SettingsFault, match=told):
        destinations(settings(tmp_path, text), CITY)


def test_a_name_beside_the_senders_address_may_have_any_signs(tmp_path: Path) -> None:
    text = "[mail]\nhost = 'm'\nfrom = 'Ruang Kendali Kötä <kendali@kota.id>'"
    found = destinations(settings(tmp_path, text), CITY).mail_server
    assert found is not None
    assert found.sender == "Ruang Kendali Kötä <kendali@kota.id>"


def test_a_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsFault, match="chmod 600"):
        destinations(settings(tmp_path, "", 0o644), CITY)
