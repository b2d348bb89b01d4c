"""What becomes of commands: decided once, in order, each by itself, and never half."""

import threading
import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from db.domain import commands as verb
from db.domain.case import Actor, Place
from db.domain.states import Role
from db.domain.wire import encode
from tests.server.room import Desk, Room, forward


def test_a_command_takes_one_seq_and_comes_back_in_the_feed(room: Room) -> None:
    siti = room.desk("siti")
    case = room.received(siti)
    outcome = siti.do(case, forward("dlh"), expect=0)
    assert outcome == {
        "id": outcome["id"],
        "outcome": "accepted",
        "seq": 2,
        "reason": "",
        "facts": {},
    }
    change = siti.bodies()[1]
    assert (change["id"], change["seq"], change["case"]) == (outcome["id"], 2, case)
    assert change["by"]["name"] == "Siti"


def test_the_author_is_who_the_server_knows_not_who_the_command_says(room: Room) -> None:
    siti = room.desk("siti")
    case = room.received(siti)
    boast = replace(siti.actor, role=Role.SUPERVISOR, name="Wali Kota", opd="dlh", desk="atas")
    outcome = siti.do(case, verb.Archive("spam"), expect=0, author=boast)
    assert (outcome["outcome"], outcome["reason"]) == ("rejected", "not_allowed")
    by = siti.bodies()[1]["by"]
    assert by == {"id": "siti", "name": "Siti", "role": "officer", "desk": "meja 1"}


def test_wrong_role_stale_expect_and_unknown_case_are_refused_with_a_seq(room: Room) -> None:
    siti, budi = room.desk("siti"), room.desk("budi")
    case = room.received(siti)
    asked = [
        siti.command(case, verb.Archive("spam"), 0),
        siti.command(case, forward("dlh"), 7),
        siti.command("no-such-case", verb.Note("halo")),
        siti.command(case, forward("no-such-opd"), 0),
    ]
    outcomes = siti.send(*asked)
    assert [one["outcome"] for one in outcomes] == ["rejected"] * 4
    assert [one["reason"] for one in outcomes] == [
        "not_allowed",
        "assignment_changed",
        "unknown_case",
        "unknown_opd",
    ]
    assert [one["seq"] for one in outcomes] == [2, 3, 4, 5]
    assert outcomes[1]["facts"]["assignment_no"] == 0
    told = [body for body in siti.bodies() if body.get("outcome") == "rejected"]
    assert [(body["id"], body["reason"]) for body in told] == [
        (command.id, outcome["reason"]) for command, outcome in zip(asked, outcomes, strict=True)
    ]
    assert len(budi.bodies()) == 5
    assert len(room.desk("agus").bodies()) == 1


def test_one_malformed_command_never_blocks_its_neighbours(room: Room) -> None:
    siti = room.desk("siti")
    case = room.received(siti)
    good = [siti.command(case, verb.Note(f"catatan {n}")) for n in range(6)]
    bad: list[Any] = [
        {**encode(good[0]), "id": str(uuid.uuid4()), "act": {"verb": "explode"}},
        {**encode(good[0]), "id": str(uuid.uuid4()), "act": {"verb": "note", "text": "x" * 10**6}},
        {**encode(good[0]), "id": str(uuid.uuid4()), "act": {"verb": "note", "text": "a\0b"}},
        {**encode(good[0]), "id": str(uuid.uuid4()), "act": {"verb": "note", "text": "\ud800"}},
        {**encode(good[0]), "id": "\ud800"},
        {**encode(good[0]), "id": "x" * 65},
        {**encode(good[0]), "made_at": "0001-01-01T00:00:00+10:00"},
        {"id": "alone"},
        17,
        None,
    ]
    outcomes = siti.send(*good[:3], *bad, *good[3:])
    assert [one["outcome"] for one in outcomes] == (
        ["accepted"] * 3 + ["bad_wire"] * len(bad) + ["accepted"] * 3
    )
    assert [one["seq"] for one in outcomes if "seq" in one] == [2, 3, 4, 5, 6, 7]
    wrong = outcomes[3 : 3 + len(bad)]
    assert [one["place"] for one in wrong] == [
        "commands[3].act.verb",
        "commands[4].act.text",
        "commands[5].act.text",
        "commands[6].act.text",
        "commands[7].id",
        "commands[8].id",
        "commands[9].made_at",
        "commands[10].case",
        "commands[11]",
        "commands[12]",
    ]
    assert all("seq" not in one and one["reason"] for one in wrong)


