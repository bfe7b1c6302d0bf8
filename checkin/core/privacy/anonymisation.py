# SPDX-License-Identifier: GPL-3.0-or-later
"""What stays of an entry when its event is purged (docs/adr/0031): when, where, of which category, and of whom nothing.

Pure. What is not named here as harmless goes, also from kinds that this version does not know.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from checkin.core.entries import GREATEST, WRITTEN_AT, EntryKind, body_text, readable_body
from checkin.core.errors import UserError
from checkin.core.field_names import FIELD_NAMES
from checkin.core.history import CUSTOM, UNDERSTOOD
from checkin.core.sync.conflict_resolution import CONFLICT, HOW, INSTEAD, OVER, RESOLUTION_ID
from checkin.core.sync.sealed_entry import SealedEntry
from checkin.core.sync.sync_conflicts import ConflictKind

Anonymous = Callable[[str], str]
"""From whom an entry is about to the anonymous subject that takes their place, "" if there is none."""

Fields = Mapping[str, Mapping[str, str]]
"""By the id of a correction, in hex: what its fields are called afterwards (`anonymous_field_names`)."""

PREFIX = "anonymous:"

IMPERSONAL_KINDS = frozenset(
    {
        EntryKind.EVENT_DESCRIBED,
        EntryKind.CATEGORY_PLANNED,
        EntryKind.SESSION_PLANNED,
        EntryKind.CONTROL_POINT_PLANNED,
        EntryKind.BADGE_TEMPLATE_SAVED,
        EntryKind.BADGE_TEMPLATE_WITHDRAWN,
        EntryKind.BADGE_PICTURE_KEPT,
        EntryKind.CLOCK_MEASURED,
        EntryKind.PRIVACY_DESCRIBED,
        EntryKind.EVENT_PURGED,
        EntryKind.REHEARSAL_BEGUN,
        EntryKind.EXIT_CONFIRMED,
    }
)
"""Kinds that tell of the event, not of people: kept whole."""


def anonymous_subject(first: bytes) -> str:
    """Whoever was first heard of in the entry with this id. Nothing of what it said is in it."""
    return PREFIX + first.hex()


def anonymous_person_of(merge: bytes) -> str:
    """Of whom nothing was heard but that a record was merged into theirs, in the entry with this id."""
    return f"{PREFIX}into:{merge.hex()}"


def is_anonymous(subject: str) -> bool:
    return subject.startswith(PREFIX)


def anonymise_entry(entry: SealedEntry, anonymous: Anonymous, fields: Fields = MappingProxyType({})) -> SealedEntry:
    """`entry` without the person. What is anonymous already, and what is of nobody, stays as it is."""
    if entry.kind in IMPERSONAL_KINDS:
        return entry
    subject = _mapped(entry.subject, anonymous)
    body = _sifted(entry.kind, readable_body(entry.body), anonymous, fields) if subject or not entry.subject else {}
    if entry.kind == EntryKind.ATTENDEE_ADDED and subject:
        body["last_name"] = shown_name(subject)
    return replace(entry, subject=subject, body=_text(body))


def _text(body: Mapping[str, object]) -> str:
    """Whatever was taken in once: nothing keeps everybody from being forgotten."""
    try:
        return body_text(body)
    except UserError:
        return "{}"


def anonymise_before_purge(entry: SealedEntry, purge: bytes) -> SealedEntry:
    """One of which nothing more is known than what it says: from before the purge, it says nothing of anybody."""
    return anonymise_entry(entry, lambda _: "") if entry.id < purge else entry


def anonymous_field_names(entry: SealedEntry) -> dict[str, str]:
    """What the fields of a correction are called afterwards, by what they are called now."""
    changes = readable_body(entry.body).get("changes")
    return _called(changes) if isinstance(changes, dict) else {}


def shown_name(subject: str) -> str:
    """What lists call somebody who has no name any more: enough to tell two apart."""
    return f"#{subject[-8:]}"


def _mapped(subject: str, anonymous: Anonymous) -> str:
    return subject if not subject or is_anonymous(subject) else anonymous(subject)


def _sifted(kind: str, body: Mapping[str, object], anonymous: Anonymous, fields: Fields) -> dict[str, object]:
    """What `body` says and this kind may keep."""
    if kind == EntryKind.SPEAKER_PLANNED:
        return {"withdrawn": True}
    kept = {name: sieve(body[name]) for name, sieve in _KEPT.get(kind, {}).items() if name in body}
    if kind == EntryKind.ATTENDEE_MERGED and isinstance(into := body.get("into"), str):
        kept["into"] = _mapped(into, anonymous)
    if kind in _OF_A_CONFLICT:
        kept |= {name: sieve(body[name]) for name, sieve in _SETTLED.items() if name in body}
        kept[CONFLICT] = _conflict(body.get(CONFLICT), anonymous, fields)
    return {name: value for name, value in kept.items() if value is not None}


Sieve = Callable[[object], object]


def _word(said: object) -> object:
    """One of the program's own words; a sentence is none."""
    return said if isinstance(said, str) and re.fullmatch(r"[a-z_]{1,40}", said) else None


def _id(said: object) -> object:
    """Of a control point, a session or a category: the programme's, not a person's."""
    return said if isinstance(said, str) and len(said) <= 80 else None


def _ids(said: object) -> object:
    return [each for each in said if _id(each) is not None] if isinstance(said, list) else None


def _entries(said: object) -> object:
    """Ids of entries."""
    return [e for e in said if re.fullmatch("[0-9a-f]{32}", str(e))] if isinstance(said, list) else None


