# SPDX-License-Identifier: GPL-3.0-or-later
"""Problem reports: a file of readable texts for support, without names, that is never sent (docs/adr/0039)."""

import io
import platform
import re
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, qVersion
from PySide6.QtGui import QGuiApplication

from checkin import __version__
from checkin.core.desk_settings import Settings
from checkin.core.message import LANGUAGES, CheckinError, Message
from checkin.core.print_jobs import NO_PLAN, PrintPlan
from checkin.core.support import error_type, redact_device_name, redact_message
from checkin.documents.atomic_write import write_file_atomically
from checkin.paths import LOG
from checkin.services.badges.badge_building import shipped_template_files
from checkin.services.computer import crash_recovery
from checkin.services.computer.release_notes import program_parts
from checkin.services.event_file import EventFile
from checkin.storage import event_counts, settings_store
from checkin.storage.database import integrity_problems
from checkin.storage.regular_files import read_regular_file
from checkin.storage.sqlite_library import sqlite3
from checkin.translation import current_language, translate

# The computer's part of a problem report: versions, screens, cameras; no user names, serial numbers or addresses.


def versions(now: datetime) -> Iterator[str]:
    yield f"Checkin: {__version__}{' (packaged)' if getattr(sys, 'frozen', False) else ''}"
    yield f"Python: {platform.python_version()}"
    yield f"Qt: {qVersion()} ({QLibraryInfo.version().toString()} built)"
    yield f"SQLite: {sqlite3.sqlite_version}"
    release = re.match(r"[\d.]*", platform.release())  # what follows may name the builder
    yield f"System: {platform.system()} {release[0] if release else '?'} {platform.machine()}"
    yield f"Language: {current_language()}"
    yield f"Offset of the clock from UTC: {now:%z}"
    for part in program_parts():
        yield f"{part.name}: {part.version}"


def devices() -> Iterator[str]:
    """Yield the screens and cameras; a single line without a graphical application."""
    if not isinstance(QCoreApplication.instance(), QGuiApplication):
        yield "Asked without a window: screens and cameras are not known."
        return
    yield f"Windows by: {QGuiApplication.platformName()}"
    for number, screen in enumerate(QGuiApplication.screens(), 1):
        size, ratio, rate = screen.size(), screen.devicePixelRatio(), screen.refreshRate()
        yield f"Screen {number}: {size.width()} × {size.height()}, scale {ratio:g}, {rate:.0f} Hz"
    yield from _cameras()


def _cameras() -> Iterator[str]:
    from PySide6.QtMultimedia import QMediaDevices

    cameras = QMediaDevices.videoInputs()
    yield f"Cameras: {len(cameras)}"
    for number, camera in enumerate(cameras, 1):
        sizes = [form.resolution() for form in camera.videoFormats()]
        widest = max(sizes, key=lambda size: size.width(), default=None)
        most = f", at most {widest.width()} × {widest.height()}" if widest else ""
        yield f"Camera {number}: {redact_device_name(camera.description())}{most}, {len(sizes)} formats"


# The event's part of a problem report: counts, integrity, settings; no names of people, nor of the event.

SCHEMES = ("ipp", "ipps", "system", "pdf", "zpl", "zpl+usb", "brotherql", "brotherql+usb")
MOST_PROBLEMS = 20


def event_lines(event: EventFile) -> Iterator[str]:
    """Yield the event in figures. Reads the whole file; raises `StorageError`."""
    problems = integrity_problems(event.db)
    yield f"Integrity: {'sound' if not problems else f'{len(problems)} problems'}"
    yield from (f"  {redact_message(problem)}" for problem in problems[:MOST_PROBLEMS])
    yield from _section("File", event_counts.sizes(event.db))
    yield from _section("Exchange", event_counts.exchange(event.db))
    for heading, counts in event_counts.journal(event.db).items():
        yield from _section(heading.capitalize(), counts)
    yield from _section("Badges", event_counts.badges(event.db))
    yield from _section("Messages", event_counts.messages(event.db))
    yield from _section("Tables", event_counts.tables(event.db))
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


LOGS = (f"{LOG}.2", f"{LOG}.1", LOG)
"""Log files, oldest first."""


@dataclass(frozen=True, slots=True)
class ReportPart:
    """One text of a report: its title for people, its file name."""

    title: Message
    file: str
    text: str


def gather(folder: Path, event: EventFile | None, now: datetime) -> tuple[ReportPart, ...]:
    """Return all parts of a report. `folder` is the program's own. A part that cannot be read says so."""
    parts = [
        ReportPart(_VERSIONS, "versions.txt", _text(versions(now))),
        ReportPart(Message("report", "Screens and cameras, by type"), "devices.txt", _text(devices())),
    ]
    if event:
        parts.append(ReportPart(_SETTINGS, "settings.txt", _tried(lambda: setting_lines(event))))
        parts.append(ReportPart(_EVENT, "event.txt", _tried(lambda: event_lines(event))))
    parts.append(ReportPart(_LOG, "log.txt", _text(_log(folder))))
    parts.append(ReportPart(_CRASHES, "crashes.txt", _text(_crashes(folder))))
    sentence = "\n".join(f"{part.file}: {translate(part.title)}" for part in parts)
    return (
        ReportPart(_README, "readme.txt", f"{translate(_WHAT, at=f'{now:%d/%m/%Y %H:%M}')}\n\n{sentence}\n"),
        *parts,
    )


def write_report(parts: Iterable[ReportPart], path: Path, now: datetime) -> None:
    """Write the report as a zip file, completely or not at all. Raises `StorageError`."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for part in parts:
            described = zipfile.ZipInfo(part.file, now.timetuple()[:6])
            described.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(described, part.text)
    write_file_atomically(path, packed.getvalue(), ".zip")


def _tried(lines: Callable[[], Iterator[str]]) -> str:
    """Return the lines, ending with the type of the error if one is raised: a report may be about a damaged file."""
    found: list[str] = []
    try:
        found += lines()
    except CheckinError as error:
        found.append(error_type(error))
    return _text(found)


def _log(folder: Path) -> Iterator[str]:
    for name in LOGS:
        yield from _read(folder / name).splitlines()


def _crashes(folder: Path) -> Iterator[str]:
    yield from _read(folder / crash_recovery.NOTES).splitlines()
    yield from crash_recovery.redact_crash(_read(folder / crash_recovery.RAW))


def _read(path: Path) -> str:
    try:
        return read_regular_file(path, crash_recovery.MOST).decode("utf-8", "replace")
    except OSError:
        return ""


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"


_README = Message("report", "What this is")
_VERSIONS = Message("report", "Versions of the program and its components")
_SETTINGS = Message("report", "Settings: what is on, off, or chosen, without the texts")
_EVENT = Message("report", "The event in figures, and whether its file is intact")
_LOG = Message("report", "The log: what went wrong, and where in the program")
_CRASHES = Message("report", "Where the program was when it stopped unexpectedly")
_WHAT = Message(
    "report",
    "Made by Checkin on {at}, to help someone find a fault. It holds no name, e-mail, code, note or "
    "organisation, no password and no file path. Nothing was sent: give it to someone you trust, and say what "
    "you did and what you saw.",
)
