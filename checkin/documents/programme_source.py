# SPDX-License-Identifier: GPL-3.0-or-later
"""Programmes read from files, Checkin's own (TOML), calendars (ICS) and schedules (JSON); and calendars written.

Whatever the file contains, the result is a `ProgrammeSource` or one `UserError`. `core` interprets it.
"""

import json
import re
import tomllib
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checkin.core.local_time import YEARS
from checkin.core.message import Message, UserError
from checkin.core.schedules.foreign_schedules import Calendar, CalendarEntry
from checkin.documents.csv_reader import decode
from checkin.documents.input_table import LargeFileError, NoFileError, read_chosen_file
from checkin.documents.subprocess_reader import SubprocessMessages, run_in_subprocess

if TYPE_CHECKING:
    from icalendar import Component


# Reading calendars (ICS) with the library `icalendar`; `core.schedules` interprets them.
# A broken line costs its entry a field, never the whole file. The library is imported when first needed.

_DAMAGED = Message(
    "schedule", "This calendar is damaged. Nothing was changed; export it again from the program it comes from."
)
_TOO_RICH = Message(
    "schedule",
    "This calendar holds more than a programme can, or is nested without end. Nothing was changed; export only "
    "the days of the event.",
)
MOST_DEEP, MOST_PARTS = 10, 20_000
"""Depth of components in each other, and number of components in all. An entry with its alarm and speakers is 3
deep.
"""
_BORDER = re.compile(r"^(BEGIN|END):", re.IGNORECASE | re.MULTILINE)
_SPEAKER = "SPEAKER"
_LONGEST = timedelta(days=365)


def read_calendar_text(text: str) -> Calendar:
    """Return all calendars of a file as one. Raises `UserError` if there is none."""
    _look_at(text)
    import icalendar

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about time zones that the library guesses
        try:
            found = icalendar.Calendar.from_ical(text, multiple=True)
        except (ValueError, IndexError, KeyError, TypeError, AttributeError, RecursionError) as exc:
            raise UserError(_DAMAGED) from exc
        calendars = [c for c in found if c.name == "VCALENDAR"]
        if not calendars:
            raise UserError(_DAMAGED)
        events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
        return Calendar(
            entries=tuple(map(_entry, events)),
            title=_first(calendars, "NAME", "X-WR-CALNAME"),
            timezone=_first(calendars, "X-WR-TIMEZONE"),
            zones=tuple(filter(None, map(_zone, events))),
            unknown_zones=tuple(dict.fromkeys(filter(None, map(_unknown_zone, events)))),
            product=_first(calendars, "PRODID"),
        )


def _look_at(text: str) -> None:
    """Refuse files that would keep the library busy for hours: its time grows with depth times number of components."""
    depth = 0
    for parts, border in enumerate(_BORDER.finditer(text)):
        depth += 1 if border[1].upper() == "BEGIN" else -1
        if depth > MOST_DEEP or parts > 2 * MOST_PARTS:
            raise UserError(_TOO_RICH)


def _entry(event: "Component") -> CalendarEntry:
    starts = _date(event, "DTSTART")
    return CalendarEntry(
        uid=_text(event, "UID") or _text(event, "SUMMARY"),
        title=_text(event, "SUMMARY"),
        starts=starts,
        ends=_date(event, "DTEND") or _lasting(event, starts),
        room=_text(event, "LOCATION"),
        status=_text(event, "STATUS"),
        categories=tuple(str(c) for line in _lines(event, "CATEGORIES") for c in _of(line, "cats", ())),
        speakers=(*_attending(event), *_participants(event)),
        repeats=_rule(event),
        without=tuple(d for part in _parts(event, "EXDATE") for d in _sound(part)),
        instead_of=_date(event, "RECURRENCE-ID"),
    )


def _lines(event: "Component", name: str) -> list[Any]:
    """Return the values of all lines of this name: the library gives None, one value, or a list."""
    found = event.get(name)
    return found if isinstance(found, list) else [] if found is None else [found]


def _of(line: Any, name: str, default: Any) -> Any:
    """Return an attribute of a line; the library raises for an unreadable line only when it is accessed."""
    try:
        return getattr(line, name, default)
    except ValueError:
        return default


def _parts(event: "Component", name: str) -> Iterator[object]:
    """Yield the moments of lines that hold several each."""
    yield from (part.dt for line in _lines(event, name) for part in _of(line, "dts", ()))


def _text(event: "Component", name: str) -> str:
    return str(next(iter(_lines(event, name)), ""))