def _number(said: object) -> object:
    return said if isinstance(said, int | float) and abs(said) <= GREATEST else None


def _yes(said: object) -> object:
    return True if said is True else None


def _entry(said: object) -> object:
    return said if isinstance(said, str) and re.fullmatch("[0-9a-f]{32}", said) else None


def walk_in_pair(conflict: str) -> tuple[str, str] | None:
    """The two subjects that the key of a `SAME_WALK_IN` names, before a purge or after; None for another key."""
    found = _OF_WALK_INS.fullmatch(conflict)
    return (found[1], found[2]) if found else None


def _conflict(said: object, anonymous: Anonymous, fields: Fields) -> object:
    """The key of one: by it an entry is void or counts, so two that differ never become one. Of two walk-ins it names
    who they are now; of a field what the first correction calls it now: a list's own column may bear anybody's name.
    """
    if not isinstance(said, str):
        return None
    if pair := walk_in_pair(said):
        mapped = [_mapped(each, anonymous) for each in pair]
        return ":".join([ConflictKind.SAME_WALK_IN, *mapped]) if all(mapped) else None
    if twice := _OF_A_FIELD.fullmatch(said):
        between, first, field = twice.groups()
        return between + (field if field in FIELD_NAMES else fields.get(first, {}).get(field) or _unnamed(field))
    return said if _OF_IDS.fullmatch(said) or said.startswith(f"{ConflictKind.OVERRUN}:") else None


_SOMEBODY = f"{PREFIX}(?:into:)?[0-9a-f]{{32}}|[^:]+"
_OF_WALK_INS = re.compile(f"{ConflictKind.SAME_WALK_IN}:({_SOMEBODY}):({_SOMEBODY})")
_OF_A_FIELD = re.compile(f"({ConflictKind.CORRECTED_TWICE}:([0-9a-f]{{32}}):[0-9a-f]{{32}}:)(.+)", re.DOTALL)
_OF_IDS = re.compile(f"(?:{ConflictKind.DOUBLE_ADMISSION}:[0-9a-f]{{32}}|{ConflictKind.ONE_ID}):[0-9a-f]{{32}}")


def _unnamed(field: str) -> str:
    """One whose correction is not known here, unless it has a number for a name already."""
    return field if re.fullmatch(f"{CUSTOM}[0-9]*", field) else CUSTOM


def _changes(said: object) -> object:
    """Those that change the account; of the others only that there were some, for corrections are counted."""
    pairs = said if isinstance(said, dict) else {}
    called = _called(pairs)
    return {
        called[name]: [_FIELDS.get(name, _nothing)(value) or "" for value in pair]
        for name, pair in pairs.items()
        if isinstance(pair, list) and len(pair) == 2
    }


def _called(changes: Mapping[str, object]) -> dict[str, str]:
    """A list's own columns get a number for a name."""
    kept = FIELD_NAMES.keys() - _NAMES
    return {name: name if name in kept else f"{CUSTOM}{number}" for number, name in enumerate(changes)}


_NAMES = ("first_name", "last_name")
"""A correction of these would take away what lists call somebody afterwards (`shown_name`)."""


def _nothing(_: object) -> object:
    """That it was there, not what it was."""
    return ""


def _moment(said: object) -> object:
    """A time, and nothing that only stands where one is expected."""
    return said if isinstance(said, str) and re.fullmatch(r"[0-9T:.+-]{19,40}", said) else None


def _places(said: object) -> object:
    """A number, or one as a form writes it."""
    return said if re.fullmatch("[0-9]{0,3}", str(said)) else None


_FIELDS: dict[str, Sieve] = {
    "category": _id,
    "status": _word,
    "presence": _word,
    "sessions": _ids,
    "places": _places,
}
"""What is known of somebody and makes the account of the day."""

_AT_A_DOOR: dict[str, Sieve] = {
    "control_point": _id,
    "session": _id,
    "how": _word,
    "reason": _word,
    "over": _word,
    "verdict": _word,
    "people": _number,
    "together": _entries,
    WRITTEN_AT: _moment,
}

_SETTLED: dict[str, Sieve] = {HOW: _word, OVER: _entries, RESOLUTION_ID: _entry}
_OF_A_CONFLICT = (EntryKind.CONFLICT_SETTLED, EntryKind.UNDONE, EntryKind.ATTENDEE_MERGED, EntryKind.ATTENDEE_CORRECTED)
"""How it was settled, and what carries that out: which of it counts must stay as it is."""

_KEPT: dict[str, dict[str, Sieve]] = {
    EntryKind.ATTENDEE_ADDED: {**_FIELDS, "how": _word},
    EntryKind.ATTENDEE_CORRECTED: {"changes": _changes, UNDERSTOOD: _yes, "moved_to": _id, "together": _entries},
    EntryKind.CODE_REPLACED: {"new": _nothing},
    EntryKind.CHECKED_IN: _AT_A_DOOR,
    EntryKind.CHECKED_OUT: _AT_A_DOOR,
    EntryKind.REFUSED: _AT_A_DOOR,
    EntryKind.WAITING_JOINED: _AT_A_DOOR,
    EntryKind.WAITING_LEFT: _AT_A_DOOR,
    EntryKind.REMOTE_SEEN: {"start": _moment, "end": _moment, "source": _word},
    EntryKind.UNDONE: {"targets": _entries, INSTEAD: _entry},
    EntryKind.BADGE_PRINTED: {"template": _id, "copy": _number},
    EntryKind.LIST_IMPORTED: {"added": _number, "changed": _number, "gone": _number},
    EntryKind.HELP_ENDED: {"targets": _entries, "how": _word},
}
