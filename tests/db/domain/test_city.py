"""A city is read whole from plain data, or every fault of it is named."""

from __future__ import annotations

import copy
import json
from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.domain.changes import KINDS as ALL_KINDS
from db.domain.city import City
from db.domain.city_calendar import with_dates
from db.domain.city_clocks import KINDS
from db.domain.city_reading import FILES, WORDS, CityFaults, city_from
from db.domain.clocks import Span
from db.domain.public_holidays import holidays_of

OFFICE = {day: ["08:00-12:00", "13:00-16:00"] for day in ("monday", "tuesday", "friday")}


def small_city() -> dict[str, Any]:
    """The smallest useful pack, with one of each thing."""
    return {
        "city": {
            "id": "kecil",
            "name": "Kota Kecil",
            "zone": "Asia/Jakarta",
            "number_prefix": "KCL",
            "lat": -6.17,
            "lng": 106.64,
            "room_answers": ["information"],
            "bounds": {"south": -6.3, "west": 106.5, "north": -6.0, "east": 106.8},
            "classes": {"complaint": "Pengaduan", "information": "Permintaan informasi"},
            "channels": {"app": "Aplikasi", "112": "Siaga 112"},
        },
        "calendar": {
            "holidays": {"country": "ID", "first_year": 2026, "last_year": 2026},
            "week": {day: list(hours) for day, hours in OFFICE.items()},
            "season": [
                {
                    "name": "Ramadan",
                    "first": "2026-02-19",
                    "last": "2026-03-20",
                    "week": {"monday": ["08:00-15:00"]},
                    "citation": "SE",
                }
            ],
            "closed": [{"date": "2026-11-27", "citation": "Perwal"}],
            "open": [{"date": "2026-12-25", "hours": ["08:00-10:00"], "citation": "SE"}],
        },
        "agencies": {
            "agency": [
                {
                    "id": "dishub",
                    "short": "Dishub",
                    "name": "Dinas Perhubungan",
                    "hours": "office",
                    "delivery": ["console", "phone"],
                }
            ]
        },
        "categories": {
            "category": [
                {
                    "id": "lampu",
                    "name": "Lampu padam",
                    "name_en": "Street light out",
                    "agency": "dishub",
                    "class": "complaint",
                    "icon": "mdi6.outdoor-lamp",
                },
                {
                    "id": "lain",
                    "name": "Bukan kewenangan",
                    "name_en": "Not ours",
                    "class": "complaint",
                    "icon": "mdi6.help",
                },
            ]
        },
        "areas": {
            "area": [
                {"code": "1", "name": "Utara", "lat": -6.1, "lng": 106.6},
                {"code": "1.1", "name": "Sawah", "lat": -6.1, "lng": 106.6, "parent": "1"},
            ]
        },
        "clocks": {
            "clock": [
                {
                    "id": "room",
                    "name": "Ruang",
                    "limit": {"hours": 24},
                    "calendar": "elapsed",
                    "starts": ["received"],
                    "stops": ["forwarded", "answered"],
                    "pauses": ["merged"],
                    "resumes": ["unmerged"],
                    "citation": "SK",
                    "valid_from": "2020-01-01",
                }
            ]
        },
        "replies": {
            "reply": [
                {
                    "id": "teruskan",
                    "act": "forward",
                    "title": "Teruskan",
                    "text": "{opd}: {number}",
                }
            ]
        },
        "words": {
            "words": {word: word.title() for word in WORDS},
            "archive_reasons": {"spam": "Spam"},
        },
    }


def faults(data: dict[str, Any]) -> list[str]:
    with pytest.raises(CityFaults) as told:
        city_from(data, holidays_of)
    return [str(fault) for fault in told.value.faults]


def put(data: dict[str, Any], path: tuple[str | int, ...], value: object) -> None:
    inner: Any = data
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value


def test_a_good_pack_is_a_city() -> None:
    city = city_from(small_city(), holidays_of)

    assert city.agencies["dishub"].delivery == ("console", "phone")
    assert city.categories["lain"].agency is None
    assert city.areas["1.1"].parent == "1"
    assert city.confirm_after == timedelta(hours=12)
    assert city.proofs_required == 1
    assert city.clocks[0].limit.seconds == 24 * 3600
    assert city.clocks[0].warn == 0.8
    assert city.clocks[0].valid_from == date(2020, 1, 1)
    assert city.bounds == (-6.3, 106.5, -6.0, 106.8)


