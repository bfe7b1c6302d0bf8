# SPDX-License-Identifier: GPL-3.0-or-later
"""What helps whoever looks for a fault, as a file that somebody gives them: texts that anybody can read before. Nobody
is in it, and nothing is sent (docs/adr/0039).
"""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from checkin.core.errors import CheckinError
from checkin.core.nameless import error_kind
from checkin.core.words import Words
from checkin.desk.computer import crash_notes
from checkin.desk.computer.own_folder import LOG
from checkin.desk.computer.report_computer import devices, versions
from checkin.desk.computer.report_event import event_lines, setting_lines
from checkin.desk.event_file import EventFile
from checkin.documents.aside import write_aside
from checkin.language import say

LOGS = (f"{LOG}.2", f"{LOG}.1", LOG)
"""The oldest first."""


@dataclass(frozen=True, slots=True)
class Part:
    """One text of a report: what it is for people, the name of its file."""

    title: Words
    file: str
    text: str


def gather(folder: Path, event: EventFile | None, now: datetime) -> tuple[Part, ...]:
    """Everything, now. `folder` is Checkin's own. What cannot be read is said in its place."""
    parts = [
        Part(_VERSIONS, "versions.txt", _text(versions(now))),
        Part(_DEVICES, "devices.txt", _text(devices())),
    ]
    if event:
        parts.append(Part(_SETTINGS, "settings.txt", _tried(lambda: setting_lines(event))))
        parts.append(Part(_EVENT, "event.txt", _tried(lambda: event_lines(event))))
    parts.append(Part(_LOG, "log.txt", _text(_log(folder))))
    parts.append(Part(_CRASHES, "crashes.txt", _text(_crashes(folder))))
    told = "\n".join(f"{part.file}: {say(part.title)}" for part in parts)
    return (Part(_README, "readme.txt", f"{say(_WHAT, at=f'{now:%d/%m/%Y %H:%M}')}\n\n{told}\n"), *parts)


def write(parts: Iterable[Part], path: Path, now: datetime) -> None:
    """Whole or not at all. Raises `StorageError`."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for part in parts:
            described = zipfile.ZipInfo(part.file, now.timetuple()[:6])
            described.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(described, part.text)
    write_aside(path, packed.getvalue(), ".zip")


def _tried(lines: Callable[[], Iterator[str]]) -> str:
    """A damaged file is what a report may be about: it says so and goes on."""
    found: list[str] = []
    try:
        found += lines()
    except CheckinError as error:
        found.append(error_kind(error))
    return _text(found)


def _log(folder: Path) -> Iterator[str]:
    for name in LOGS:
        yield from _read(folder / name).splitlines()


def _crashes(folder: Path) -> Iterator[str]:
    yield from _read(folder / crash_notes.NOTES).splitlines()
    yield from crash_notes.nameless(_read(folder / crash_notes.RAW))


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"


_README = Words("report", "What this is")
_VERSIONS = Words("report", "Versions of the program and of its parts")
_DEVICES = Words("report", "Screens and cameras, by kind")
_SETTINGS = Words("report", "Settings: what is on, off, or chosen, without the texts")
_EVENT = Words("report", "The event in figures, and whether its file is sound")
_LOG = Words("report", "The log: what went wrong, and where in the program")
_CRASHES = Words("report", "Where the program was when it stopped without warning")
_WHAT = Words(
    "report",
    "Made by Checkin on {at}, for whoever helps to find a fault. It holds no name, e-mail, code, note or organisation, "
    "no password and no path. Nothing was sent: give it to whom you trust, and say what you did and what you saw.",
)