def test_a_replayed_batch_is_answered_byte_for_byte_and_changes_nothing(room: Room) -> None:
    siti = room.desk("siti")
    case = room.received(siti)
    batch = [
        siti.command(case, forward("dlh"), 0),
        siti.command(case, verb.Note("sudah ditelepon")),
        siti.command(case, forward("dpupr"), 0),
        siti.command(case, verb.Archive("spam"), 1),
        siti.command(case, forward("dlh"), 1),
    ]
    first = siti.post(*batch)
    outcomes = [one["outcome"] for one in first.json()["outcomes"]]
    assert outcomes == ["accepted", "accepted", "rejected", "rejected", "same_effect"]
    assert siti.post(*batch).content == first.content
    assert siti.page()["head"] == 6
    room.stop()
    room.start()
    again = room.desk("siti")
    assert again.post(*batch).content == first.content
    assert again.page()["head"] == 6


def test_a_lost_answer_is_recovered_from_the_feed_alone(room: Room) -> None:
    siti = room.desk("siti")
    case = room.received(siti)
    commands = [siti.command(case, verb.Note("satu")), siti.command(case, forward("dlh"), 9)]
    siti.post(*commands)  # and the answer never arrives
    told = {body["id"]: body.get("outcome", "accepted") for body in siti.bodies(since=1)}
    assert told == {commands[0].id: "accepted", commands[1].id: "rejected"}


def test_an_id_is_one_command_for_ever(room: Room) -> None:
    siti, agus = room.desk("siti"), room.desk("agus")
    case = room.received(siti)
    note = siti.command(case, verb.Note("satu"))
    assert siti.send(note)[0]["outcome"] == "accepted"
    other = siti.send(replace(note, act=verb.Note("dua")))[0]
    assert other == {"id": note.id, "outcome": "rejected", "reason": "id_reused"}
    stolen = agus.send(replace(note, author=agus.actor))[0]
    assert stolen["reason"] == "id_reused"
    assert siti.page()["head"] == 2


def test_anothers_command_is_not_decided_and_its_id_stays_free(room: Room) -> None:
    siti, agus = room.desk("siti"), room.desk("agus")
    case = room.received(siti)
    note = siti.command(case, verb.Note("milik Siti"))
    outcome = agus.send(note)[0]
    assert outcome == {"id": note.id, "outcome": "rejected", "reason": "not_allowed"}
    assert siti.send(note)[0]["outcome"] == "accepted"


def test_dependents_wait_for_what_is_unknown_and_fall_with_what_is_rejected(room: Room) -> None:
    siti = room.desk("siti")
    case = room.received(siti)
    first = siti.command(case, forward("dlh"), 5)
    second = siti.command(case, verb.Note("lanjutan"), depends_on=first.id)
    assert siti.send(second) == [{"id": second.id, "outcome": "not_yet"}]
    outcomes = siti.send(first, second)
    assert [one["reason"] for one in outcomes] == ["assignment_changed", "dependency_rejected"]
    good = siti.command(case, forward("dlh"), 0)
    after = siti.command(case, verb.Note("setelah"), depends_on=good.id)
    assert [one["outcome"] for one in siti.send(good, after)] == ["accepted", "accepted"]


def test_a_batch_for_another_city_decides_nothing(room: Room) -> None:
    siti = room.desk("siti")
    case = room.received(siti)
    answer = siti.post(siti.command(case, verb.Note("halo")), city="boston")
    assert (answer.status_code, answer.json()["key"]) == (409, "wrong_city")
    assert siti.page()["head"] == 1


def test_an_old_dispatch_asks_to_be_confirmed(room: Room) -> None:
    siti = room.desk("siti")
    case = room.received(siti)
    yesterday = room.clock() - timedelta(hours=13)
    assert siti.do(case, forward("dlh"), 0, made_at=yesterday)["reason"] == "stale_confirm"
    assert siti.do(case, verb.Note("tetap"), made_at=yesterday)["outcome"] == "accepted"


