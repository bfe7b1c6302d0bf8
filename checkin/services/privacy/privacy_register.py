# SPDX-License-Identifier: GPL-3.0-or-later
"""The event's record of processing activities (GDPR, article 30): kept in the event, written as a page."""

import secrets
from datetime import UTC, date, datetime, time
from pathlib import Path

from checkin.core.entries import EntryKind
from checkin.core.languages import LANGUAGES
from checkin.core.message import Message
from checkin.core.privacy.privacy_record import PrivacyRecord, fold_privacy_record, record_body
from checkin.core.privacy.purge_deadline import kept_until
from checkin.core.programme.daily_points import first_and_last
from checkin.core.programme.programme import Programme
from checkin.core.supervisor import Authority
from checkin.documents.atomic_write import write_file_atomically
from checkin.services.event_file import EventFile
from checkin.storage.settings_store import PURGE_DECIDED
from checkin.translation import Translator


def load(event: EventFile) -> PrivacyRecord:
    """Return the record as last described, empty before."""
    own = {entry.id for entry in event.journal.own_entries_of_kinds([EntryKind.PRIVACY_DESCRIBED])}
    kinds = [EntryKind.PRIVACY_DESCRIBED, EntryKind.EVENT_PURGED]
    return fold_privacy_record(event.journal.entries_of_kinds(kinds), own)


def save(event: EventFile, record: PrivacyRecord, *, at: datetime, desk: str) -> None:
    """Write the record as one entry, unless it is unchanged. The seal of a purge that is to happen by itself is kept at
    this computer alone: other desks could use it before its day.
    """
    if record == load(event):
        return
    with event.transaction():
        event.journal.append(EntryKind.PRIVACY_DESCRIBED, "", record_body(record), at=at, desk=desk)
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


def write_page(event: EventFile, record: PrivacyRecord, path: Path) -> None:
    """Write the page in every language."""
    write_file_atomically(path, page(event, record, tuple(map(Translator, LANGUAGES))).encode(), ".txt")


def page(event: EventFile, record: PrivacyRecord, voices: tuple[Translator, ...]) -> str:
    """Return the record as one text, in each of these languages."""
    programme = event.programme()
    return "\n\n".join("\n".join(_lines(programme, record, voice)) for voice in voices) + "\n"


def _lines(programme: Programme, record: PrivacyRecord, voice: Translator) -> list[str]:
    event, until = programme.event, kept_until(record, programme)
    word: list[tuple[Message, str]] = [
        (_EVENT, " – ".join(filter(None, (event.title, *map(voice.day, first_and_last(event)))))),
        (CONTROLLER, record.controller or voice.translate(_TO_FILL_IN)),
        (PURPOSE, record.purpose or voice.translate(USUAL_PURPOSE)),
        (_PEOPLE, voice.translate(_PEOPLE_ARE)),
        (_DATA, voice.translate(_DATA_ARE)),
        (RECIPIENTS, record.recipients or voice.translate(USUAL_RECIPIENTS)),
        (UNTIL, voice.translate(_KEPT_UNTIL, day=voice.day(until)) if until else voice.translate(_TO_FILL_IN)),
        (_SECURITY, voice.translate(_SECURITY_IS)),
    ]
    title = voice.translate(_TITLE)
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
_TITLE = Message("privacy", "Record of processing activities (GDPR, article 30)")
_EVENT = Message("privacy", "Event")
_TO_FILL_IN = Message("privacy", "[to be filled in]")
_PEOPLE = Message("privacy", "People concerned")
_PEOPLE_ARE = Message("privacy", "People registered for the event, speakers, supervisors of the desk")
_DATA = Message("privacy", "Data held")
_DATA_ARE = Message(
    "privacy",
    "Names, organisation, role, e-mail, phone, ticket code, the registration’s other columns, notes; times of "
    "arrival and exit",
)
_KEPT_UNTIL = Message("privacy", "{day}; then names, addresses and codes are deleted and anonymous figures stay")
_SECURITY = Message("privacy", "How it is protected")
_SECURITY_IS = Message(
    "privacy",
    "One file on the desks’ computers, no cloud; what desks exchange is encrypted; no names in logs or file "
    "names; every change is recorded; erased on all desks, with a dated record",
)
