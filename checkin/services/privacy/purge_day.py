# SPDX-License-Identifier: GPL-3.0-or-later
"""The day after which an event's people are purged, and what an organiser is told before. Purges nothing itself."""

import contextlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from checkin.core import purge
from checkin.core.entries import Entry, EntryKind, parse_moment
from checkin.core.message import LANGUAGES, Message, StorageError
from checkin.core.programme.programme import Programme
from checkin.core.programme.programme_edits import first_and_last
from checkin.core.supervisor import Authority
from checkin.core.sync.sync_status import ClockOffsets
from checkin.documents.atomic_write import write_file_atomically
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.storage import journal_purge
from checkin.storage import settings_store as kept
from checkin.storage.connection import transaction
from checkin.storage.settings_store import (
    EXPORT_FOLDERS,
    EXPORTED,
    EXPORTED_AT,
    EXPORTED_IN_PART,
    PURGE_DECIDED,
    PUT_OFF,
    REMINDED,
    SHOWN_PURGE,
    note,
    noted,
)
from checkin.translation import Translator, clock_time, translate

# The event's record of processing activities (GDPR, article 30): kept in the event, written as a page.


def load(event: EventFile) -> purge.PrivacyRecord:
    """Return the record as last described, empty before."""
    own = {entry.id for entry in event.journal.own_entries_of_kinds([EntryKind.PRIVACY_DESCRIBED])}
    kinds = [EntryKind.PRIVACY_DESCRIBED, EntryKind.EVENT_PURGED]
    return purge.fold_privacy_record(event.journal.entries_of_kinds(kinds), own)


def save(event: EventFile, record: purge.PrivacyRecord, *, at: datetime, desk: str) -> None:
    """Write the record as one entry, unless it is unchanged. The seal of a purge that is to happen by itself is kept at
    this computer alone: other desks could use it before its day.
    """
    if record == load(event):
        return
    with event.transaction():
        event.journal.append(EntryKind.PRIVACY_DESCRIBED, "", purge.record_body(record), at=at, desk=desk)
        if record.by_itself and record.by_itself.supervisor:
            PURGE_DECIDED.write(event.db, purge_decision(event, record.by_itself, record.until))


def purge_decision(event: EventFile, authority: Authority, until: date | None = None) -> dict[str, object]:
    """Return by whom and why people are erased, for the entry of the purge: sealed by the supervisor who typed a PIN,
    now or when it was decided in advance, for no earlier day than `until`.
    """
    decision: dict[str, object] = {"by": authority.name, "why": authority.why}
    if authority.supervisor:
        since, once = event.journal.now_ms(), secrets.token_bytes(8)
        if until:
            since = max(since, int(datetime.combine(until, time.min, UTC).timestamp() * 1000))
        return authority.sealed(event.key.event, EntryKind.EVENT_PURGED, "", decision, once, since)
    kept = PURGE_DECIDED.read(event.db)
    return kept if isinstance(kept, dict) and kept | decision == kept else decision


def write_page(event: EventFile, record: purge.PrivacyRecord, path: Path) -> None:
    """Write the page in every language."""
    write_file_atomically(path, page(event, record, tuple(map(Translator, LANGUAGES))).encode(), ".txt")


def page(event: EventFile, record: purge.PrivacyRecord, voices: tuple[Translator, ...]) -> str:
    """Return the record as one text, in each of these languages."""
    programme = event.programme()
    return "\n\n".join("\n".join(_lines(programme, record, voice)) for voice in voices) + "\n"


def _lines(programme: Programme, record: purge.PrivacyRecord, voice: Translator) -> list[str]:
    event, until = programme.event, purge.kept_until(record, programme)
    word: list[tuple[Message, str]] = [
        (Message("privacy", "Event"), " – ".join(filter(None, (event.title, *map(voice.day, first_and_last(event)))))),
        (CONTROLLER, record.controller or voice.translate(_TO_FILL_IN)),
        (PURPOSE, record.purpose or voice.translate(USUAL_PURPOSE)),
        (Message("privacy", "People concerned"), voice.translate(_PEOPLE_ARE)),
        (Message("privacy", "Data held"), voice.translate(_DATA_ARE)),
        (RECIPIENTS, record.recipients or voice.translate(USUAL_RECIPIENTS)),
        (UNTIL, voice.translate(_KEPT_UNTIL, day=voice.day(until)) if until else voice.translate(_TO_FILL_IN)),
        (Message("privacy", "How it is protected"), voice.translate(_SECURITY_IS)),
    ]
    title = voice.translate(Message("privacy", "Record of processing activities (GDPR, article 30)"))
    return [
        title,
        "=" * len(title),
        *(line for words, text in word for line in ("", voice.translate(words), f"  {text}")),
    ]