@pytest.mark.parametrize("opds", [("dlh", "dpupr"), ("dpupr", "dlh")])
def test_of_two_officers_who_forward_one_case_exactly_one_wins(
    room: Room, opds: tuple[str, str]
) -> None:
    siti, agus = room.desk("siti"), room.desk("agus")
    case = room.received(siti)
    commands = [siti.command(case, forward(opds[0]), 0), agus.command(case, forward(opds[1]), 0)]
    outcomes = at_once([(siti, commands[0]), (agus, commands[1])])
    assert sorted(one["outcome"] for one in outcomes) == ["accepted", "rejected"]
    winner = next(n for n in (0, 1) if outcomes[n]["outcome"] == "accepted")
    lost = outcomes[1 - winner]
    assert lost["reason"] == "assignment_changed"
    assert lost["facts"]["opd"] == opds[winner]
    assert lost["facts"]["by"] == ("siti", "agus")[winner]
    forwarded = [b for b in siti.bodies() if b["act"]["verb"] == "forward" and "outcome" not in b]
    assert len(forwarded) == 1


def at_once(sendings: list[tuple[Desk, Any]]) -> list[dict[str, Any]]:
    """The outcomes of commands sent at the same moment, each on its own connection."""
    outcomes: list[dict[str, Any]] = [{} for _ in sendings]
    barrier = threading.Barrier(len(sendings))

    def one(place: int, desk: Desk, command: Any) -> None:
        barrier.wait()
        outcomes[place] = desk.send(command)[0]

    threads = [
        threading.Thread(target=one, args=(n, *sending)) for n, sending in enumerate(sendings)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_two_hundred_clients_at_once_leave_no_hole(room: Room) -> None:
    siti = room.desk("siti")
    cases = [room.received(siti) for _ in range(5)]
    head = siti.page()["head"]
    # All of them new: an idle connection may be closed by the server just as it is used again.
    desks = [Desk(room, "siti", siti.headers["Authorization"][7:]) for _ in range(200)]
    sendings = [
        (desk, desk.command(cases[n % 5], verb.Note(f"catatan {n}")))
        for n, desk in enumerate(desks)
    ]
    outcomes = at_once(sendings)
    for desk in desks:
        desk.http.close()
    assert sorted(one["seq"] for one in outcomes) == list(range(head + 1, head + 201))
    bodies = siti.bodies(since=head)
    assert [body["seq"] for body in bodies] == list(range(head + 1, head + 201))
    assert {body["id"]: body["seq"] for body in bodies} == {o["id"]: o["seq"] for o in outcomes}


def test_personal_data_is_neither_stored_nor_lost(room: Room) -> None:
    siti = room.desk("siti")
    case = room.received(siti, "Hubungi 081234567890 atau udin@example.com")
    assert siti.do(case, verb.Note("nomor 081234567890"))["reason"] == "personal_data"
    assert siti.do("x", verb.Note("nomor 081234567890"))["reason"] == "unknown_case"
    assert "081234567890" not in siti.pull(0).text
    assert "•••" in siti.bodies()[0]["act"]["text"]
    report = siti.bodies()[0]["act"]["report"]
    looked = siti.http.post(f"/reports/{report}/identity/look", json={"reason": "menelepon balik"})
    assert looked.json()["original_text"] == "Hubungi 081234567890 atau udin@example.com"


@pytest.mark.parametrize(
    "act",
    [
        verb.AskReporter("Mohon dilengkapi", ("nomor 081234567890",)),
        verb.Edit("place", old_place=Place("?"), new_place=Place("rumah 081234567890")),
        verb.Edit("place", old_place=Place("rumah 081234567890"), new_place=Place("x")),
        verb.Edit("081234567890", "", ""),
        verb.Edit("priority", "normal", "081234567890"),
        verb.Forward(("081234567890",), "sampah", "complaint"),
        verb.Bounce("salah", "081234567890", "081234567890"),
        verb.Acknowledge("081234567890"),
    ],
)
def test_what_is_refused_leaves_no_personal_data_behind(room: Room, act: verb.Verb) -> None:
    siti, budi = room.desk("siti"), room.desk("budi")
    case = room.received(siti)
    told = siti.do(case, act, 0)
    assert told["outcome"] == "rejected"
    assert "081234567890" not in str(told)
    assert "081234567890" not in budi.pull(0).text
    assert "081234567890" not in budi.http.get("/snapshot").text


def test_a_report_id_chosen_twice_does_not_replace_a_kept_identity(room: Room) -> None:
    siti = room.desk("siti")
    act = verb.Receive("r1", "phone", "Hubungi 081234567890")
    assert siti.do("c1", act)["outcome"] == "accepted"
    again = replace(act, text="Hubungi 089999999999")
    assert siti.do("c2", again)["reason"] == "report_exists"


def test_who_is_no_person_of_the_room_acts_on_nothing_out_of_sight(room: Room) -> None:
    siti, dewi = room.desk("siti"), room.desk("dewi")
    case = room.received(siti)
    siti.do(case, forward("dpupr"), 0)
    assert dewi.do(case, verb.Note("mengintip"))["reason"] == "unknown_case"
    secret = room.received(siti, category="pungli")
    assert siti.do(secret, verb.Note("mengintip"))["reason"] == "unknown_case"
    assert room.desk("budi").do(secret, verb.Note("boleh"))["outcome"] == "accepted"
    other = room.received(siti)
    assert siti.do(other, verb.Merge(secret))["reason"] == "unknown_case"


def test_an_agency_takes_its_own_no_back_though_the_case_has_left_its_sight(room: Room) -> None:
    siti, dewi = room.desk("siti"), room.desk("dewi")
    case = room.received(siti)
    siti.do(case, forward("dlh"), 0)
    assert dewi.do(case, verb.Bounce("bukan wewenang kami"), 1)["outcome"] == "accepted"
    no = room.case(case).acts[-1].change
    assert room.desk("eko").do(case, verb.Undo(no))["reason"] == "unknown_case"
    assert dewi.do(case, verb.Undo("another"))["reason"] == "unknown_case"
    assert dewi.do(case, verb.Note("masih lihat?"))["reason"] == "unknown_case"
    assert dewi.do(case, verb.Undo(no))["outcome"] == "accepted"
    assert room.case(case).tasks[0].opd == "dlh"
    assert dewi.do(case, verb.Accept("Dewi"), 3)["outcome"] == "accepted"


def test_a_no_of_an_agency_stands_after_its_ten_minutes(room: Room) -> None:
    siti, dewi = room.desk("siti"), room.desk("dewi")
    case = room.received(siti)
    siti.do(case, forward("dlh"), 0)
    assert dewi.do(case, verb.Bounce("bukan wewenang kami"), 1)["outcome"] == "accepted"
    no = room.case(case).acts[-1].change
    room.clock.ahead = timedelta(minutes=11)
    assert dewi.do(case, verb.Undo(no))["reason"] == "undo_too_late"


def test_a_channel_speaks_for_itself_and_about_its_own_cases(room: Room) -> None:
    laksa, siti = room.desk("laksa"), room.desk("siti")
    own = verb.Receive("r1", "laksa", "Lampu mati", place=Place("Jl. Merdeka"))
    assert laksa.do("c1", own)["outcome"] == "accepted"
    assert laksa.do("c2", replace(own, report="r2", channel="112"))["reason"] == "not_allowed"
    other = room.received(siti)
    photo = verb.Attach(("a" * 64,))
    assert laksa.do(other, photo)["reason"] == "unknown_case"
    assert laksa.do("c1", photo)["outcome"] == "accepted"
    assert laksa.do("c1", verb.Note("catatan"))["reason"] == "not_allowed"


def test_a_note_for_a_merged_case_lands_on_the_survivor(room: Room) -> None:
    siti = room.desk("siti")
    gone, stays = room.received(siti), room.received(siti)
    assert siti.do(gone, verb.Merge(stays))["outcome"] == "accepted"
    outcome = siti.do(gone, verb.Note("masih bau"))
    assert (outcome["outcome"], outcome["facts"]) == ("accepted", {"sent_to": "TNG-26-000001"})
    assert siti.bodies()[-1]["case"] == stays


def test_a_command_too_large_is_malformed_not_stored(room: Room) -> None:
    siti = room.desk("siti")
    case = room.received(siti)
    outcome = siti.do(case, verb.Attach(tuple(f"{n:064x}" for n in range(5000))))
    assert outcome["outcome"] == "bad_wire"
    assert "262144" in outcome["reason"]


def test_the_system_is_nobody_one_can_be(room: Room) -> None:
    siti = room.desk("siti")
    case = room.received(siti)
    system = Actor("system", "LIVE Room", Role.SYSTEM)
    assert siti.do(case, verb.Close(), 0, author=system)["reason"] == "not_allowed"
    assert siti.page()["head"] == 1
