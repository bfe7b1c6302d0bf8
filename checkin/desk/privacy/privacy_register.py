# SPDX-License-Identifier: GPL-3.0-or-later
"""The event's entry in a register of processing activities (RGPD, article 30): kept in the event, written as a page."""

from datetime import datetime
from pathlib import Path

from checkin.core.entries import Kind
from checkin.core.privacy.privacy_record import PrivacyRecord, record_body, record_of
from checkin.core.privacy.purge_day import kept_until
from checkin.core.programme.programme import Programme
from checkin.core.words import Words
from checkin.desk.event_file import EventFile
from checkin.documents.aside import write_aside
from checkin.language import Voice


def load(event: EventFile) -> PrivacyRecord:
    """As somebody described it last; empty before."""
    return record_of(event.journal.of_kinds([Kind.PRIVACY_DESCRIBED, Kind.EVENT_PURGED]))


def save(event: EventFile, record: PrivacyRecord, *, at: datetime, desk: str) -> None:
    """One entry; none where nothing is new."""
    if record != load(event):
        with event.writing():
            event.journal.append(Kind.PRIVACY_DESCRIBED, "", record_body(record), at=at, desk=desk)


def write_page(event: EventFile, record: PrivacyRecord, path: Path) -> None:
    """The page, in French and in English."""
    write_aside(path, page(event, record, (Voice("fr"), Voice("en"))).encode(), ".txt")


def page(event: EventFile, record: PrivacyRecord, voices: tuple[Voice, ...]) -> str:
    """One text, in each of these languages."""
    programme = event.programme()
    return "\n\n".join("\n".join(_lines(programme, record, voice)) for voice in voices) + "\n"


def _lines(programme: Programme, record: PrivacyRecord, voice: Voice) -> list[str]:
    event, until = programme.event, kept_until(record, programme)
    said: list[tuple[Words, str]] = [
        (_EVENT, " – ".join(filter(None, (event.title, voice.day(event.day) if event.day else "")))),
        (CONTROLLER, record.controller or voice.say(_TO_FILL_IN)),
        (PURPOSE, record.purpose or voice.say(USUAL_PURPOSE)),
        (_PEOPLE, voice.say(_PEOPLE_ARE)),
        (_DATA, voice.say(_DATA_ARE)),
        (RECIPIENTS, record.recipients or voice.say(USUAL_RECIPIENTS)),
        (UNTIL, voice.say(_KEPT_UNTIL, day=voice.day(until)) if until else voice.say(_TO_FILL_IN)),
        (_SECURITY, voice.say(_SECURITY_IS)),
    ]
    title = voice.say(_TITLE)
    return [title, "=" * len(title), *(line for words, text in said for line in ("", voice.say(words), f"  {text}"))]


CONTROLLER = Words("privacy", "Who is responsible, and how to reach them")
PURPOSE = Words("privacy", "What it is for")
RECIPIENTS = Words("privacy", "Who receives it")
UNTIL = Words("privacy", "Kept until")
USUAL_PURPOSE = Words("privacy", "To welcome the people who registered, print their badges, and prove who attended")
USUAL_RECIPIENTS = Words("privacy", "The organiser’s team and the volunteers at the welcome desk")
_TITLE = Words("privacy", "Record of processing activities (GDPR, article 30)")
_EVENT = Words("privacy", "Event")
_TO_FILL_IN = Words("privacy", "[to be filled in]")
_PEOPLE = Words("privacy", "Whose data")
_PEOPLE_ARE = Words("privacy", "People who registered for the event, speakers, supervisors of the desk")
_DATA = Words("privacy", "Which data")
_DATA_ARE = Words(
    "privacy",
    "Names, organisation, role, e-mail, telephone, ticket code, the registration’s other columns, notes; times of "
    "arrival and exit",
)
_KEPT_UNTIL = Words("privacy", "{day}; then names, addresses and codes are deleted and anonymous figures stay")
_SECURITY = Words("privacy", "How it is protected")
_SECURITY_IS = Words(
    "privacy",
    "One file on the desks’ computers, no cloud; what they exchange is sealed; no names in logs or file names; every "
    "change is recorded; deletion on all desks with a dated record",
)
