# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a programme: Checkin's own (TOML), a calendar (ICS) or a schedule (JSON), recognised by content.

Whatever the file contains, the result is a `ProgrammeSource` or one `UserError`. `core` interprets it.
"""

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.core.schedules.ical_schedule import Calendar
from checkin.documents.calendar_file import read_calendar_text
from checkin.documents.chosen_file import LargeFileError, NoFileError, read_chosen_file
from checkin.documents.subprocess_reader import SubprocessMessages, run_in_subprocess
from checkin.documents.text_decoding import decode

MOST_BYTES = 4 << 20
"""Bytes of the file. The schedule of a congress of 17,000 people is 2 MB."""

LARGE = 64 << 10
"""Bytes; a smaller file is read in a moment, whatever it contains."""
SECONDS = 30.0

_CALENDAR = "BEGIN:VCALENDAR"
_BEFORE = "\ufeff \t\r\n"
"""Characters that may precede the content of a file."""


@dataclass(frozen=True, slots=True)
class OurFile:
    """A parsed programme file (docs/programme.md)."""

    document: dict[str, Any]


@dataclass(frozen=True, slots=True)
class FrabFile:
    """A parsed JSON schedule, as pretalx and frab write it."""

    document: Any


ProgrammeSource = OurFile | Calendar | FrabFile


def read_programme_source(path: Path) -> ProgrammeSource:
    """Return the content of a programme file. A large file is read in a process of its own.

    Raises `UserError`, with the name of the file, if it cannot be read.
    """
    if is_large(path):
        return run_in_subprocess(_read, path, SubprocessMessages(_TOO_SLOW, _GAVE_UP), SECONDS)
    return _read(path)


def is_large(path: Path) -> bool:
    """Whether reading may block a window noticeably."""
    try:
        return path.stat().st_size > LARGE
    except (OSError, ValueError):
        return False


def _read(path: Path) -> ProgrammeSource:
    data = _bytes(path)
    if path.suffix.lower() == ".toml":
        return OurFile(_toml(data, path))
    text = decode(data).text.lstrip(_BEFORE)
    if text.startswith("{"):
        return FrabFile(_json(text, path))
    if text[: len(_CALENDAR)].upper() == _CALENDAR:
        return read_calendar_text(text)
    if path.suffix.lower() in (".ics", ".json"):
        raise UserError(_NO_PROGRAMME, name=path.name)
    return OurFile(_toml(data, path))


def _bytes(path: Path) -> bytes:
    try:
        return read_chosen_file(path, MOST_BYTES)
    except NoFileError as exc:
        raise UserError(_NO_PROGRAMME, name=path.name) from exc
    except LargeFileError as exc:
        raise UserError(_TOO_BIG, name=path.name, megabytes=MOST_BYTES >> 20) from exc
    except OSError as exc:
        raise UserError(_UNREADABLE, name=path.name) from exc


def _toml(data: bytes, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as exc:  # not TOML, not UTF-8, or nested too deeply
        raise UserError(_MISWRITTEN, name=path.name, what=str(exc)) from exc


def _json(text: str, path: Path) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as exc:
        raise UserError(_MISWRITTEN, name=path.name, what=str(exc)) from exc


_UNREADABLE = Message("programme", "The programme “{name}” cannot be read. Nothing was changed; choose another file.")
_MISWRITTEN = Message("programme", "The programme “{name}” has a mistake in it: {what}. Nothing was changed.")
_NO_PROGRAMME = Message(
    "programme",
    "“{name}” is not a programme. Nothing was changed; choose a calendar (ICS), a schedule.json from pretalx "
    "or frab, or a programme file (TOML).",
)
_TOO_SLOW = Message(
    "programme", "This programme takes too long to read. Nothing was changed; export it with fewer days."
)
_GAVE_UP = Message(
    "programme", "This programme is damaged, or far too large. Nothing was changed; choose another file."
)
_TOO_BIG = Message(
    "programme",
    "“{name}” is larger than {megabytes} MB, too large for a programme. Nothing was changed; choose another file.",
)
