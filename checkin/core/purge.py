# SPDX-License-Identifier: GPL-3.0-or-later
"""The purge of an event's personal data: what it takes from entries, what it leaves, its deadline, and the record of
processing.
"""

import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType

from checkin.core.attendee import CUSTOM, FIELD_NAMES
from checkin.core.entries import CHECKED, GREATEST, TIED, WRITTEN_AT, Entry, EntryKind, body_text, readable_body
from checkin.core.history import UNDERSTOOD
from checkin.core.message import Message, SyncError, UserError
from checkin.core.payments import CENTS, MEANS
from checkin.core.programme.programme import Programme
from checkin.core.supervisor import Authority
from checkin.core.sync.conflicts import CONFLICT, HOW, INSTEAD, OVER, RESOLUTION_ID, ConflictKind
from checkin.core.sync.sealed_entry import SealedEntry

Anonymous = Callable[[str], str]
"""A function from the subject of an entry to the anonymous subject that replaces it, "" if there is none."""

Fields = Mapping[str, Mapping[str, str]]
"""The names of fields afterwards (`anonymous_field_names`), by the hex id of their correction."""

PREFIX = "anonymous:"

IMPERSONAL_KINDS = frozenset(
    {
        EntryKind.EVENT_DESCRIBED,
        EntryKind.CATEGORY_PLANNED,
        EntryKind.SESSION_PLANNED,
        EntryKind.CONTROL_POINT_PLANNED,
        EntryKind.COLUMN_PLANNED,
        EntryKind.BADGE_TEMPLATE_SAVED,
        EntryKind.BADGE_TEMPLATE_WITHDRAWN,
        EntryKind.BADGE_PICTURE_KEPT,
        EntryKind.CLOCK_MEASURED,
        EntryKind.PRIVACY_DESCRIBED,
        EntryKind.EVENT_PURGED,
        EntryKind.REHEARSAL_BEGUN,
        EntryKind.TICKETS_DESCRIBED,
        EntryKind.TICKET_TEMPLATE_SAVED,
        EntryKind.TICKET_TEMPLATE_WITHDRAWN,
        EntryKind.TICKETING_DESCRIBED,
        EntryKind.TICKETING_JOINED,
        EntryKind.TICKETING_LEFT,
        EntryKind.PRODUCT_PLANNED,
        EntryKind.CHECK_IN_LIST_PLANNED,
        EntryKind.QUESTION_PLANNED,
    }
)
"""The kinds about the event, not about people: kept whole."""


def anonymous_subject(first: bytes) -> str:
    """Return the anonymous subject of the person first named in the entry with this id. It holds nothing of the
    person.
    """
    return PREFIX + first.hex()


def anonymous_person_of(merge: bytes) -> str:
    """Return the anonymous subject of a person known only because the entry with this id merged a record into
    theirs.
    """
    return f"{PREFIX}into:{merge.hex()}"


def is_anonymous(subject: str) -> bool:
    return subject.startswith(PREFIX)


def anonymise_entry(entry: SealedEntry, anonymous: Anonymous, fields: Fields = MappingProxyType({})) -> SealedEntry:
    """Return `entry` without the person. Entries that are anonymous already, or about no person, stay as they are."""
    if entry.kind in IMPERSONAL_KINDS:
        return entry
    subject = _mapped(entry.subject, anonymous)
    body = _sifted(entry.kind, readable_body(entry.body), anonymous, fields) if subject or not entry.subject else {}
    if entry.kind == EntryKind.ATTENDEE_ADDED and subject:
        body["last_name"] = shown_name(subject)
    return SealedEntry(entry.id, entry.kind, subject, entry.desk, entry.at, _text(body))


def _text(body: Mapping[str, object]) -> str:
    """Return the body's JSON, "{}" where it is refused: no old entry may prevent a purge."""
    try:
        return body_text(body)
    except UserError:
        return "{}"


def anonymise_before_purge(entry: SealedEntry, purge: bytes) -> SealedEntry:
    """Return the entry; one from before the purge, of which nothing else is known, without any person."""
    return anonymise_entry(entry, lambda _: "") if entry.id < purge else entry


def has_people(entry: SealedEntry, purge: bytes) -> bool:
    """Whether the entry is of before the purge, and something of people is still in it."""
    after = anonymise_before_purge(entry, purge)
    return after.subject != entry.subject or (after.body != entry.body and entry.body != body_text({}))


def anonymous_field_names(entry: SealedEntry) -> dict[str, str]:
    """Return the names that a correction's fields get, by their present names."""
    changes = readable_body(entry.body).get("changes")
    return _called(changes) if isinstance(changes, dict) else {}


