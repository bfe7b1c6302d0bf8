# SPDX-License-Identifier: GPL-3.0-or-later
"""What this computer keeps for itself in the event file: its settings, those of its kiosk, what it did and when, and
the processes that synchronised this file. Never copied to other desks.
"""

import json
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any

from checkin.core.desk_settings import Settings
from checkin.core.json_values import with_defaults
from checkin.core.kiosk_answers import KioskSettings
from checkin.core.mail.mail_account import MailAccount
from checkin.core.print_jobs import Calibration, Medium, PrinterSetup, PrintPlan, PrintPolicy
from checkin.core.sync.invitation import UsbDriveVisit
from checkin.core.ticketing.ticketing_status import EVERY_LIST
from checkin.storage.connection import EventDatabase, transaction
from checkin.storage.journal_purge import newest_purge
from checkin.storage.sqlite_library import Database, Setting, fetch_rows, read_settings, write_settings

_PRINTING = "printing"
"""The only setting that is not a string, number or boolean."""

REMINDED, PUT_OFF = Setting("reminded_on"), Setting("purge_put_off_on")
PURGE_DECIDED = Setting("purge_decided")
"""Who decided that people are to be erased by itself, and why, with the seal for the entry of that purge."""
SHOWN_PURGE = Setting("purge_shown")
"""The purge of another desk that was last shown to the user."""
EXPORTED, EXPORTED_AT = Setting("exported_at_place"), Setting("exported_at")
EXPORTED_IN_PART = Setting("exported_in_part")
"""The place of the journal up to which entries were exported, and when."""
EXPORT_FOLDERS = Setting("export_folders")
"""The folders to which lists of people were written from this computer, the newest last."""
BLANKS_MADE = Setting("blanks_made")
"""Whether blank badges were made here, which are given to people later."""

IS_DEMO = Setting("is_demo")
"""Whether the file is the demonstration, which `checkin demo` alone notes."""

_KIOSK, _SCAN_ONLY, _SESSIONS = Setting("kiosk"), Setting("scan_only"), Setting("processes")
KEPT_SESSIONS = 100
"""Number of newest sessions kept: more than a day of synchronising."""


def load(db: Database) -> Settings:
    """Return the stored settings; missing or unknown values have their default."""
    return from_plain(read_settings(db))


def from_plain(kept: dict[str, Any]) -> Settings:
    """Return the settings from the values of `to_plain`; missing or unknown values have their default."""
    return replace(with_defaults(Settings, kept), printing=_plan(kept.get(_PRINTING)))


def to_plain(settings: Settings) -> dict[str, object]:
    """Return the settings as JSON values."""
    values = {f.name: getattr(settings, f.name) for f in fields(Settings)}
    return values | {_PRINTING: _plain(settings.printing)}


def save(db: Database, settings: Settings) -> None:
    _write(db, to_plain(settings))


def load_kiosk(db: Database) -> KioskSettings:
    """Return the stored settings of the kiosk; missing or unknown values have their default.

    They are apart from the other settings: another window that saves its settings later must not open the kiosk.
    """
    return with_defaults(KioskSettings, _KIOSK.read(db))


def save_kiosk(db: Database, settings: KioskSettings) -> None:
    _write(db, {_KIOSK.name: asdict(settings)})


def is_scan_only(db: Database) -> bool:
    """Whether this desk only scans. Apart from the other settings, as that of the kiosk."""
    return _SCAN_ONLY.read(db) is True


def save_scan_only(db: Database, is_on: bool) -> None:
    _write(db, {_SCAN_ONLY.name: is_on})


def _write(db: Database, values: Mapping[str, object]) -> None:
    with transaction(db):
        write_settings(db, values)
    if isinstance(db, EventDatabase):
        db.note_settings()


def noted(db: Database, setting: Setting) -> str:
    """Return what `note` noted, "" if nothing."""
    return str(setting.read(db) or "")


def note(db: Database, setting: Setting, value: str) -> None:
    """Note what this computer did or showed, or when."""
    with transaction(db):
        setting.write(db, value)


def begin_session(db: EventDatabase) -> str:
    """Return a new id for a process that synchronises, stored before any other desk hears of it.

    A copy of the file on another computer does not know the sessions that began after it was made, and is detected by
    that.
    """
    process = secrets.token_hex(6)
    with transaction(db):
        _SESSIONS.write(db, [*_sessions(db), process][-KEPT_SESSIONS:])
    return process


def known_sessions(db: EventDatabase) -> frozenset[str]:
    return frozenset(_sessions(db))


