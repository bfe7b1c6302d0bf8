# SPDX-License-Identifier: GPL-3.0-or-later
"""Anonymisation of journal entries in a purge: when, where and of which category stays, the person goes
(docs/adr/0031).

Pure. A field that is not listed here as harmless is removed, also from unknown kinds.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from checkin.core.attendee_body import CUSTOM
from checkin.core.entries import CHECKED, GREATEST, TIED, WRITTEN_AT, EntryKind, body_text, readable_body
from checkin.core.errors import UserError
from checkin.core.field_names import FIELD_NAMES
from checkin.core.history import UNDERSTOOD
from checkin.core.payments import CENTS, MEANS
from checkin.core.sync.conflict_resolution import CONFLICT, HOW, INSTEAD, OVER, RESOLUTION_ID
from checkin.core.sync.sealed_entry import SealedEntry
from checkin.core.sync.sync_conflicts import ConflictKind

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


_FIELDS: dict[str, Sieve] = {
    "category": _id,
    "status": _word,
    "presence": _word,
    "sessions": _ids,
    "places": _places,
}
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