def shown_name(subject: str) -> str:
    """Return the name that lists show for an erased person: enough to tell two apart."""
    return f"#{subject[-8:]}"


def _mapped(subject: str, anonymous: Anonymous) -> str:
    return subject if not subject or is_anonymous(subject) else anonymous(subject)


def _sifted(kind: str, body: Mapping[str, object], anonymous: Anonymous, fields: Fields) -> dict[str, object]:
    """Return the fields of `body` that this kind may keep."""
    if kind == EntryKind.SPEAKER_PLANNED:
        return {"withdrawn": True}
    kept = {name: sieve(body[name]) for name, sieve in _KEPT.get(kind, {}).items() if name in body}
    if kind == EntryKind.ATTENDEE_MERGED and isinstance(into := body.get("into"), str):
        kept["into"] = _mapped(into, anonymous)
    if kind in _OF_A_CONFLICT:
        kept |= {name: sieve(body[name]) for name, sieve in _SETTLED.items() if name in body}
        kept[CONFLICT] = _conflict(body.get(CONFLICT), anonymous, fields)
    stays = {name: value for name, value in kept.items() if value is not None}
    is_withdrawal = kind == EntryKind.EXIT_CONFIRMED and body.get("hour", "") is None
    return stays | ({"hour": None} if is_withdrawal else {})  # as it was written: not erased a second time


Sieve = Callable[[object], object]


def _word(value: object) -> object:
    """Return the program's own words, None for a sentence."""
    return value if isinstance(value, str) and re.fullmatch(r"[a-z_]{1,40}", value) else None


def _id(value: object) -> object:
    """Return the id of a control point, session or category, which is the programme's, not a person's."""
    return value if isinstance(value, str) and len(value) <= 80 else None


def _ids(value: object) -> object:
    return [each for each in value if _id(each) is not None] if isinstance(value, list) else None


def _entries(value: object) -> object:
    """Return only ids of entries."""
    return [e for e in value if re.fullmatch("[0-9a-f]{32}", str(e))] if isinstance(value, list) else None


def _number(value: object) -> object:
    return value if isinstance(value, int | float) and abs(value) <= GREATEST else None


def _yes(value: object) -> object:
    return True if value is True else None


def _entry(value: object) -> object:
    return value if isinstance(value, str) and re.fullmatch("[0-9a-f]{32}", value) else None


def walk_in_pair(conflict: str) -> tuple[str, str] | None:
    """Return the two subjects in the key of a `SAME_WALK_IN` conflict, before a purge or after; None for
    another key.
    """
    found = _OF_WALK_INS.fullmatch(conflict)
    return (found[1], found[2]) if found else None


def _conflict(value: object, anonymous: Anonymous, fields: Fields) -> object:
    """Return the key of a conflict. Entries are void or count by it, so that two different keys never become one. The
    key of two walk-ins gets their anonymous subjects; that of a field the name its first correction gives it now, as a
    list's own column may contain a person's name.
    """
    if not isinstance(value, str):
        return None
    if pair := walk_in_pair(value):
        mapped = [_mapped(each, anonymous) for each in pair]
        return ":".join([ConflictKind.SAME_WALK_IN, *mapped]) if all(mapped) else None
    if twice := _OF_A_FIELD.fullmatch(value):
        between, first, field = twice.groups()
        return between + (field if field in FIELD_NAMES else fields.get(first, {}).get(field) or _unnamed(field))
    return value if _OF_IDS.fullmatch(value) or value.startswith(f"{ConflictKind.OVERRUN}:") else None


_SOMEBODY = f"{PREFIX}(?:into:)?[0-9a-f]{{32}}|[^:]+"
_OF_WALK_INS = re.compile(f"{ConflictKind.SAME_WALK_IN}:({_SOMEBODY}):({_SOMEBODY})")
_OF_A_FIELD = re.compile(f"({ConflictKind.CORRECTED_TWICE}:([0-9a-f]{{32}}):[0-9a-f]{{32}}:)(.+)", re.DOTALL)
_OF_TWO_ENTRIES = f"(?:{ConflictKind.DOUBLE_ADMISSION}|{ConflictKind.CODE_OF_TWO}):[0-9a-f]{{32}}"
_OF_IDS = re.compile(f"(?:{_OF_TWO_ENTRIES}|{ConflictKind.ONE_ID}):[0-9a-f]{{32}}")