CONTROLLER = Message("privacy", "Who is responsible, and how to contact them")
PURPOSE = Message("privacy", "Purpose")
RECIPIENTS = Message("privacy", "Recipients")
UNTIL = Message("privacy", "Kept until")
USUAL_PURPOSE = Message("privacy", "To welcome registered people, print their badges, and prove who attended")
USUAL_RECIPIENTS = Message("privacy", "The organiser’s team and the volunteers at the welcome desk")
_TO_FILL_IN = Message("privacy", "[to be filled in]")
_PEOPLE_ARE = Message("privacy", "People registered for the event, speakers, supervisors of the desk")
_DATA_ARE = Message(
    "privacy",
    "Names, organisation, role, e-mail, phone, ticket code, the registration’s other columns, notes; times of "
    "arrival and exit",
)
_KEPT_UNTIL = Message("privacy", "{day}; then names, addresses and codes are deleted and anonymous figures stay")
_SECURITY_IS = Message(
    "privacy",
    "One file on the desks’ computers, no cloud; what desks exchange is encrypted; no names in logs or file "
    "names; every change is recorded; erased on all desks, with a dated record",
)


class PurgeDay:
    """The purge day of an event, by this desk's clock."""

    def __init__(self, event: EventFile, desk: Desk) -> None:
        self._event, self._desk = event, desk

    @property
    def until(self) -> date | None:
        """The chosen day, else the default; None for an event without a day."""
        return purge.kept_until(load(self._event), self._event.programme())

    @property
    def is_chosen(self) -> bool:
        return load(self._event).until is not None

    @property
    def is_due(self) -> bool:
        """Whether the day has passed while the file still has people."""
        until = self.until
        return until is not None and self._desk.now().date() > until and self.knows_somebody

    @property
    def knows_somebody(self) -> bool:
        return journal_purge.has_people(self._event.db) or journal_purge.has_new_texts(self._event.db)

    @property
    def erased_on(self) -> date | None:
        """The day of the purge; None before it, and once people were imported again."""
        at = erased_at(self._event)
        return at.astimezone(self._desk.now().tzinfo).date() if at else None

    @property
    def decided(self) -> Authority | None:
        """The authority for an automatic purge on that day; None without one, or once it is done."""
        return load(self._event).by_itself

    @property
    def is_put_off(self) -> bool:
        """Whether the purge was put off today, at this computer."""
        return noted(self._event.db, PUT_OFF) == self._desk.now().date().isoformat()

    def put_off(self) -> None:
        note(self._event.db, PUT_OFF, self._desk.now().date().isoformat())

    @property
    def is_clock_believed(self) -> bool:
        """Whether the journal contradicts this computer's clock nowhere."""
        newest = max(self._event.journal.newest_by_desk().values(), default=None)
        return purge.is_clock_credible(self._desk.now(), newest, self._ahead())

    def _ahead(self) -> float:
        """Return the seconds by which this computer's clock was last measured to be ahead."""
        clocks = ClockOffsets(self._event.journal.entries_of_kinds([EntryKind.CLOCK_MEASURED]))
        return clocks.ahead(self._desk.name, kept.load(self._event.db).identity)


def take_unread_purge(event: EventFile, desk: Desk) -> Entry | None:
    """Return the purge of another desk, in this desk's time, once: the next call returns None."""
    if not erased_at(event):
        return None
    newest = journal_purge.newest_purge(event.db)
    entry, is_read = event.journal.entry(newest), noted(event.db, SHOWN_PURGE) == newest.hex()
    if is_read or entry is None or entry.desk == desk.name:
        return None
    note(event.db, SHOWN_PURGE, newest.hex())
    return replace(entry, at=entry.at.astimezone(desk.now().tzinfo))


def erased_at(event: EventFile) -> datetime | None:
    """Return when the event was purged; None before it, and once people were imported again."""
    newest = journal_purge.newest_purge(event.db)
    entry = event.journal.entry(newest) if newest and not journal_purge.has_people(event.db) else None
    return entry.at if entry else None


# The last attendance export from this computer, how much was recorded since, and the folders of exports.

MOST_FOLDERS = 20


