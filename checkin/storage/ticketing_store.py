# SPDX-License-Identifier: GPL-3.0-or-later
"""What this computer keeps of its connection to a ticketing's server: as which device, how far it has read and sent,
orders that were received and not yet applied, and entries that the server refused. Never copied to other desks.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any

from checkin.core.ticketing.ticketing_ids import EVERY_LIST
from checkin.storage.connection import EventDatabase, transaction
from checkin.storage.row_decoding import fetch_rows
from checkin.storage.settings_table import Setting
from checkin.storage.sqlite_library import Database

_LINK, _TOKEN, _READING, _PLACE, _SEEN, _BADGES, _BEFORE = (
    Setting(f"ticketing_{name}") for name in ("link", "token", "reading", "place", "seen", "badges", "before")
)


@dataclass(frozen=True, slots=True)
class TicketingLink:
    """The device that this computer is at a ticketing's server: the `address` of the server, the short names of the
    organizer and the event, the number and serial of the device. `is_revoked`: the organiser took its access away;
    `is_told`: somebody at this computer knows.
    """

    address: str = ""
    organizer: str = ""
    event: str = ""
    device: int = 0
    serial: str = ""
    is_revoked: bool = False
    is_told: bool = False


@dataclass(frozen=True, slots=True)
class OrderReading:
    """How far the orders were read: all changes until `complete` are applied; of a reading that was interrupted, the
    server's time at its `begun`, and the time of the newest order received (`reached`). The texts are the server's.
    """

    complete: str = ""
    begun: str = ""
    reached: str = ""


def load_link(db: Database) -> TicketingLink | None:
    """Return the link of this computer; None where there is none."""
    kept = _LINK.read(db)
    return _stored(TicketingLink, kept) if isinstance(kept, dict) else None


def save_link(db: EventDatabase, link: TicketingLink) -> None:
    """Store the link. Entries of before the first one are sent too."""
    with transaction(db):
        _LINK.write(db, asdict(link))
    db.note_settings()


def note_revoked(db: EventDatabase) -> None:
    """Note that the server revoked this device."""
    _change_link(db, lambda link: replace(link, is_revoked=True))


def note_told(db: EventDatabase) -> None:
    """Note that somebody was told of the revocation."""
    _change_link(db, lambda link: replace(link, is_told=True))


def _change_link(db: EventDatabase, change: Callable[[TicketingLink], TicketingLink]) -> None:
    """Change the link, if there still is one: another thread may be removing it."""
    with transaction(db):
        if link := load_link(db):
            _LINK.write(db, asdict(change(link)))
    db.note_settings()


def remove_link(db: EventDatabase) -> None:
    """Forget the server, and everything received from it that is not in the journal."""
    with transaction(db):
        for each in (_LINK, _TOKEN, _READING):
            each.remove(db)
        db.conn.execute("DELETE FROM ticketing_orders")
    db.note_settings()


def note_last_device(db: EventDatabase, device: int) -> None:
    """Note which device this computer was, before its link is removed."""
    with transaction(db):
        _BEFORE.write(db, device)


def last_device(db: Database) -> int:
    """Return the number of the device that this computer is, or was last; 0 if it never was one."""
    link, before = load_link(db), _BEFORE.read(db)
    return link.device if link else before if isinstance(before, int) else 0


def load_token(db: Database) -> str:
    """Return the token of a computer without a keyring, "" for none."""
    return str(_TOKEN.read(db) or "")


def save_token(db: EventDatabase, token: str) -> None:
    """Keep the token in the file: for a computer without a keyring."""
    with transaction(db):
        _TOKEN.write(db, token)
    db.note_settings()


def note_badge_remarks(db: EventDatabase, remarks: Sequence[str]) -> None:
    """Note what is different on the badges made of the server's layouts, as sentences."""
    with transaction(db):
        _BADGES.write(db, list(remarks))


def badge_remarks(db: Database) -> list[str]:
    """Return what is different on those badges."""
    kept = _BADGES.read(db)
    return [str(each) for each in kept] if isinstance(kept, list) else []


# Reading orders


def load_reading(db: Database) -> OrderReading:
    """Return how far the orders were read."""
    kept = _READING.read(db)
    found: OrderReading = _stored(OrderReading, kept if isinstance(kept, dict) else {})
    return found


