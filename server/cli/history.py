"""What the doctor finds when it holds the database against its own history."""

from __future__ import annotations

from db import days, journal, policies, trails, verifying
from db.domain.city import City
from db.journal import Mark
from db.seals import Seal
from db.store import Conn
from server.cli.finding import Finding, finding, warning
from server.settings import SettingsFault


def seen_still_there(conn: Conn, seen: Mark | None) -> Finding:
    """What this machine's server saw last must still be there."""
    whole = journal.unbroken(conn, journal.head(conn), seen)
    told = "none was kept here" if seen is None else f"change {seen.seq} was seen here"
    lost = "" if whole else "it is gone or another one: history was lost"
    return finding("mark", told, lost, "restart the server, which begins a new epoch")


def verified(conn: Conn, anchor: Mark | None) -> Finding:
    """Every case and decision made anew from the journal, and compared."""
    fault = verifying.verify(conn, anchor)
    if fault is not None:
        remedy = "restore the last backup, then say so: liveroom-server restored"
        return finding("verify", "", f"{fault.place}: {fault.reason}", remedy)
    counts = ", ".join(f"{count} {name}" for name, count in verifying.counted(conn).items())
    mark = "/".join(map(str, verifying.anchor_of(conn)))
    return finding("verify", f"{counts} are what the journal makes of them; anchor {mark}")


def days_sealed(conn: Conn, *, whole: bool) -> Finding:
    """Sealed days are what they were; with `whole` every one is counted anew from the journal."""
    seal, held = Seal.held(conn), days.all_days(conn)
    if seal is None or not held:
        return finding("days", "no day has been sealed yet")
    last = days.last(conn) or held[-1]
    found = days.check(conn, seal, None if whole else [last.day])
    told = f"{len(held)} sealed; {last.day} ended with {days.totals(last.reports)} reports"
    told += f"; seal {last.seal[:16]}"
    fault = f"{found[0].day}: {found[0].reason}" if found else ""
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    remedy = "restore the last backup, then say so: liveroom-server restored"
    return finding("days", told, f"{fault}{more}" if fault else "", remedy)


def briefs_signed(conn: Conn, city: City, *, whole: bool) -> Finding:
    """Signed policy briefs are what they were; with `whole` each is counted anew."""
    seal, many = Seal.held(conn), len(policies.headings(conn))
    if seal is None or not many:
        return finding("briefs", "no policy brief has been signed yet")
    found = policies.check(conn, seal, city, whole=whole)
    told = "seal and history fit" if not whole else "the journal makes the same numbers of them"
    fault = f"{found[0].id}: {found[0].reason}" if found else ""
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    remedy = "restore the last backup, then say so: liveroom-server restored"
    return finding("briefs", f"{many} signed; {told}", f"{fault}{more}" if fault else "", remedy)


def figures_kept(conn: Conn) -> Finding:
    """What figures are counted from is what the journal's changes make of every case."""
    at, head = trails.reached(conn), journal.head(conn).seq
    if at is None:
        return finding("figures", "none are kept yet; a server that runs makes them")
    if not at.whole:
        remedy = "let the server run until Angka has its numbers, then look again"
        return warning("figures", "", "they are still being made for the first time", remedy)
    told = f"the trails of {trails.held(conn)} cases, up to change {at.seq} of {head}"
    remedy = "liveroom-server figures rebuild makes them anew from the journal, whose word counts"
    if at.seq > head:
        lost = "they count changes that the journal does not have"
        return finding("figures", told, lost, remedy)
    fault = trails.check(conn)
    return finding("figures", told, f"case {fault.case}: {fault.reason}" if fault else "", remedy)


def anchor_from(given: str | None) -> Mark | None:
    """The mark that was given. Raises SettingsFault."""
    if given is None:
        return None
    epoch, _, rest = given.partition("/")
    seq, _, chain = rest.partition("/")
    if not (epoch and seq.isdecimal() and chain):
        raise SettingsFault(f"anchor {given[:80]!r} is no EPOCH/SEQ/CHAIN as doctor prints it")
    return Mark(epoch, int(seq), chain)