def _first(calendars: "Iterable[Component]", *names: str) -> str:
    """Return the first value. The library leaves values of non-standard properties escaped."""
    found = next(filter(None, (_text(c, name) for c in calendars for name in names)), "")
    return found.replace("\\,", ",").replace("\\;", ";").replace("\\n", " ").replace("\\\\", "\\")


def _date(event: "Component", name: str) -> date | None:
    return next((d for line in _lines(event, name) for d in _sound(_of(line, "dt", None))), None)


def _sound(found: object) -> Iterator[date]:
    if isinstance(found, date) and found.year in YEARS:
        yield found


def _lasting(event: "Component", starts: date | None) -> date | None:
    lasts = next((_of(line, "dt", None) for line in _lines(event, "DURATION")), None)
    if not isinstance(starts, datetime) or not isinstance(lasts, timedelta) or abs(lasts) > _LONGEST:
        return None
    return next(_sound(starts + lasts), None)


def _rule(event: "Component") -> dict[str, list[object]] | None:
    """Return the recurrence rule; one that cannot be read becomes a rule marked as not understood."""
    lines = _lines(event, "RRULE")
    if not lines and not _lines(event, "RDATE"):
        return None
    if len(lines) != 1 or _lines(event, "RDATE"):
        return {"RDATE": []}
    try:
        rule = {str(name).upper(): list(values) for name, values in lines[0].items()}
    except (ValueError, AttributeError, TypeError):
        return {"RDATE": []}
    return {name: values for name, values in rule.items() if name != "UNTIL" or list(_sound(values[0]))}


def _zone(event: "Component") -> str:
    starts = _date(event, "DTSTART")
    return getattr(getattr(starts, "tzinfo", None), "key", "")


def _unknown_zone(event: "Component") -> str:
    """Return the time zone if it is neither described in the file nor known: the library then drops it from the
    time.
    """
    starts = _date(event, "DTSTART")
    is_without = isinstance(starts, datetime) and starts.tzinfo is None
    return str(next(iter(_lines(event, "DTSTART"))).params.get("TZID", "")) if is_without else ""


def _attending(event: "Component") -> Iterator[tuple[str, str]]:
    """Yield attendees whose role is to speak. CHAIR does not count: calendars give it to the sender of the
    invitation.
    """
    for line in _lines(event, "ATTENDEE"):
        params = _of(line, "params", {})
        if _SPEAKER in (str(params.get(name, "")).upper() for name in ("ROLE", "X-ROLE", "PARTICIPANT-TYPE")):
            yield str(params.get("CN", "")), str(params.get("PARTSTAT", ""))


def _participants(event: "Component") -> Iterator[tuple[str, str]]:
    """Yield speakers as RFC 9073 describes them."""
    for part in event.walk("PARTICIPANT"):
        if _text(part, "PARTICIPANT-TYPE").upper() == _SPEAKER:
            yield _text(part, "SUMMARY"), _text(part, "STATUS")


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


# Writing a calendar (RFC 5545) with the library `icalendar`, which is imported when first needed.


@dataclass(frozen=True, slots=True)
class CalendarInvitation:
    """One entry of a calendar. `uid` stays the same when it is sent again; `begins` and `ends` have their offset, or
    are days, of which `ends` is the day after. Without `ends` nothing is known of the end.
    """

    uid: str
    title: str
    begins: datetime | date
    ends: datetime | date | None
    place: str = ""
    description: str = ""


def calendar_entries(invitations: Iterable[CalendarInvitation], made: datetime) -> bytes:
    """Return the calendar as UTF-8. Times are in UTC, so that no description of a time zone is needed; `made` has its
    offset. What is made later has a higher sequence: calendars take it for the newer.
    """
    import icalendar

    def moment(at: datetime | date) -> datetime | date:
        return at.astimezone(UTC) if isinstance(at, datetime) else at

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Checkin//Tickets//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for invitation in invitations:
        entry = icalendar.Event()
        entry.add("uid", invitation.uid)
        entry.add("dtstamp", moment(made))
        entry.add("sequence", int(made.timestamp()) // 60)
        entry.add("dtstart", moment(invitation.begins))
        if invitation.ends:
            entry.add("dtend", moment(invitation.ends))
        entry.add("summary", invitation.title)
        for name, text in (("location", invitation.place), ("description", invitation.description)):
            if text:
                entry.add(name, text)
        calendar.add_component(entry)
    return bytes(calendar.to_ical())
