"""Sign-in: tokens that rotate, a theft that is noticed, and nothing learnt by guessing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import httpx
import pytest

from db import people
from server.attempts import LIMIT
from tests.server.room import CITY, PASSWORD, Room


def sign_in(room: Room, login: str = "siti", password: str = PASSWORD) -> httpx.Response:
    """The answer to somebody who signs in."""
    body = {"login": login, "password": password, "desk": "meja 4"}
    return httpx.post(f"{room.url}/session", json=body)


def refresh(room: Room, token: str) -> httpx.Response:
    """The answer to a refresh token."""
    return httpx.post(f"{room.url}/session/refresh", json={"refresh": token})


def asks(room: Room, token: str) -> tuple[int, str]:
    """Status and key of what an access token gets."""
    answer = httpx.get(f"{room.url}/city", headers={"Authorization": f"Bearer {token}"})
    return answer.status_code, "" if answer.is_success else answer.json()["key"]


def test_who_signs_in_is_told_who_they_are(room: Room) -> None:
    before = room.clock()
    answer = sign_in(room, "Dewi ")
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    assert told["person"] == {
        "id": "dewi",
        "name": "Dewi",
        "role": "opd_operator",
        "desk": "meja 4",
        "opd": "dlh",
    }
    assert (told["city"], told["scope"]) == (CITY, "opd:dlh")
    assert told["access_expires"] > (before + timedelta(minutes=14)).isoformat()
    assert asks(room, told["access"]) == (200, "")
    assert asks(room, told["refresh"]) == (401, "token_unknown")


@pytest.mark.parametrize(
    ("login", "password"),
    [("siti", "salah-salah"), ("nobody", PASSWORD), ("laksa", PASSWORD), ("siti", "")],
)
def test_a_wrong_password_and_an_unknown_login_are_answered_alike(
    room: Room, login: str, password: str
) -> None:
    answer = sign_in(room, login, password)
    assert (answer.status_code, answer.json()["key"]) == (401, "bad_credentials")
    assert answer.json() == sign_in(room, "agus", "salah-salah").json()


def test_an_unknown_login_costs_a_password_check_too(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str | None] = []

    def matches(given: str, kept: str | None) -> bool:
        checked.append(kept)
        return False

    monkeypatch.setattr("server.people.matches", matches)
    sign_in(room, "nobody")
    sign_in(room, "siti")
    assert checked[0] is None
    assert checked[1] is not None


def test_after_five_failures_a_login_waits_and_others_do_not(room: Room) -> None:
    for _ in range(LIMIT):
        assert sign_in(room, "siti", "salah-salah").status_code == 401
    answer = sign_in(room, "SITI")
    assert (answer.status_code, answer.json()["type"]) == (429, "liveroom:busy")
    assert 0 < int(answer.headers["Retry-After"]) <= 301
    assert sign_in(room, "agus").status_code == 200
    room.clock.ahead = timedelta(minutes=6)
    assert sign_in(room, "siti").status_code == 200


def test_guesses_sent_all_at_once_are_counted_one_by_one(room: Room) -> None:
    with ThreadPoolExecutor(12) as hands:
        answers = list(hands.map(lambda n: sign_in(room, "siti", f"salah-salah-{n}"), range(12)))
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [401] * LIMIT + [429] * (12 - LIMIT)


def test_a_login_that_is_a_book_is_not_remembered(room: Room) -> None:
    answer = sign_in(room, "s" * 201)
    assert (answer.status_code, answer.json()["place"]) == (400, "login")


def test_an_access_token_expires_and_is_refreshed(room: Room) -> None:
    first = sign_in(room).json()
    room.clock.ahead = timedelta(minutes=16)
    assert asks(room, first["access"]) == (401, "token_expired")
    second = refresh(room, first["refresh"])
    assert second.status_code == 200
    assert second.json()["person"] == first["person"]
    assert asks(room, second.json()["access"]) == (200, "")
    room.clock.ahead = timedelta(days=31)
    answer = refresh(room, second.json()["refresh"])
    assert (answer.status_code, answer.json()["key"]) == (401, "token_expired")


def test_a_lost_refresh_answer_is_asked_for_again(room: Room) -> None:
    first = sign_in(room).json()
    refresh(room, first["refresh"])  # and the answer never arrives
    second = refresh(room, first["refresh"])
    assert second.status_code == 200
    assert asks(room, second.json()["access"]) == (200, "")
    assert refresh(room, second.json()["refresh"]).status_code == 200


@pytest.mark.expects_log("refresh token used twice")
def test_a_stolen_refresh_token_ends_the_session_of_thief_and_owner(room: Room) -> None:
    first = sign_in(room).json()
    elsewhere = sign_in(room).json()
    second = refresh(room, first["refresh"]).json()
    assert asks(room, second["access"]) == (200, "")
    stolen = refresh(room, first["refresh"])
    assert (stolen.status_code, stolen.json()["key"]) == (401, "token_revoked")
    assert asks(room, second["access"]) == (401, "token_revoked")
    assert refresh(room, second["refresh"]).json()["key"] == "token_revoked"
    # Another sign-in of the same person is another family.
    assert asks(room, elsewhere["access"]) == (200, "")


@pytest.mark.expects_log("refresh token used twice")
def test_an_older_refresh_token_is_a_theft_even_if_the_newer_access_was_not_used(
    room: Room,
) -> None:
    first = sign_in(room).json()
    second = refresh(room, first["refresh"]).json()
    third = refresh(room, second["refresh"]).json()
    assert refresh(room, first["refresh"]).json()["key"] == "token_revoked"
    assert asks(room, third["access"]) == (401, "token_revoked")


def test_signing_out_ends_every_token_of_the_session(room: Room) -> None:
    first = sign_in(room).json()
    headers = {"Authorization": f"Bearer {first['access']}"}
    assert httpx.delete(f"{room.url}/session", headers=headers).status_code == 204
    assert asks(room, first["access"]) == (401, "token_revoked")
    assert refresh(room, first["refresh"]).json()["key"] == "token_revoked"


def test_who_is_disabled_while_signed_in_is_out(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.people.TRUSTED", 0.0)
    told = sign_in(room).json()
    assert asks(room, told["access"]) == (200, "")
    store = room.store()
    with store.write() as conn:
        people.set_active(conn, "siti", False)
    store.close()
    assert asks(room, told["access"]) == (401, "token_revoked")
    assert refresh(room, told["refresh"]).json()["key"] == "token_revoked"
    assert sign_in(room).json()["key"] == "bad_credentials"


@pytest.mark.parametrize(
    ("header", "key"),
    [
        (None, "token_missing"),
        ("Bearer", "token_missing"),
        ("Basic c2l0aTpzaXRp", "token_missing"),
        ("Bearer not-a-token", "token_unknown"),
    ],
)
def test_a_request_without_a_good_token_is_denied(room: Room, header: str | None, key: str) -> None:
    headers = {"Authorization": header} if header else {}
    answer = httpx.post(f"{room.url}/commands", headers=headers, content=b"{}")
    assert (answer.status_code, answer.json()["key"]) == (401, key)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