@dataclass(frozen=True, slots=True)
class LastExport:
    """The last export. `is_all`: nothing was recorded since.
    `is_part`: it had not all columns and scans, so what is only in the event goes with a purge.
    """

    at: datetime
    arrivals: int = 0
    is_all: bool = True
    is_part: bool = False

    @property
    def is_enough(self) -> bool:
        """Whether a purge takes nothing from the attendance that this export has not."""
        return self.is_all and not self.is_part


def last_export(event: EventFile) -> LastExport | None:
    """Return the last export, None if there was none."""
    noted_place, at = noted(event.db, EXPORTED), parse_moment(noted(event.db, EXPORTED_AT))
    if not noted_place or at is None:
        return None
    place = int(noted_place)
    is_all = event.journal.newest_place() == place
    arrivals = 0 if is_all else event.journal.count_since(EntryKind.CHECKED_IN, place)
    return LastExport(at, arrivals, is_all, bool(noted(event.db, EXPORTED_IN_PART)))


def note_exported(event: EventFile, place: int, at: datetime, *, is_part: bool = False) -> None:
    """Note that the attendance was exported up to journal position `place`, or a part of its columns.

    Take `place` before the export: entries that come meanwhile are not in it.
    """
    note(event.db, EXPORTED_IN_PART, "yes" if is_part else "")
    note(event.db, EXPORTED, str(place))
    note(event.db, EXPORTED_AT, at.isoformat())


def note_folder(event: EventFile, folder: Path) -> None:
    """Note a folder before a list of people is written to it: if the program is killed meanwhile, a purge looks there
    for what it left. An event that cannot be written is exported all the same.
    """
    whole = folder.absolute()
    with contextlib.suppress(StorageError):
        if whole not in (known := export_folders(event)):
            keep_folders(event, [*known, whole])


def export_folders(event: EventFile) -> list[Path]:
    """Return the folders to which lists were written, as far as they were noted."""
    kept = EXPORT_FOLDERS.read(event.db)
    return [Path(each) for each in kept if isinstance(each, str)] if isinstance(kept, list) else []


def keep_folders(event: EventFile, folders: Iterable[Path]) -> None:
    with transaction(event.db):
        EXPORT_FOLDERS.write(event.db, [str(each) for each in folders][-MOST_FOLDERS:])


# What is said when the window is closed: that people are still coming, or after the event what is left to do (once a
# day).

RUNNING = timedelta(hours=3)
"""How long after an arrival an event is taken to be going on."""


@dataclass(frozen=True, slots=True)
class LeftToDo:
    """Work left to do after the event.

    `is_exported`: the attendance was exported from this computer and nothing was written since. `until` is the last day
    before people are purged, automatically where `by_itself`; `erased` is the day on which they were.
    """

    is_exported: bool
    until: date | None
    by_itself: bool
    erased: date | None = None


class ClosingReminder:
    """The closing reminder of one desk's window."""

    def __init__(self, event: EventFile, desk: Desk) -> None:
        self._event, self._desk, self._day = event, desk, PurgeDay(event, desk)

    def is_running(self) -> bool:
        """Whether somebody arrived within the last hours, at any desk."""
        now, count = self._desk.now(), self._event.attendees.visit_count
        return count(now) > count(now - RUNNING)

    def left(self) -> LeftToDo | None:
        """Return what is left to do; None before the event is over, if reminded today, and once everyone is purged."""
        today = self._desk.now().date().isoformat()
        is_late = purge.is_event_over(self._desk.programme, self._desk.now())
        if not is_late or noted(self._event.db, REMINDED) == today or not self._day.knows_somebody:
            return None
        last = last_export(self._event)
        is_exported, by_itself = bool(last and last.is_enough), self._day.decided is not None
        return LeftToDo(is_exported, self._day.until, by_itself, self._day.erased_on)

    def note_reminded(self) -> None:
        note(self._event.db, REMINDED, self._desk.now().date().isoformat())


# A moment as a part of a sentence, with its day where that is not today.


def when_text(moment: datetime, now: datetime) -> str:
    """Return when something is or was: "at 08:31", of another day "on 05/10 at 08:31". Both are of one zone."""
    if moment.date() == now.date():
        return translate(_AT, time=clock_time(moment))
    day = f"{moment:%d/%m}" if moment.year == now.year else f"{moment:%d/%m/%Y}"
    return translate(_ON, day=day, time=clock_time(moment))


_AT, _ON = Message("moment", "at {time}"), Message("moment", "on {day} at {time}")
