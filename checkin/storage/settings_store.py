# SPDX-License-Identifier: GPL-3.0-or-later
"""What this computer keeps for itself in the event file: its settings, those of its kiosk, what it did and when, and
the processes that synchronised this file. Never copied to other desks.
"""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from checkin.core.desk_settings import Settings
from checkin.core.kiosk.kiosk_answers import GreetingStyle, KioskSettings
from checkin.core.printing.print_jobs import PrintPolicy
from checkin.core.printing.print_plan import Calibration, Medium, PrinterSetup, PrintPlan
from checkin.storage.connection import EventDatabase, transaction
from checkin.storage.settings_table import Setting, read_settings, write_settings
from checkin.storage.sqlite_library import Database

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
    defaults = {f.name: f.default for f in fields(Settings) if f.name != _PRINTING}
    plain: dict[str, Any] = {n: kept[n] if type(kept.get(n)) is type(d) else d for n, d in defaults.items()}
    return Settings(**plain, printing=_plan(kept.get(_PRINTING)))


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
    kept = _KIOSK.read(db)
    if not isinstance(kept, dict):
        return KioskSettings()
    greeting = kept.get("greeting")
    known = GreetingStyle(greeting) if greeting in set(GreetingStyle) else GreetingStyle.INITIAL
    return KioskSettings(kept.get("is_open") is True, known)


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
