"""Citizens: one report at a time, from the city's phrases, in somebody's own way of writing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from random import Random

from db.domain import commands as verb
from db.domain.case import Place
from db.domain.city import City
from db.domain.suggest import guess_category
from server.demo.phrases import Kind, Phrases
from server.demo.pictures import as_reported
from server.demo.spots import Spot, Spots


@dataclass(frozen=True, slots=True)
class Arrival:
    """A report about to come in at `at`. `kind`, `sentence` and `spot` say what it is about.

    `name` and `phone` are the reporter's, "" for one who does not say.
    """

    at: datetime
    source_id: str
    channel: str
    text: str
    report_class: str
    category: str | None
    place: Place
    anonymous: bool
    name: str
    phone: str
    kind: Kind
    sentence: str
    spot: Spot


class Citizens:
    """Writes reports. Everything is drawn from the generator it is handed."""

    def __init__(self, city: City, phrases: Phrases, spots: Spots) -> None:
        self._city = city
        self._phrases = phrases
        self._voice = phrases.voice
        self._spots = spots

    def kind(self, rng: Random) -> Kind:
        """What the next report is about."""
        kinds = self._phrases.kinds
        return rng.choices(kinds, [kind.weight for kind in kinds])[0]

    def write(self, rng: Random, at: datetime, kind: Kind, spot: Spot) -> Arrival:
        """One report about this kind of problem in this corner."""
        channel = self._channel(rng, kind)
        vague = bool(kind.vague) and rng.random() < 0.08
        sentence = rng.choice(kind.vague if vague else kind.texts)
        text = self._text(rng, at, kind, spot, channel, sentence)
        category = self._city.categories.get(kind.category or "")
        secret = category is not None and category.secret
        # Whoever writes what no word list understands has at least chosen what it is about.
        known = secret or channel in ("112", "sp4n") or guess_category(text, self._city) is None
        anonymous = rng.random() < (0.7 if secret else 0.06)
        name, phone = ("", "") if anonymous else self._reporter(rng)
        return Arrival(
            at=at,
            source_id=f"{channel}-{rng.getrandbits(48):012x}",
            channel=channel,
            text=text,
            report_class=kind.report_class,
            category=kind.category if known or rng.random() < 0.62 else None,
            place=Place() if vague or kind.category is None else self._place(rng, kind, spot),
            anonymous=anonymous,
            name=name,
            phone=phone,
            kind=kind,
            sentence=sentence,
            spot=spot,
        )

    def words_for(self, rng: Random, spot: Spot, at: datetime) -> dict[str, str]:
        """What stands for the {…} of a phrase, in this corner at this hour."""
        fill = self._voice["fill"]
        hour = at.astimezone(self._city.calendar.zone).hour
        greeting = ("pagi", "siang", "sore", "malam")[(hour >= 11) + (hour >= 15) + (hour >= 18)]
        return {
            "jalan": spot.street,
            "gang": spot.lane,
            "tempat": spot.street if rng.random() < 0.4 else f"{spot.lane} {spot.block}",
            "patokan": spot.landmark,
            "rt": spot.block,
            "kel": spot.area.name,
            "kec": spot.district,
            "n": str(rng.randint(2, 5)),
            "telp": _phone(rng),
            "salam": f"Selamat {greeting}",
            **{name: rng.choice(options) for name, options in fill.items()},
        }

    def _channel(self, rng: Random, kind: Kind) -> str:
        shares = self._voice["emergency_channels" if self._urgent(kind) else "channels"]
        known = {id: float(shares[id]) for id in shares if id in self._city.channels}
        if not known:
            channels = list(self._city.channels)
            known = {id: 1.0 / (place + 1) for place, id in enumerate(channels)}
        return str(rng.choices(list(known), list(known.values()))[0])

    def _urgent(self, kind: Kind) -> bool:
        category = self._city.categories.get(kind.category or "")
        always = category is not None and category.emergency == "yes"
        return always or kind.report_class == "emergency"

    def _place(self, rng: Random, kind: Kind, spot: Spot) -> Place:
        """Mostly a point; some write the address alone, and some matters have no place."""
        drawn = rng.random()
        local = kind.plain or any(_names_a_place(text) for text in kind.texts)
        if not local and drawn < 0.55:
            return Place()
        if drawn < 0.12:
            return Place(text=spot.where, area=spot.area.code if drawn < 0.07 else None)
        return Place(text=spot.where, lat=spot.lat, lng=spot.lng, area=spot.area.code)

    def _text(
        self, rng: Random, at: datetime, kind: Kind, spot: Spot, channel: str, sentence: str
    ) -> str:
        body = sentence
        if not kind.plain and kind.category is not None:
            body = self._dressed(rng, body, kind, channel, vague=sentence in kind.vague)
        text = body.format_map(self.words_for(rng, spot, at))
        return text if kind.plain else self._spelled(rng, text, channel)

    def _dressed(self, rng: Random, body: str, kind: Kind, channel: str, *, vague: bool) -> str:
        """The bare sentence with an opening and an ending, as the channel's people use them."""
        opening = rng.choice(self._voice["openings"].get(channel, [""]))
        local = _names_a_place(body)
        closing = rng.choice(self._voice["closings"].get(channel if local else "plain", [""]))
        category = self._city.categories.get(kind.category or "")
        if category is not None and category.secret:
            return body
        if self._urgent(kind) != (channel == "112"):
            closing = ""
        if kind.report_class == "emergency" and channel != "112":
            opening = ""
        if opening.endswith((", ", "min ")) and not body.startswith("{"):
            body = body[0] + body[1:] if body[:2].isupper() else body[0].lower() + body[1:]
        if kind.report_class == "complaint" and channel not in ("112", "walk_in"):
            drawn = rng.random()
            if drawn < 0.06:
                closing = rng.choice(self._voice["angry"]["texts"])
            elif drawn < 0.12 and local and not vague:
                closing = rng.choice(self._voice["long"]["texts"]) + closing
            elif drawn < 0.16:
                closing += rng.choice(self._voice["contact"]["texts"])
        if closing and not body.endswith((".", "!", "?")):
            body += "."
        return f"{opening}{body}{closing}"

    def _spelled(self, rng: Random, text: str, channel: str) -> str:
        """Somebody's own spelling; official channels write properly."""
        if channel in ("112", "walk_in", "phone", "sp4n"):
            return text
        drawn = rng.random()
        if drawn < 0.40:
            return text
        if drawn < 0.44:
            return text.upper().rstrip(".") + "!!!"
        slang: dict[str, str] = self._voice["slang"]
        some = {word for word in slang if rng.random() < 0.75}
        text = re.sub(r"\b[a-z]+\b", lambda m: slang[m[0]] if m[0] in some else m[0], text)
        return text.lower().rstrip(".") if drawn > 0.88 else text

    def _reporter(self, rng: Random) -> tuple[str, str]:
        names = self._phrases.people["names"]
        return f"{rng.choice(names['first'])} {rng.choice(names['last'])}", _phone(rng)


def received(arrival: Arrival, report: str) -> verb.Receive:
    """The command that a channel makes of a report."""
    return verb.Receive(
        report=report,
        channel=arrival.channel,
        text=arrival.text,
        report_class=arrival.report_class,
        category=arrival.category,
        place=arrival.place,
        at=arrival.at,
        source_id=arrival.source_id,
        anonymous=arrival.anonymous,
        media=as_reported(arrival.category, arrival.source_id),
    )


def _names_a_place(text: str) -> bool:
    """Whether a phrase has a street or a landmark in it."""
    return any(f"{{{word}}}" in text for word in ("tempat", "jalan", "gang", "rt", "patokan"))


def _phone(rng: Random) -> str:
    """A mobile number of the usual length behind a prefix that no operator has been given."""
    digits = "".join(str(rng.randint(0, 9)) for _ in range(8))
    return f"089{rng.randint(1, 4)}{digits}"