def test_days_of_the_calendar() -> None:
    calendar = city_from(small_city(), holidays_of).calendar

    assert calendar.week[0] == (Span(time(8), time(12)), Span(time(13), time(16)))
    assert 2 not in calendar.week
    assert date(2026, 8, 17) in calendar.holidays, "a holiday of the country"
    assert date(2026, 11, 27) in calendar.holidays, "a day the city closes"
    assert date(2026, 12, 25) not in calendar.holidays, "a holiday the city works on"
    assert calendar.extra_days[date(2026, 12, 25)] == (Span(time(8), time(10)),)
    assert calendar.seasons[0].week == {0: (Span(time(8), time(15)),)}


def test_the_same_city_arrives_over_the_wire() -> None:
    data = small_city()
    city = city_from(data, holidays_of)

    assert city_from(json.loads(json.dumps(data)), holidays_of) == city
    sent = {**data, "calendar": with_dates(data["calendar"], city.calendar)}
    assert "2026-08-17" in sent["calendar"]["holidays"]["dates"]
    assert city_from(json.loads(json.dumps(sent))) == city


def test_written_out_holidays_are_used_as_they_are() -> None:
    data = small_city()
    data["calendar"]["holidays"] = {"dates": ["2026-01-05"]}

    assert city_from(data, holidays_of).calendar.holidays == {date(2026, 1, 5), date(2026, 11, 27)}


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("city", "nmae"), "X", "city.toml: nmae: unknown key 'nmae'; did you mean 'name'?"),
        (("city", "zone"), "Asia/Tangerang", "city.toml: zone: 'Asia/Tangerang' is no time zone"),
        (("city", "zone"), "../../etc/passwd", "city.toml: zone: '../../etc/passwd' is no time"),
        (("city", "zone"), "", "city.toml: zone: must not be empty"),
        (("city", "name"), 7, "city.toml: name: must be text, not the number 7"),
        (("city", "name"), "A\x00B", "city.toml: name: holds a control character"),
        (("city", "name"), "\ud800", "city.toml: name: holds a control character or half"),
        (("city", "id"), "Kota Kecil", "city.toml: id: 'Kota Kecil' is no id"),
        (("city", "lat"), True, "city.toml: lat: must be a number, not true or false"),
        (("city", "lat"), float("nan"), "city.toml: lat: must lie between -180 and 180, not nan"),
        (("city", "lat"), 10**400, "city.toml: lat: must lie between -180 and 180, not a far"),
        (("city", "proofs_required"), -1, "city.toml: proofs_required: must lie between 0 and"),
        (("city", "proofs_required"), 1.5, "city.toml: proofs_required: must be a whole number"),
        (("city", "classes"), {}, "city.toml: classes: needs at least one line"),
        (("city", "classes"), [], "city.toml: classes: must be a table, not a list"),
        (("city", "room_answers"), ["infomation"], "room_answers[1]: unknown class 'infomation'"),
        (("city", "bounds", "north"), -7.0, "city.toml: bounds: south must be less than north"),
        (
            ("city", "shift"),
            [{"id": "a", "name": "A", "begins": "7:00"}],
            "begins: '7:00' is no time",
        ),
        (
            ("city", "shift"),
            [{"id": "a", "name": "A"}],
            "city.toml: shift[1]: missing key 'begins'",
        ),
        (
            ("city", "shift"),
            [{"id": id, "name": "A", "begins": "07:00"} for id in "ab"],
            "shift[2].begins: another shift begins at the same time",
        ),
        (("calendar", "week"), {}, "calendar.toml: week: no weekday has working hours"),
        (("calendar", "week", "friday"), ["16:00-08:00"], "week.friday[1]: 16:00-08:00 ends"),
        (
            ("calendar", "week", "friday"),
            ["08:00-12:00", "11:00-13:00"],
            "week.friday[2]: 11:00-13:00 begins before the span before it is over",
        ),
        (("calendar", "week", "friday"), ["8-12"], "week.friday[1]: '8-12' is no span"),
        (("calendar", "week", "jumat"), ["08:00-12:00"], "week.jumat: unknown weekday 'jumat'"),
        (("calendar", "holidays", "country"), "XX", "holidays.country: Country XX not available"),
        (("calendar", "holidays", "country"), "Holi", "'Holi' is no country code"),
        (("calendar", "holidays", "categories"), ["cuti"], "Category is not supported: cuti"),
        (("calendar", "holidays", "first_year"), 2030, "first_year 2030 comes after last_year"),
        (("calendar", "holidays"), {}, "holidays.country: needs a country"),
        (("calendar", "season", 0, "last"), "2026-01-01", "season[1].last: the season ends"),
        (("calendar", "season", 0, "first"), "2026-02-30", "'2026-02-30' is no day"),
        (("calendar", "closed", 0, "date"), "20261127", "closed[1].date: '20261127' is no day"),
        (("calendar", "closed", 0, "date"), "2026-12-25", "open[1].date: 2026-12-25 stands here"),
        (("calendar", "open", 0, "hours"), [], "open[1].hours: an open day needs its hours"),
        (("agencies", "agency"), [], "agencies.toml: agency: needs at least one [[agency]]"),
        (("agencies", "agency"), {}, "agencies.toml: agency: must be a list of tables"),
        (("agencies", "agency", 0), "dishub", "agency[1]: must be a table, not the text 'dishub'"),
        (("agencies", "agency", 0, "hours"), "siang", "agency[1].hours: unknown hours 'siang'"),
        (("agencies", "agency", 0, "delivery"), [], "agency[1].delivery: needs at least one way"),
        (("agencies", "agency", 0, "delivery"), ["fax"], "delivery[1]: unknown way of delivery"),
        (
            ("categories", "category", 0, "agency"),
            "dishup",
            "category[1].agency: unknown agency 'dishup'; did you mean 'dishub'?",
        ),
        (("categories", "category", 0, "supporting"), ["pln"], "supporting[1]: unknown agency"),
        (("categories", "category", 0, "class"), "kritik", "category[1].class: unknown class"),
        (("categories", "category", 0, "priority"), "high", "category[1].priority: unknown prio"),
        (("categories", "category", 0, "secret"), "ya", "category[1].secret: must be true or fal"),
        (("categories", "category", 0, "words"), ["pju", "pju"], "words[2]: 'pju' stands here"),
        (("categories", "category", 0, "words"), "pju", "words: must be a list of texts"),
        (("categories", "category", 1, "id"), "lampu", "category[2].id: 'lampu' is taken: entry 1"),
        (("areas", "area", 1, "parent"), "9", "areas.toml: area[2].parent: unknown parent '9'"),
        (("areas", "area", 0, "parent"), "1.1", "area[1].parent: unknown parent '1.1'"),
        (("areas", "area", 1, "lat"), 51.5, "area[2].lat: 51.5, 106.6 lies outside the city's"),
        (("areas", "area", 1, "code"), "1", "areas.toml: area[2].code: '1' is taken: entry 1"),
        (("clocks", "clock", 0, "calendar"), "kerja", "clock[1].calendar: unknown calendar"),
        (("clocks", "clock", 0, "starts"), ["recieved"], "starts[1]: unknown kind of change"),
        (("clocks", "clock", 0, "starts"), [], "clock[1].starts: needs at least one kind"),
        (("clocks", "clock", 0, "stops"), ["x"], "clock[1].stops[1]: unknown kind of change 'x'"),
        (("clocks", "clock", 0, "pauses"), ["x"], "clock[1].pauses[1]: unknown kind of change"),
        (("clocks", "clock", 0, "resumes"), ["x"], "clock[1].resumes[1]: unknown kind of change"),
        (("clocks", "clock", 0, "resumes"), [], "clock[1].pauses: it can pause but nothing"),
        (("clocks", "clock", 0, "pauses"), ["answered"], "'answered' cannot also stop or resume"),
        (("clocks", "clock", 0, "limit"), {}, "clock[1].limit: needs exactly one of seconds"),
        (
            ("clocks", "clock", 0, "limit"),
            {"hours": 1, "working_days": 1},
            "clock[1].limit: needs exactly one of seconds, minutes, hours, days, working_days; "
            "it has 2",
        ),
        (("clocks", "clock", 0, "limit"), {"hours": 0}, "limit.hours: must lie between 1 and"),
        (("clocks", "clock", 0, "limit"), {"working_days": 3}, "working days need calendar ="),
        (("clocks", "clock", 0, "warn"), 1.5, "clock[1].warn: must lie between 0.01 and 1"),
        (("clocks", "clock", 0, "warn"), 0, "clock[1].warn: must lie between 0.01 and 1, not 0"),
        (("clocks", "clock", 0, "channels"), ["fax"], "clock[1].channels[1]: unknown channel"),
        (("clocks", "clock", 0, "steps"), ["raja"], "clock[1].steps[1]: unknown role 'raja'"),
        (("clocks", "clock", 0, "valid_from"), "kini", "clock[1].valid_from: 'kini' is no day"),
        (("replies", "reply", 0, "act"), "forwad", "unknown act 'forwad'; did you mean 'forward'"),
        (("replies", "reply", 0, "text"), "{opdd}", "unknown placeholder 'opdd'; did you mean"),
        (("replies", "reply", 0, "text"), "{}", "reply[1].text: unknown placeholder ''"),
        (("replies", "reply", 0, "text"), "{opd.id}", "reply[1].text: unknown placeholder"),
        (("replies", "reply", 0, "text"), "{opd!r}", "reply[1].text: write {opd} with nothing"),
        (("replies", "reply", 0, "text"), "{opd:>9}", "reply[1].text: write {opd} with nothing"),
        (("replies", "reply", 0, "text"), "{opd", "reply[1].text: a { or } stands alone"),
        (("words", "words", "sandi"), "X", "words.toml: words.sandi: unknown key 'sandi'"),
        (("words", "archive_reasons"), {}, "words.toml: archive_reasons: needs at least one"),
        (("weather",), {}, "weather.toml: unknown file 'weather'"),
    ],
)
def test_each_fault_names_file_key_and_reason(
    path: tuple[str | int, ...], value: object, told: str
) -> None:
    data = small_city()
    put(data, path, value)

    found = faults(data)

    assert any(told in fault for fault in found), found