def _sessions(db: EventDatabase) -> list[str]:
    kept = _SESSIONS.read(db)
    return [str(process) for process in kept] if isinstance(kept, list) else []


def _plain(plan: PrintPlan) -> dict[str, object]:
    values: dict[str, object] = {f.name: getattr(plan, f.name) for f in fields(plan)}
    return values | {"setups": {address: asdict(setup) for address, setup in plan.setups.items()}}


def _plan(kept: Any) -> PrintPlan:
    """Return the stored plan, whole or the default: half a plan would print on the wrong paper."""
    try:
        setups = {str(address): _setup(values) for address, values in kept["setups"].items()}
        words = {name: str(kept[name]) for name in ("printer", "second", "template")}
        return PrintPlan(
            **words, policy=PrintPolicy(kept["policy"]), points=tuple(map(str, kept["points"])), setups=setups
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        return PrintPlan()


def _setup(values: Any) -> PrinterSetup:
    medium = values["medium"]
    return PrinterSetup(
        str(values["name"]),
        Medium(float(medium["width"]), float(medium["height"]), int(medium["dpi"])) if medium else None,
        Calibration(**{name: float(value) for name, value in values["calibration"].items()}),
    )


# The account that this computer sends an event's messages from. Never copied to other desks; its password is not
# here.

_ACCOUNT = Setting("mail_account")


def load_mail_account(db: EventDatabase) -> MailAccount:
    """Return the stored account; missing or unknown values have their default."""
    return with_defaults(MailAccount, _ACCOUNT.read(db))


def save_mail_account(db: EventDatabase, account: MailAccount) -> None:
    """Store the account."""
    with transaction(db):
        _ACCOUNT.write(db, asdict(account))
    db.note_settings()


# Keeps in the event file when each drive was last at this computer, and how much of the journal was on it then.
# A setting of its own, as it is written in another thread. Drives are told apart by their names alone.

_VISITS = Setting("key_visits")


def load_usb_drive(db: Database) -> UsbDriveVisit | None:
    """Return the drive that was here last; None if there was none. The cost does not grow with the journal."""
    return max(load_all(db), key=lambda visit: visit.at, default=None)


def load_all(db: Database) -> tuple[UsbDriveVisit, ...]:
    """Return all drives that were here, in the order of their first visits."""
    if not (kept := _kept(db)):
        return ()
    count, purge = entries(db), _place_of_purge(db)
    return tuple(
        UsbDriveVisit(name, datetime.fromisoformat(at), max(0, count - delivered), is_before_purge=purge > delivered)
        for name, (at, delivered) in kept.items()
    )


def load_unerased(db: Database) -> tuple[UsbDriveVisit, ...]:
    """Return the drives that still have the people of a purge."""
    return tuple(visit for visit in load_all(db) if visit.is_before_purge)


def save_usb_drive(db: Database, key: str, at: datetime, delivered: int) -> None:
    """Store a visit; `delivered` is the number of `entries` on the drive when it left."""
    with transaction(db):
        _keep(db, _kept(db) | {key: (at.isoformat(), delivered)})


def forget(db: Database, key: str) -> None:
    """Forget a drive that holds nothing of the event any more."""
    with transaction(db):
        _keep(db, {name: visit for name, visit in _kept(db).items() if name != key})


def entries(db: Database) -> int:
    """Return the number of entries. Places are consecutive and no entry is ever deleted, so the last place is the
    count.
    """
    return int(fetch_rows(db, "SELECT coalesce(max(place), 0) FROM journal_order")[0][0])


def _kept(db: Database) -> dict[str, tuple[str, int]]:
    kept = _VISITS.read(db)
    found: dict[str, tuple[str, int]] = {}
    for row in kept if isinstance(kept, list) else ():
        match row:
            case {"key": str(key), "at": str(at), "told": int(told)}:
                found[key] = (at, told)
    return found


def _keep(db: Database, visits: dict[str, tuple[str, int]]) -> None:
    _VISITS.write(db, [{"key": key, "at": at, "told": delivered} for key, (at, delivered) in visits.items()])


def _place_of_purge(db: Database) -> int:
    """Return the place of the newest purge; 0 if there was none."""
    found = fetch_rows(db, "SELECT place FROM journal_order WHERE id = ?", [newest_purge(db)])
    return int(found[0][0]) if found else 0


# What this computer keeps of its connection to a ticketing's server: as which device, how far it has read and sent,
# orders that were received and not yet applied, and entries that the server refused. Never copied to other desks.

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
    return with_defaults(TicketingLink, kept) if isinstance(kept, dict) else None


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
    return with_defaults(OrderReading, _READING.read(db))


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
