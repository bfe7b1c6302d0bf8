# SPDX-License-Identifier: GPL-3.0-or-later
"""The event's part of a problem report: counts, integrity, settings; no names of people, nor of the event."""

from collections.abc import Iterator, Mapping, Sized
from dataclasses import fields, replace

from checkin.core.desk_settings import Settings
from checkin.core.languages import LANGUAGES
from checkin.core.printing.print_plan import NO_PLAN, PrintPlan
from checkin.core.support.log_redaction import redact_message
from checkin.services.badges.badge_building import shipped_template_files
from checkin.services.event_file import EventFile
from checkin.storage import file_statistics, settings_store
from checkin.storage.database import integrity_problems

SCHEMES = ("ipp", "ipps", "system", "pdf", "zpl", "zpl+usb", "brotherql", "brotherql+usb")
MOST_PROBLEMS = 20


def event_lines(event: EventFile) -> Iterator[str]:
    """Yield the event in figures. Reads the whole file; raises `StorageError`."""
    problems = integrity_problems(event.db)
    yield f"Integrity: {'sound' if not problems else f'{len(problems)} problems'}"
    yield from (f"  {redact_message(problem)}" for problem in problems[:MOST_PROBLEMS])
    yield from _section("File", file_statistics.sizes(event.db))
    yield from _section("Exchange", file_statistics.exchange(event.db))
    for heading, counts in file_statistics.journal(event.db).items():
        yield from _section(heading.capitalize(), counts)
    yield from _section("Badges", file_statistics.badges(event.db))
    yield from _section("Messages", file_statistics.messages(event.db))
    yield from _section("Tables", file_statistics.tables(event.db))
    yield from _section("Programme", _programme(event))


def setting_lines(event: EventFile) -> Iterator[str]:
    found = settings_store.load(event.db)
    yield from _section("Settings", redact_settings(replace(found, printing=NO_PLAN), Settings()))
    yield from _section("Printing", _printing(found.printing))


def _programme(event: EventFile) -> dict[str, int]:
    planned = event.programme()
    return {
        "sessions": len(planned.sessions),
        "speakers": len(planned.speakers),
        "categories": len(planned.categories),
        "control points": len(planned.control_points),
        "columns": len(planned.columns),
    }


def _printing(plan: PrintPlan) -> dict[str, str]:
    """Return the print plan without queue names, which may name people; only the address schemes."""
    ours = shipped_template_files()
    values = {"policy": str(plan.policy), "control points": str(len(plan.points))}
    values |= {"printer": _scheme(plan.printer), "second": _scheme(plan.second)}
    values["template"] = plan.template if plan.template in ours else "own" if plan.template else "by category"
    for number, (address, setup) in enumerate(plan.setups.items(), 1):
        paper, moved = setup.medium, setup.calibration
        size = f"{paper.width:g} × {paper.height:g} mm, {paper.dpi} dpi" if paper else "its own paper"
        values[f"setup {number}"] = f"{_scheme(address)}, {size}, moved {moved.x:g} {moved.y:g} mm, × {moved.scale:g}"
    return values


def _scheme(address: str) -> str:
    scheme = address.partition(":")[0]
    return scheme if scheme in SCHEMES else "other" if address else "none"


def _section(heading: str, lines: Mapping[str, object]) -> Iterator[str]:
    yield f"{heading}:"
    yield from (f"  {name}: {value}" for name, value in lines.items())


SHOWN_VALUES = {
    "language": ("", *LANGUAGES),
    "theme": ("", "system", "light", "dark", "contrast"),
    "tied_codes": ("keep", "replace"),
}
"""Settings whose text may be shown, and the words it may be."""


def redact_settings(settings: Settings, delivered: Settings) -> dict[str, str]:
    """Return every setting by name; `delivered` are the defaults."""
    names = [field.name for field in fields(settings)]
    return {name: _redacted(name, getattr(settings, name), getattr(delivered, name)) for name in names}


def _redacted(name: str, value: object, default: object) -> str:
    if isinstance(value, bool | int | float):
        return str(value)
    if isinstance(value, str):
        if value in SHOWN_VALUES.get(name, ()):
            return value or "as the system"
        return "as delivered" if value == default else "set" if value else "not set"
    return (
        f"{len(value)} of them" if isinstance(value, Sized | Mapping) else "as delivered" if value == default else "set"
    )