def test_swapped_coordinates_are_called_swapped() -> None:
    data = small_city()
    data["areas"]["area"][1] |= {"lat": 106.6, "lng": -6.1}

    assert faults(data) == ["areas.toml: area[2].lat: lat 106.6 and lng -6.1 look swapped"]


def test_every_missing_key_is_missed() -> None:
    data = small_city()
    del data["agencies"]["agency"][0]["hours"]
    del data["words"]["words"]["mayor"]

    assert faults(data) == [
        "agencies.toml: agency[1]: missing key 'hours' (text)",
        "words.toml: words: missing key 'mayor' (text)",
    ]


def test_all_faults_are_told_at_once_in_the_order_of_files() -> None:
    data = small_city()
    data["words"]["words"]["mayor"] = ""
    data["city"]["zone"] = "Mars"
    data["clocks"]["clock"][0]["warn"] = 2

    assert [fault.split(":")[0] for fault in faults(data)] == [
        "city.toml",
        "clocks.toml",
        "words.toml",
    ]


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_one_fault(name: str) -> None:
    data = small_city()
    del data[name]

    assert faults(data) == [f"{name}.toml: the file is missing from the pack"]


def test_a_season_that_overlaps_another_is_told() -> None:
    data = small_city()
    data["calendar"]["season"].append(data["calendar"]["season"][0] | {"name": "Lagi"})

    assert faults(data) == [
        "calendar.toml: season[2].first: 'Lagi' begins before 'Ramadan' is over"
    ]