def _unnamed(field: str) -> str:
    """Return the name of a field whose correction is unknown here: `CUSTOM`, unless it is a number already."""
    return field if re.fullmatch(f"{CUSTOM}[0-9]*", field) else CUSTOM


def _changes(stored: object) -> object:
    """Return the changes with only the values that count in the day report; the others become empty, as corrections are
    counted.
    """
    pairs = stored if isinstance(stored, dict) else {}
    called = _called(pairs)
    return {
        called[name]: [_FIELDS.get(name, _nothing)(value) or "" for value in pair]
        for name, pair in pairs.items()
        if isinstance(pair, list) and len(pair) == 2
    }


def _called(changes: Mapping[str, object]) -> dict[str, str]:
    """Return the new names of changed fields: a list's own columns get numbers."""
    kept = FIELD_NAMES.keys() - _NAMES
    return {name: name if name in kept else f"{CUSTOM}{number}" for number, name in enumerate(changes)}


_NAMES = ("first_name", "last_name")
"""Fields whose correction would take away the name that lists show afterwards (`shown_name`)."""


def _nothing(_: object) -> object:
    """Return "": that the field was there, not its value."""
    return ""


def _moment(value: object) -> object:
    """Return a time, None for any other text."""
    return value if isinstance(value, str) and re.fullmatch(r"[0-9T:.+-]{19,40}", value) else None


def _half_day(value: object) -> object:
    """Return the id of a half-day, None for any other text."""
    return value if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}/[a-z]{1,20}", value) else None


def _places(value: object) -> object:
    """Return a number of people, also as a form writes it; else None."""
    return value if re.fullmatch("[0-9]{0,3}", str(value)) else None


_FIELDS: dict[str, Sieve] = {"category": _id, "status": _word, "presence": _word, "sessions": _ids, "places": _places}
"""The fields of a person that count in the day report."""

_AT_A_DOOR: dict[str, Sieve] = {
    "control_point": _id,
    "session": _id,
    "how": _word,
    "reason": _word,
    "over": _word,
    "verdict": _word,
    "people": _number,
    "together": _entries,
    CHECKED: _yes,
    WRITTEN_AT: _moment,
}

_SETTLED: dict[str, Sieve] = {HOW: _word, OVER: _entries, RESOLUTION_ID: _entry}
_OF_A_CONFLICT = (EntryKind.CONFLICT_SETTLED, EntryKind.UNDONE, EntryKind.ATTENDEE_MERGED, EntryKind.ATTENDEE_CORRECTED)
"""How conflicts were resolved, and the kinds that carry it out: which of them count must not change."""

_KEPT: dict[str, dict[str, Sieve]] = {
    EntryKind.ATTENDEE_ADDED: {**_FIELDS, "how": _word},
    EntryKind.ATTENDEE_CORRECTED: {
        "changes": _changes,
        UNDERSTOOD: _yes,
        "moved_to": _id,
        "together": _entries,
        TIED: _yes,
    },
    EntryKind.CODE_REPLACED: {"new": _nothing, TIED: _yes},
    EntryKind.CHECKED_IN: _AT_A_DOOR,
    EntryKind.CHECKED_OUT: _AT_A_DOOR,
    EntryKind.THING_LENT: {"control_point": _id},
    EntryKind.PAYMENT_RECEIVED: {MEANS: _word, CENTS: _number},
    EntryKind.REFUSED: _AT_A_DOOR,
    EntryKind.WAITING_JOINED: _AT_A_DOOR,
    EntryKind.WAITING_LEFT: _AT_A_DOOR,
    EntryKind.REMOTE_SEEN: {"start": _moment, "end": _moment, "source": _word},
    EntryKind.UNDONE: {"targets": _entries, INSTEAD: _entry},
    EntryKind.BADGE_PRINTED: {"template": _id, "copy": _number},
    EntryKind.LIST_IMPORTED: {"added": _number, "changed": _number, "gone": _number},
    EntryKind.HELP_ENDED: {"targets": _entries, "how": _word},
    EntryKind.EXIT_CONFIRMED: {"half_day": _half_day, "hour": _moment},
}


# Summary of a purge: what it erases, what it leaves, and what it cannot reach. Values only.