def keep_orders(db: Database, orders: Iterable[tuple[str, str]], reading: OrderReading) -> None:
    """Keep a page of orders, as (code, JSON), until all are there."""
    with transaction(db):
        db.conn.executemany("INSERT OR REPLACE INTO ticketing_orders VALUES (?, ?)", list(orders))
        _READING.write(db, asdict(reading))


def kept_size(db: Database) -> int:
    """Return about how many bytes the orders have that were received and not yet applied."""
    ((size,),) = fetch_rows(db, "SELECT coalesce(sum(length(body)), 0) FROM ticketing_orders")
    return int(size)


def kept_orders(db: Database) -> list[dict[str, Any]]:
    """Return the orders that were received and not yet applied, by their codes."""
    return [json.loads(body) for (body,) in fetch_rows(db, "SELECT body FROM ticketing_orders ORDER BY code")]


def note_applied(db: Database, complete: str) -> None:
    """Note that all kept orders are in the journal. Call inside `connection.transaction`."""
    db.conn.execute("DELETE FROM ticketing_orders")
    _READING.write(db, asdict(OrderReading(complete)))


# Sending entries


def sent_place(db: Database) -> int:
    """Return the place of the journal up to which everything was sent, refused or was nothing to send."""
    place = _PLACE.read(db)
    return place if isinstance(place, int) else 0


def note_sent(db: Database, place: int) -> None:
    """Note that everything up to this place is done."""
    with transaction(db):
        _PLACE.write(db, place)


def is_still_to_be_sent(db: Database, entry: bytes) -> bool:
    """Whether this computer is a device of a server, and has not come to this entry yet."""
    sql = "SELECT 1 FROM journal_order WHERE id = ? AND place > ?"
    return load_link(db) is not None and bool(fetch_rows(db, sql, [entry, sent_place(db)]))


def quarantine(db: Database, entry: bytes, why: str, at: datetime) -> None:
    """Note that the server will never take this entry, and why. Call inside `connection.transaction`."""
    db.conn.execute("INSERT OR REPLACE INTO ticketing_refused VALUES (?, ?, ?)", [entry, why, at.isoformat()])


def release(db: Database, entry: bytes) -> None:
    """Note that the server took an entry after all. Call inside `connection.transaction`."""
    db.conn.execute("DELETE FROM ticketing_refused WHERE id = ?", [entry])


def quarantined(db: Database) -> list[tuple[bytes, str]]:
    """Return the refused entries in order, each with the server's reason."""
    return [(row[0], row[1]) for row in fetch_rows(db, "SELECT id, why FROM ticketing_refused ORDER BY id")]


def seen_refusals(db: Database) -> set[bytes]:
    """Return the refused entries that somebody has looked at."""
    seen = _SEEN.read(db)
    return set(map(bytes.fromhex, seen)) if isinstance(seen, list) else set()


def note_seen_refusals(db: EventDatabase, entries: Iterable[bytes]) -> None:
    """Note that these refused entries were looked at."""
    with transaction(db):
        _SEEN.write(db, [entry.hex() for entry in entries])


def _stored(cls: type[Any], kept: Mapping[str, Any]) -> Any:
    defaults = {f.name: f.default for f in fields(cls)}
    return cls(**{name: kept[name] if type(kept.get(name)) is type(d) else d for name, d in defaults.items()})


def places_after(db: Database, place: int, kinds: Sequence[str], limit: int) -> list[tuple[int, bytes]]:
    """Return the entries of these kinds after a place of the journal, as (place, id), in the order they came in; none
    that holds what came from the server.
    """
    marks = ",".join("?" * len(kinds))
    sql = (
        "SELECT place, journal_order.id FROM journal_order JOIN journal USING (id) "
        f"WHERE place > ? AND kind IN ({marks}) AND body ->> '$.ticketing' IS NULL ORDER BY place LIMIT {limit}"
    )
    return [(row[0], row[1]) for row in fetch_rows(db, sql, [place, *kinds])]


def count_let_in_despite(db: Database) -> int:
    """Return how many visits at check-in lists are of people who were let in in spite of a decision."""
    sql = "SELECT count(*) FROM visits WHERE over <> '' AND control_point GLOB ?"
    return int(fetch_rows(db, sql, [EVERY_LIST])[0][0])