def test_a_clock_that_never_applies_is_told_and_a_narrower_first_one_is_not() -> None:
    data = small_city()
    wide = data["clocks"]["clock"][0]
    narrow = wide | {"channels": ["app"]}

    data["clocks"]["clock"] = [narrow, wide]
    assert [rule.channels for rule in city_from(data, holidays_of).clocks] == [{"app"}, frozenset()]

    data["clocks"]["clock"] = [wide, narrow]
    assert faults(data)[0].startswith("clocks.toml: clock[2].id: never applies: an earlier 'room'")


def test_every_kind_of_change_but_mere_news_may_start_a_clock() -> None:
    data = small_city()
    data["clocks"]["clock"][0]["starts"] = sorted(KINDS)

    news = {"delivered", "escalated"}
    assert city_from(data, holidays_of).clocks[0].starts == KINDS == ALL_KINDS - news

    data["clocks"]["clock"][0]["pauses"] = ["delivered"]
    assert "unknown kind of change 'delivered'" in faults(data)[0]


Spot = tuple[str | int, ...]


def spots(value: object, path: Spot = ()) -> list[Spot]:
    """The path of everything inside plain data."""
    inner: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [spot for key, item in inner for spot in ((*path, key), *spots(item, (*path, key)))]


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["dishub", "2026-02-29", "08:00-12:00", "{text}", "elapsed", "received"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=5,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(st.sampled_from(spots(small_city())), st.none() | st.tuples(PLAIN)),
        min_size=1,
        max_size=4,
    )
)
def test_any_damage_gives_a_whole_city_or_faults(
    damage: list[tuple[Spot, tuple[object] | None]],
) -> None:
    data = small_city()
    data["calendar"]["holidays"] = {"dates": ["2026-08-17"]}
    for path, value in damage:
        whole = copy.deepcopy(data)
        try:
            if value is not None:
                put(data, path, value[0])
            else:
                inner: Any = data
                for step in path[:-1]:
                    inner = inner[step]
                del inner[path[-1]]
        except (KeyError, IndexError, TypeError):
            data = whole  # an earlier blow has taken that place away
    try:
        city: City | None = city_from(data, holidays_of)
    except CityFaults as problem:
        city, told = None, problem.faults
    if city is None:
        assert told
        assert all(fault.file and fault.reason for fault in told)
    else:
        assert city_from(copy.deepcopy(data)) == city


