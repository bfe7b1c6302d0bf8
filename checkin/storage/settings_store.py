# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings of this computer, stored in the event file. Never copied to other desks."""

import json
from dataclasses import asdict, fields
from typing import Any

from sqlite_utils import Database

from checkin.core.desk_settings import Settings
from checkin.core.print_jobs import PrintPolicy
from checkin.core.print_plan import Calibration, Medium, PrinterSetup, PrintPlan
from checkin.storage.connection import EventDatabase, fetch_rows, transaction
from checkin.storage.stored import stored_setting

_PRINTING = "printing"
"""The only setting that is not a string, number or boolean."""


def load(db: Database) -> Settings:
    """Return the stored settings; missing or unknown values have their default."""
    return from_plain(
        {name: stored_setting(value) for name, value in fetch_rows(db, "SELECT name, value FROM settings")}
    )


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
    with transaction(db):
        db.conn.executemany(
            "INSERT OR REPLACE INTO settings VALUES (?, ?)",
            [(name, json.dumps(value)) for name, value in to_plain(settings).items()],
        )
    if isinstance(db, EventDatabase):
        db.note_settings()


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
