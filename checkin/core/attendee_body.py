# SPDX-License-Identifier: GPL-3.0-or-later
"""Fields of an attendee by name: as the body of an entry, as the attendee read from one, and one by one. Pure."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from operator import attrgetter
from typing import Any, Protocol

from checkin.core.attendee import NOTHING, Attendee, Presence, Status

CUSTOM = "custom:"
"""The prefix of a correction's field name for one of the list's other columns; the column's title follows."""

COLUMN_FIELDS = ("email", "phone", "order")
"""The fields of a person that may be chosen as a column: those that the answer of the desk does not show anyway."""

MOST_PLACES = 99
"""The most people on one code. More is a typing error, or a conference of its own."""

_TEXT_FIELDS = (
    "first_name",
    "last_name",
    "ticket_code",
    "organisation",
    "role",
    "email",
    "phone",
    "category",
    "note",
    "order",
    "companion",
    "days",
)
_FIELDS = (*_TEXT_FIELDS, "status", "presence", "sessions", "custom", "places", "has_consented", "position")
_texts = attrgetter(*_TEXT_FIELDS)
_UNNAMED = {"first_name": "", "last_name": "", "ticket_code": ""}
_STATUSES, _PRESENCES = ({member.value: member for member in kind} for kind in (Status, Presence))


def attendee_body(attendee: Attendee) -> dict[str, Any]:
    """Return the body of the entry that adds `attendee`, without its empty fields."""
    values = (
        *_texts(attendee),
        attendee.status,
        attendee.presence,
        list(attendee.sessions),
        dict(attendee.custom),
        attendee.places if attendee.places > 1 else 0,
        attendee.has_consented,
        dict(attendee.position),
    )
    return {name: value for name, value in zip(_FIELDS, values, strict=True) if value}


def text_field(attendee: Attendee, name: str) -> str:
    """Return the text of a field, by the name a correction gives it; "" for a name that is no text field."""
    if name.startswith(CUSTOM):
        return attendee.custom.get(name.removeprefix(CUSTOM), "")
    return getattr(attendee, name) if name in _TEXT_FIELDS else ""


def attendee_from_body(subject: str, body: Mapping[str, Any]) -> Attendee:
    """Return the attendee that `body` describes. Unknown words of a newer version become harmless defaults."""
    text = {name: str(body[name]) for name in _TEXT_FIELDS if name in body}
    sessions, custom, position = body.get("sessions"), body.get("custom"), body.get("position")
    return Attendee(
        id=subject,
        **(_UNNAMED | text),
        status=_one_of(_STATUSES, body.get("status"), Status.CONFIRMED),
        presence=_one_of(_PRESENCES, body.get("presence"), Presence.ON_SITE),
        sessions=tuple(map(str, sessions)) if isinstance(sessions, list | tuple) else (),
        custom={str(k): str(v) for k, v in custom.items()} if isinstance(custom, dict) else NOTHING,
        places=parse_places(body.get("places")),
        has_consented=body.get("has_consented") is True,
        position=position if isinstance(position, dict) else NOTHING,
    )


def addon_codes(attendee: Attendee) -> tuple[str, ...]:
    """Return the codes of the add-ons of somebody's ticket: they are read at the desk like the ticket's own."""
    addons = attendee.position.get("addons", ())
    secrets = (addon.get("secret") for addon in addons if isinstance(addon, dict)) if addons else ()
    return tuple(secret for secret in secrets if isinstance(secret, str))


def companion_key(host: str, place: int) -> str:
    """Return what marks a companion: the id of the person they accompany, and their place beside them, from 1."""
    return f"{host}/{place}"


def companion_host(companion: str) -> str:
    """Return the id of the person that a companion accompanies; "" for anyone else."""
    return companion.rpartition("/")[0]


def parse_places(value: object) -> int:
    """Return a number of people as a list, a form or an entry says it; 1 for a value that cannot be meant."""
    text = str(value).strip()
    return int(text) if text.isdecimal() and text.isascii() and 1 <= int(text) <= MOST_PLACES else 1


def custom_of(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the list's other columns in a body, by title; nothing where another desk wrote something else there."""
    found = body.get("custom")
    return found if isinstance(found, Mapping) else {}


def set_field(body: dict[str, Any], name: str, value: object) -> None:
    """Set a field of an attendee's body; an empty value removes the field."""
    if name.startswith(CUSTOM):
        custom = {**custom_of(body), name.removeprefix(CUSTOM): value}
        name, value = "custom", {title: text for title, text in custom.items() if text}
    if value:
        body[name] = value
    else:
        body.pop(name, None)


FieldValue = str | tuple[str, ...]
"""The value of a field: text, or the ids of sessions."""


class HasFields(Protocol):
    """An object with the fields of a person, and with the list's other columns by title in `custom`."""

    @property
    def custom(self) -> Mapping[str, str]: ...


def field_value(person: HasFields, name: str) -> FieldValue:
    """Return the value of a field. `name` is that of an attribute, or `CUSTOM` followed by a column's title."""
    if name.startswith(CUSTOM):
        return person.custom.get(name.removeprefix(CUSTOM), "")
    value = getattr(person, name)
    return tuple(value) if name == "sessions" else str(value)


def fields_reader(names: Sequence[str]) -> Callable[[HasFields], Hashable]:
    """Return a function that reads all these fields at once, to compare people by."""
    plain = [name for name in names if not name.startswith(CUSTOM)]
    titles = [name.removeprefix(CUSTOM) for name in names if name.startswith(CUSTOM)]
    read = attrgetter(*plain) if plain else lambda _: ()
    return lambda person: (read(person), *(person.custom.get(title, "") for title in titles))


def _one_of(members: Mapping[str, Any], value: Any, default: Any) -> Any:
    return members.get(value, default) if isinstance(value, str) else default