@dataclass(frozen=True, slots=True)
class PurgedEvent:
    """The event of a purge in its record: `controller` is who is responsible, `until` the retention date."""

    day: date | None = None
    place: str = ""
    controller: str = ""
    until: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class PurgePreview:
    """A preview of a purge. `people`, `speakers` and `supervisors` are counts; `arrivals` stay. `backups` are names of
    files; `desks` are the other ones that wrote in the journal or were heard, with the last time. The command line is
    none: its entries do not say on which computer they were made. `has_new_texts`: since the last purge, texts were
    read or written that could name a person.
    """

    title: str
    people: int
    speakers: int
    supervisors: int
    arrivals: int
    entries: int
    backups: tuple[str, ...] = ()
    desks: tuple[tuple[str, datetime], ...] = ()
    has_new_texts: bool = False
    event: PurgedEvent = PurgedEvent()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to erase."""
        return not (self.people or self.speakers or self.supervisors or self.has_new_texts)


@dataclass(frozen=True, slots=True)
class ErasedDrives:
    """USB drives after a purge, by name: `emptied` have no people any more, `left` still have all, as far as this
    desk knows; `refused` says why a drive that is in the computer could not be emptied. `folder` is the shared folder
    in which this desk's files have no people any more, `folder_left` the one that could not be emptied yet; "" for
    none. `folder_others` are the other desks whose files in it still have people, "" for files of
    which no sign in the folder says whose they are.
    """

    emptied: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    refused: tuple[tuple[str, SyncError], ...] = ()
    folder: str = ""
    folder_left: str = ""
    folder_others: tuple[str, ...] = ()

    @property
    def is_worth_telling(self) -> bool:
        """Whether there is any drive or folder to speak of."""
        return bool(self.emptied or self.left or self.folder or self.folder_left)


@dataclass(frozen=True, slots=True)
class PurgedRemains:
    """What became of this program's own remains on the computer: how many `drafts` of a stopped program and `backups`
    were removed. Not removed: drafts that may be in `folders`, `files` that may be backups of the event, and `copies`
    of it, which a user made.
    """

    drafts: int = 0
    backups: int = 0
    folders: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PurgeResult:
    """Done. `before` and `after` are control lines of the journal, as exports carry them. Not `is_clean`: another
    window still holds old bytes. `drives`: the drives of this event by now; `remains`: what was left on this computer.
    """

    preview: PurgePreview
    at: datetime
    desk: str
    by: str
    why: str
    before: str
    after: str
    is_clean: bool
    drives: ErasedDrives = ErasedDrives()
    remains: PurgedRemains = PurgedRemains()


GOES = (
    Message("privacy", "Names, e-mail addresses, phone numbers, organisations and roles"),
    Message("privacy", "Notes, the list’s other columns, signatures and written reasons"),
    Message("privacy", "All codes: the old ones will no longer be recognised"),
    Message(
        "privacy",
        "The index of names, badges and tickets waiting to be printed or sent, to whom tickets were sent, texts that "
        "were scanned",
    ),
    Message("privacy", "The names of speakers in the programme; the supervisors and their PINs"),
)
STAYS = (
    Message("privacy", "The programme, its control points and categories, the badge templates"),
    Message("privacy", "One anonymous line per person: category, sessions, times of arrival and exit"),
    Message("privacy", "All figures: per category, per session, per quarter of an hour"),
    Message("privacy", "The names of the desks, and who decided to erase, when and why"),
)
BEYOND = (
    Message("privacy", "Other desks erase their own file at their next exchange; until then they still have everyone"),
    Message(
        "privacy",
        "USB drives until this desk has emptied them, and what desks that do not come back wrote to a shared folder",
    ),
    Message(
        "privacy",
        "Traces of erased files in the memory of an emptied drive: only a drive that is destroyed, or completely "
        "overwritten, is safe",
    ),
    Message("privacy", "Files that were exported, printed or sent: lists, codes, badges, certificates"),
    Message(
        "privacy",
        "What waits in the queue of a printer or an e-mail program, e-mails that were sent, and unfinished files in "
        "folders that this event does not know",
    ),
    Message(
        "privacy",
        "Copies made by the system or a person: backups, synchronised folders, logs of a shared server (pg_wal)",
    ),
)
DRIVE_EMPTIED = Message("privacy", "On the USB drive {key}: all names, and the invitation")
DRIVE_LEFT = Message(
    "privacy", "USB drives: the drive {key} still holds the names. Plug it in, then Closing, “Empty it”"
)
FOLDER_EMPTIED = Message("privacy", "In the shared folder {folder}: all names that this desk wrote there")
FOLDER_LEFT = Message(
    "privacy", "The shared folder {folder}: this desk empties its files there at the next exchange that succeeds"
)
FOLDER_OTHER = Message(
    "privacy", "The shared folder {folder}: “{desk}” still has names or codes there until its next exchange"
)
FOLDER_UNSIGNED = Message(
    "privacy", "The shared folder {folder}: another desk still has names or codes there until its next exchange"
)
DESK_BEYOND = Message("privacy", "“{desk}”, last heard from on {at}, still has everyone until its next exchange")
DRAFTS_GONE = Message(
    "privacy", "Unfinished exports that a stopped program had left: {count} {count:file or folder|files and folders}"
)
BACKUPS_GONE = Message("privacy", "Backups next to the event: {count}")
FOLDER_UNSEEN = Message(
    "privacy", "The folder {folder} could not be looked through: unfinished exports with names may be in it"
)
FILE_UNKNOWN = Message("privacy", "The file {name} beside the event: it may be a backup, and could not be removed")
COPY_LEFT = Message("privacy", "The copy {name} beside the event still has everyone")


# The organiser's record of the personal data of an event: controller, purpose, recipients, and the day proposed for
# the purge. Values only.
# After the deadline the program asks; it erases by itself only where an authorised person decided so.

PROPOSED_DAYS = 14
"""Days after the event: time enough for certificates and the questions that follow."""

LONGEST = 500
"""The most letters of a text."""


@dataclass(frozen=True, slots=True)
class PrivacyRecord:
    """The record. `until` is the day after which people are to be erased, None while not set; `by_itself` is the
    authority by which it is then done without asking, at the desk where that was decided. The next purge ends it.
    """

    controller: str = ""
    purpose: str = ""
    recipients: str = ""
    until: date | None = None
    by_itself: Authority | None = None


def proposed_purge_day(day: date | None) -> date | None:
    """Return the proposed deadline for an event of this day."""
    return day + timedelta(days=PROPOSED_DAYS) if day else None


def fold_privacy_record(entries: Iterable[Entry], own: Container[bytes]) -> PrivacyRecord:
    """Return the record of the newest of these entries (in id order, with purges). `own` are the ids of those that this
    computer wrote: what another desk says erases nobody here without asking.
    """
    record = PrivacyRecord()
    for entry in entries:
        if entry.kind == EntryKind.EVENT_PURGED:
            record = replace(record, by_itself=None)
            continue
        value = {name: str(entry.body.get(name, ""))[:LONGEST] for name in ("controller", "purpose", "recipients")}
        record = PrivacyRecord(
            **value, until=_day(entry.body.get("until")), by_itself=_decided(entry) if entry.id in own else None
        )
    return record


def record_body(record: PrivacyRecord) -> dict[str, object]:
    texts = {"controller": record.controller, "purpose": record.purpose, "recipients": record.recipients}
    tidy: dict[str, object] = {name: " ".join(text.split())[:LONGEST] for name, text in texts.items()}
    until: dict[str, object] = {"until": record.until.isoformat()} if record.until else {}
    return tidy | until | ({"by_itself": record.by_itself.body()} if record.by_itself else {})


def _decided(entry: Entry) -> Authority | None:
    value = entry.body.get("by_itself")
    if not isinstance(value, dict):
        return None
    name, why = value.get("allowed_by"), value.get("why")
    return Authority(name, why) if isinstance(name, str) and isinstance(why, str) else None


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


# Deadline of a purge: whether its day has come, and whether the clock is credible.
# A purge that was decided to happen by itself only happens by a clock that nothing contradicts (docs/adr/0031).

ALLOWED_S = 300.0
"""Seconds by which the clocks of desks may differ and still agree on the day."""


def last_day(programme: Programme) -> date | None:
    """Return the last day of the event; None where neither the event nor a session has one."""
    moments = [moment for session in programme.sessions if (moment := session.ends or session.starts)]
    days = [programme.event.last_day or programme.event.day, *(moment.date() for moment in moments)]
    return max(filter(None, days), default=None)


def kept_until(record: PrivacyRecord, programme: Programme) -> date | None:
    """Return the day that was chosen, else the proposed one."""
    return record.until or proposed_purge_day(last_day(programme))


def is_event_over(programme: Programme, now: datetime) -> bool:
    """Whether the last session has ended; without times, whether the day has."""
    ends = max((session.ends for session in programme.sessions if session.ends), default=None)
    last = last_day(programme)
    if ends and last and ends.date() >= last:
        return now >= ends
    return last is not None and now.date() > last


def is_clock_credible(now: datetime, newest: datetime | None, ahead: float) -> bool:
    """Whether this computer's clock may decide. `newest` is the time of the newest entry, `ahead` the seconds this
    clock was ahead of the other desks' at the last measurement.
    """
    is_behind = newest is not None and newest - now > timedelta(seconds=ALLOWED_S)
    return not is_behind and abs(ahead) <= ALLOWED_S
