# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps in the event file when each drive was last at this computer, and how much of the journal was on it then.

A setting of its own, as it is written in another thread. Drives are told apart by their names alone.
"""

from datetime import datetime

from checkin.core.sync.usb_drives import UsbDriveVisit
from checkin.storage.connection import transaction
from checkin.storage.journal_purge import newest_purge
from checkin.storage.row_decoding import fetch_rows
from checkin.storage.settings_table import Setting
from checkin.storage.sqlite_library import Database

_VISITS = Setting("key_visits")


def load(db: Database) -> UsbDriveVisit | None:
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


def save(db: Database, key: str, at: datetime, delivered: int) -> None:
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
