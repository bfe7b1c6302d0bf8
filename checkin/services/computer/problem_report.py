# SPDX-License-Identifier: GPL-3.0-or-later
"""Problem reports: a file of readable texts for support, without names, that is never sent (docs/adr/0039)."""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from checkin.core.errors import CheckinError
from checkin.core.message import Message
from checkin.core.support.log_redaction import error_type
from checkin.documents.atomic_write import write_file_atomically
from checkin.paths import LOG
from checkin.services.computer import crash_notes
from checkin.services.computer.problem_report_computer import devices, versions
from checkin.services.computer.problem_report_event import event_lines, setting_lines
from checkin.services.event_file import EventFile
from checkin.storage.regular_files import read_regular_file
from checkin.translation import translate

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
        ReportPart(_DEVICES, "devices.txt", _text(devices())),
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
    yield from _read(folder / crash_notes.NOTES).splitlines()
    yield from crash_notes.redact_crash(_read(folder / crash_notes.RAW))


def _read(path: Path) -> str:
    try:
        return read_regular_file(path, crash_notes.MOST).decode("utf-8", "replace")
    except OSError:
        return ""


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"


_README = Message("report", "What this is")
_VERSIONS = Message("report", "Versions of the program and its components")
_DEVICES = Message("report", "Screens and cameras, by type")
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
