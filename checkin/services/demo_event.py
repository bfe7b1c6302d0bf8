# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo event of 4 July 2023, made fresh from the files in resources/demo."""

import tomllib
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from checkin.core.programme.programme import Event
from checkin.core.tokens import EventKey
from checkin.services.event_file import EventFile
from checkin.services.lists.list_importing import import_list
from checkin.services.programme.programme_importing import load_programme
from checkin.storage.settings_store import IS_DEMO, note

OPENING_TIME = time(8, 30)
"""The time of day at which the demonstration begins, on the event's own day."""


def make_demo(folder: Path, sources: Path, monotonic: Callable[[], float]) -> tuple[EventFile, Callable[[], datetime]]:
    """Return the event file made in `folder`, and its clock, which starts at `OPENING_TIME` now.

    `sources` is resources/demo.
    """
    described = tomllib.loads((sources / "event.toml").read_text(encoding="utf-8"))
    key = EventKey(described["id"], bytes.fromhex(described["secret_hex"]))
    programme = load_programme(sources / "programme.toml")
    event = EventFile.create(folder / "demo.checkin", key)
    note(event.db, IS_DEMO, "demo")
    now = _clock(programme.event, monotonic)
    event.plan(programme, at=now(), desk="Accueil 1")
    import_list(event, sources / "attendees.csv", at=now(), desk="Accueil 1")
    return event, now


def _clock(event: Event, monotonic: Callable[[], float]) -> Callable[[], datetime]:
    assert event.day
    opening = datetime.combine(event.day, OPENING_TIME, ZoneInfo(event.timezone))
    began = monotonic()
    return lambda: opening + timedelta(seconds=monotonic() - began)
