# SPDX-License-Identifier: GPL-3.0-or-later
"""All data about one person, for a subject access request: a JSON file and a readable text."""

import json
from base64 import b64encode
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from checkin.core.attendee import FIELD_NAMES, STATE_NAMES, attendee_body
from checkin.core.entries import Entry, EntryKind
from checkin.core.export_columns import KIND_NAMES
from checkin.core.history import History
from checkin.core.message import Message, Translate, UserError
from checkin.core.picture_entries import join_photographs, photograph_digest
from checkin.core.signature import signatures_by_occasion, svg_of
from checkin.documents.atomic_write import write_file_atomically
from checkin.services.event_file import EventFile
from checkin.services.person_lookup import code_owners
from checkin.storage.mail_queue import MailQueue
from checkin.storage.print_queue import PrintQueue


def find_person(event: EventFile, text: str) -> str:
    """Return the id of the person with this code or id. Raises `UserError` if there is none."""
    owners = code_owners(event, event.key.read(text), text)
    if len(owners) > 1:
        raise UserError(_OF_SEVERAL)
    person = event.journal.person(next(iter(owners), text.strip()))
    if not event.journal.about(person):
        raise UserError(_NOBODY)
    return person


def export_person(event: EventFile, person: str, path: Path, translate: Translate) -> Path:
    """Write `path` as JSON and a text of the same name beside it; return the path of the text.

    If `path` is a text file, the JSON goes beside it.
    """
    data, readable = person_data(event, person), path.with_suffix(".txt")
    complete = path.with_suffix(".json") if path.suffix.lower() == ".txt" else path
    write_file_atomically(complete, (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode(), ".json", ".txt")
    write_file_atomically(readable, person_text(data, translate).encode())
    return readable


def person_data(event: EventFile, person: str) -> dict[str, Any]:
    """Return identity, codes, visits, every entry as stored, signatures, photographs, and what this computer printed
    and sent for them.
    """
    history = event.journal.history(person)
    known, entries = history.attendee, event.journal.about(person)
    return {
        "event": event.programme().event.title,
        "written_at": event.clock()().isoformat(timespec="seconds"),
        "id": person,
        "person": attendee_body(known) if known else {},
        "codes": _codes(history),
        "visits": list(_visits(event, person)),
        "entries": [
            {
                "id": e.id.hex(),
                "kind": e.kind,
                "about": e.subject,
                "at": e.at.isoformat(),
                "desk": e.desk,
                **_body_json(e.body),
            }
            for e in entries
        ],
        "signatures": [
            {"for": occasion, "at": each.entry.at.isoformat(), "svg": svg_of(each.signature) if each.signature else ""}
            for occasion, each in signatures_by_occasion(entries).items()
        ],
        "photographs": list(_photographs(event, entries)),
        "badges": [
            {"template": j.template, "asked_at": j.created_at.isoformat(), "state": j.state, "why": j.why}
            for j in PrintQueue(event.db).of(person)
        ],
        "messages": [
            {"address": j.address, "queued_at": j.created_at.isoformat(), "state": j.state, "said": j.said}
            for j in MailQueue(event.db).of([person, *{entry.subject for entry in entries}])
        ],
    }


def _photographs(event: EventFile, entries: Sequence[Entry]) -> Iterator[dict[str, Any]]:
    """Yield every photograph that the person ever had here, also one that was replaced or removed."""
    given = {photograph_digest(entry): entry for entry in entries if entry.kind == EntryKind.PHOTOGRAPH_SET}
    digests = {digest: digest for digest in given if digest}
    found = join_photographs(event.journal.photograph_parts(digests), digests)
    for digest, data in found.items():
        image = f"data:image/jpeg;base64,{b64encode(data).decode()}"
        yield {"at": given[digest].at.isoformat(), "desk": given[digest].desk, "image": image}


def person_text(data: dict[str, Any], translate: Translate) -> str:
    """Return the data as readable text, without the inner fields of entries."""
    lines = [translate(_TITLE), translate(_EVENT, title=data["event"]), translate(_WRITTEN, at=data["written_at"]), ""]
    lines += [f"{name}: {text}" for name, text in _fields(data["person"], translate)]
    lines += [f"{translate(_CODES)}: {', '.join(data['codes'])}", "", translate(_PASSAGES)]
    lines += [f"  {v['control_point']}: {v['arrived_at']} – {v['left_at'] or ''} ({v['desk']})" for v in data["visits"]]
    if data["photographs"]:
        lines += ["", translate(_PHOTOGRAPHS, count=len(data["photographs"]))]
    lines += ["", translate(_ENTRIES)]
    lines += [f"  {e['at']} {e['desk']} {_kind(e['kind'], translate)}" for e in data["entries"]]
    return "\n".join(lines) + "\n"


def _kind(kind: str, translate: Translate) -> str:
    """Return the displayed name of an entry kind, or an unknown kind unchanged."""
    return translate(KIND_NAMES[kind]) if kind in KIND_NAMES else kind


def _body_json(body: Any) -> dict[str, Any]:
    return {"said": dict(body)}


def _codes(history: History) -> list[str]:
    current = history.attendee.ticket_code if history.attendee else ""
    return list(dict.fromkeys(filter(None, (current, *history.other_codes, *history.revoked_codes))))


def _visits(event: EventFile, person: str) -> Iterator[dict[str, Any]]:
    for visit in event.attendees.visits(person):
        yield {
            "control_point": visit.control_point,
            "arrived_at": visit.arrived_at.isoformat(),
            "left_at": visit.left_at.isoformat() if visit.left_at else None,
            "desk": visit.desk,
            "how": visit.how,
            "over": visit.over,
            "people": visit.people,
        }


def _fields(person: dict[str, Any], translate: Translate) -> Iterator[tuple[str, str]]:
    for name, value in person.items():
        if name == "custom":
            yield from ((str(title), str(text)) for title, text in value.items())
        elif name in FIELD_NAMES:
            text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            yield translate(FIELD_NAMES[name]), translate(STATE_NAMES[text]) if text in STATE_NAMES else text


_NOBODY = Message("privacy", "Nobody in this event has this code or id. Nothing was written.")
_OF_SEVERAL = Message(
    "privacy", "Two desks gave this code to different people. Nothing was done; settle that in Other desks first."
)
_TITLE = Message("privacy", "EVERYTHING THIS EVENT KNOWS ABOUT YOU")
_EVENT = Message("privacy", "Event: {title}")
_WRITTEN = Message("privacy", "Written on {at}")
_PASSAGES = Message("privacy", "Where you were")
_PHOTOGRAPHS = Message("privacy", "Photographs of you: {count} (they are in the file next to this one)")
_ENTRIES = Message("privacy", "What was recorded, and when (the file next to this one has everything)")

_CODES = Message("privacy", "Codes")
