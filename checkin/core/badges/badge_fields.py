# SPDX-License-Identifier: GPL-3.0-or-later
"""Merge fields of badges: the values for an attendee by field name, texts with their fields filled in, and who gets a
badge at all.
"""

import re
from collections.abc import Mapping

from checkin.core.admission_rules import speaker_for
from checkin.core.attendee import OFF_STATUSES, Attendee, Presence
from checkin.core.attendee_body import CUSTOM
from checkin.core.badges.template import BadgeTemplate, TextElement
from checkin.core.privacy.anonymisation import is_anonymous
from checkin.core.programme.daily_points import first_and_last
from checkin.core.programme.programme import Programme

_FIELD = re.compile(r"\{([^{}]+)\}")
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
_POINT = " · "

FIELDS = (
    "first_name",
    "last_name",
    "organisation",
    "role",
    "category",
    "sessions",
    "speaks",
    "email",
    "phone",
    "note",
    "order",
    "code",
    "event",
    "day",
    "place",
    "organiser",
)
"""The fields besides the list's own columns, which are named "custom:Title". `speaks` is the title of the session they
speak in.
"""


def badge_field_values(attendee: Attendee, programme: Programme) -> dict[str, str]:
    """Return every field of one attendee as text; "" where nothing is known."""
    event = programme.event
    speaker = speaker_for(attendee, programme)
    speaks = programme.session(speaker.session) if speaker else None
    titles = (s.title for s in map(programme.session, attendee.sessions) if s)
    own = {CUSTOM + title: text for title, text in attendee.custom.items()}
    return own | {
        "first_name": attendee.first_name,
        "last_name": attendee.last_name,
        "organisation": attendee.organisation,
        "role": attendee.role,
        "category": programme.category_name(attendee.category),
        "sessions": ", ".join(titles),
        "speaks": speaks.title if speaks else "",
        "email": attendee.email,
        "phone": attendee.phone,
        "note": attendee.note,
        "order": attendee.order,
        "code": attendee.ticket_code,
        "event": event.title,
        "day": " – ".join(f"{day:%d/%m/%Y}" for day in first_and_last(event)),
        "place": event.place,
        "organiser": event.organiser,
    }


def fields_of_text(text: str) -> set[str]:
    """Return the names of the fields in a text."""
    return set(_FIELD.findall(text))


def fields_of_template(template: BadgeTemplate) -> set[str]:
    """Return the names of the fields on which the drawing of a template depends, conditions included."""
    texts = {name for each in template.elements if isinstance(each, TextElement) for name in fields_of_text(each.text)}
    return texts | {each.when.field for each in template.elements if each.when}


def fill_fields(text: str, values: Mapping[str, str], *, is_prose: bool = False) -> str:
    """Return `text` with its fields filled; an unknown field is empty, and a line whose fields are all empty is
    dropped with its words: nobody without a table reads “Table”. In prose, a message, the words stay.

    A field alone on its line keeps the lines of its value.
    """
    lines = (_line(line, values, is_prose=is_prose) for line in text.split("\n"))
    wanted = (line for line, source in zip(lines, text.split("\n"), strict=True) if line or not source.strip())
    return "\n".join(wanted)


def _line(text: str, values: Mapping[str, str], *, is_prose: bool) -> str:
    """Return one line; the point between two fields is dropped with an empty one."""

    def is_kept(part: str, source: str) -> bool:
        names = _FIELD.findall(source)
        return not names or (bool(part) if is_prose else any(values.get(name, "").strip() for name in names))

    if alone := _FIELD.fullmatch(text.strip()):
        return "\n".join(_tidy(each) for each in values.get(alone[1], "").splitlines() if each.strip())
    sources = text.split(_POINT)
    parts = [_tidy(_FIELD.sub(lambda found: values.get(found[1], ""), part)) for part in sources]
    return _POINT.join(part for part, source in zip(parts, sources, strict=True) if is_kept(part, source))


def _tidy(text: str) -> str:
    """Return the text with single spaces. Those that do not break stay: French marks stand after them."""
    return _SPACES.sub(" ", text).strip()


def gets_badge(attendee: Attendee) -> bool:
    """Whether a badge is made beforehand for them: not if they are cancelled, blocked, erased or online."""
    is_here = attendee.presence is not Presence.REMOTE and not is_anonymous(attendee.id)
    return is_here and attendee.status not in OFF_STATUSES