def newer_pack() -> dict[str, Any]:
    """What a later server may send: more files, keys and words than there are today."""
    pack = with_days_written_out()
    pack["radio"] = {"channel": [{"id": "hijau"}]}
    pack["city"] |= {
        "motto": "Aman",
        "shift": [{"id": "1", "name": "P", "begins": "07:00", "x": 1}],
    }
    pack["city"]["bounds"]["up"] = 40.0
    pack["calendar"]["week"]["someday"] = []
    pack["agencies"]["agency"][0] |= {"radio": "7", "delivery": ["console", "radio"]}
    pack["categories"]["category"][0]["sound"] = "bell"
    pack["clocks"]["clock"][0]["limit"]["soft"] = True
    pack["words"]["words"]["sandi"] = "Sandi"
    return pack


def with_days_written_out() -> dict[str, Any]:
    pack = small_city()
    pack["calendar"] = with_dates(pack["calendar"], city_from(pack, holidays_of).calendar)
    return pack


def test_a_console_passes_over_what_a_newer_pack_has_more() -> None:
    pack = newer_pack()
    city = city_from(pack, lenient=True)
    assert city.agencies["dishub"].delivery == ("console",)
    assert [shift.name for shift in city.shifts] == ["P"]
    assert city_from(with_days_written_out()).clocks == city.clocks


def test_a_server_goes_on_naming_all_of_it() -> None:
    with pytest.raises(CityFaults) as told:
        city_from(newer_pack())
    said = str(told.value)
    for unknown in (
        "radio.toml",
        "motto",
        "bounds.up",
        "week.someday",
        "agency[1].radio",
        "agency[1].delivery[2]",
        "sound",
        "limit.soft",
        "words.sandi",
        "shift[1].x",
    ):
        assert unknown in said  # fmt: skip


def test_what_a_console_knows_must_still_be_right_in_a_newer_pack() -> None:
    pack = newer_pack()
    del pack["city"]["zone"]
    pack["categories"]["category"][0]["risk"] = "unheard of"
    with pytest.raises(CityFaults) as told:
        city_from(pack, lenient=True)
    assert [(fault.file, fault.key) for fault in told.value.faults] == [
        ("city.toml", ""), ("categories.toml", "category[1].risk"),
    ]  # fmt: skip
