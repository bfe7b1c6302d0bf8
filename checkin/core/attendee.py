# SPDX-License-Identifier: GPL-3.0-or-later
"""Attendees of an event, the names of their fields, and their e-mail addresses. Pure."""

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Protocol

from checkin.core.message import Message
from checkin.core.text_folding import fold_text


class Status(StrEnum):
    """The state of a registration, whatever ticketing it came from."""

    CONFIRMED = "confirmed"
    PENDING = "pending"
    UNPAID = "unpaid"
    CANCELLED = "cancelled"
    BLOCKED = "blocked"


OFF_STATUSES = (Status.CANCELLED, Status.BLOCKED)


class Presence(StrEnum):
    """How a person registered to attend."""

    ON_SITE = "on_site"
    REMOTE = "remote"
    BOTH = "both"


class CheckInMethod(StrEnum):
    """How a person was identified at the desk."""

    CODE = "code"
    SEARCH = "search"
    WALK_IN = "walk_in"
    PAPER = "paper"


NOTHING: Mapping[str, Any] = MappingProxyType({})
"""The other columns of most people: one object for all of them."""


@dataclass(frozen=True, slots=True)
class Attendee:
    """A person expected at the event, or a group that comes on one code.

    `id` is the subject of all their journal entries and never changes. If they were given one of our own codes it is
    the id part of that first code (see `tokens`), so that a desk which reads the code before it has heard of the
    attendee already files the arrival under the right subject.

    `sessions` holds ids of the programme's sessions they registered for; `custom` the list's other columns by title.
    `order` is the number of the order that they were booked in, `companion` whom they accompany (`companion_key`).
    `days` is what they said of the days on which they come (`announced_days`); "" for every day.
    `places` is how many people come on this code. `has_consented`: they agreed, when registered at the desk, that their
    data is kept. `position` is their ticket as a ticketing's server has it (`core/ticketing/position`), empty without.
    """

    id: str
    first_name: str
    last_name: str
    ticket_code: str
    organisation: str = ""
    role: str = ""
    email: str = ""
    phone: str = ""
    category: str = ""
    status: Status = Status.CONFIRMED
    presence: Presence = Presence.ON_SITE
    sessions: tuple[str, ...] = ()
    note: str = ""
    order: str = ""
    companion: str = ""
    days: str = ""
    places: int = 1
    has_consented: bool = False
    custom: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    position: Mapping[str, Any] = field(default_factory=lambda: NOTHING)

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_off(self) -> bool:
        """Whether the registration does not count any more."""
        return self.status in (Status.CANCELLED, Status.BLOCKED)


# Fields of an attendee by name: as the body of an entry, as the attendee read from one, and one by one.

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


# Names of an attendee's fields and of the states in them, as shown to users.

FIELD_NAMES = {
    "first_name": Message("export", "First name"),
    "last_name": Message("export", "Last name"),
    "full_name": Message("field", "Full name"),
    "organisation": Message("export", "Organisation"),
    "role": Message("export", "Role"),
    "email": Message("export", "E-mail"),
    "phone": Message("field", "Phone"),
    "category": Message("export", "Category"),
    "ticket_code": Message("export", "Code"),
    "status": Message("export", "Registration status"),
    "presence": Message("export", "On site or online"),
    "sessions": Message("field", "Sessions"),
    "note": Message("field", "Note"),
    "places": Message("field", "People"),
    "order": Message("field", "Order number"),
    "days": Message("field", "Days they come"),
}

STATE_NAMES = {
    "confirmed": Message("export", "confirmed"),
    "pending": Message("export", "to be approved"),
    "unpaid": Message("export", "to be paid"),
    "cancelled": Message("export", "cancelled"),
    "blocked": Message("export", "blocked"),
    "on_site": Message("export", "on site"),
    "remote": Message("export", "online"),
    "both": Message("export", "on site and online"),
}
"""Names of the values of `status` and `presence`."""

OVERRIDDEN_NAMES = {
    "not_heard_of": Message("export", "code not known yet"),
    "not_registered": Message("export", "not registered"),
    "exit_without_entry": Message("export", "no entry recorded"),
    "already_arrived": Message("export", "already here"),
    "code_replaced": Message("export", "badge replaced"),
    "too_early": Message("export", "too early"),
    "too_late": Message("export", "too late"),
    "no_access": Message("export", "no access here"),
    "full": Message("export", "full"),
    "room_full": Message("export", "room full"),
    "no_return": Message("export", "left for good"),
    "several_addons": Message("export", "several bookings"),
    "not_valid_now": Message("export", "ticket not valid now"),
    "ticket_rule": Message("export", "against a rule of the ticketing"),
    "undecided": Message("export", "could not be decided here"),
}
"""Names of the reasons in spite of which somebody was let in, beside states of their registration."""


# E-mail addresses as a mail server takes them.

LONGEST_LOCAL, LONGEST_ADDRESS, LONGEST_LABEL = 64, 254, 63
"""Characters before the @, of an address, and between two points of its domain (RFC 5321, 4.5.3.1; RFC 1035, 2.3.4)."""

_NAMED_ADDRESS = re.compile(r"[^<>]*<\s*([^<>\s]+)\s*>")
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?")


def deliverable_address(text: str) -> str:
    """Return the address as it is given to a mail server, "" if no message can go there.

    Letters beyond ASCII in the domain become IDNA ("anne@bücher.example"). Before the @ they are refused, as most
    servers do, and so are quoted names, which no provider gives out but an attacker would.
    """
    local, at, domain = bare_address(text.strip()).rpartition("@")
    labels = [_encoded_label(label) for label in domain.removesuffix(".").split(".")]
    address = f"{local}@{'.'.join(labels)}"
    is_name = bool(_LOCAL.fullmatch(local)) and len(local) <= LONGEST_LOCAL
    is_domain = len(labels) > 1 and all(labels) and not labels[-1].isdigit()
    return address if at and is_name and is_domain and len(address) <= LONGEST_ADDRESS else ""


def bare_address(text: str) -> str:
    """Return the address of "Anne Le Goff <anne@example.org>", or `text` as it is."""
    found = _NAMED_ADDRESS.fullmatch(text)
    return found[1] if found else text


def address_without_accents(text: str) -> str:
    """Return the address without the accents that stop every message ("béatrice@…": "beatrice@…"), "" if they do not,
    or if no message could go there anyway.
    """
    local, at, domain = bare_address(unicodedata.normalize("NFC", text.strip())).rpartition("@")
    plain = "".join(fold_text(letter) if letter.isalpha() and not letter.isascii() else letter for letter in local)
    address = f"{plain}{at}{domain}"
    return address if plain != local and deliverable_address(address) else ""


def accent_corrections(people: Iterable[Attendee]) -> list[tuple[Attendee, str]]:
    """Return the people who can be reached at an address without accents, each with that address."""
    found = ((person, address_without_accents(person.email)) for person in people)
    return [(person, address) for person, address in found if address]


def _encoded_label(label: str) -> str:
    """Return one part of a domain in ASCII, "" for one that no domain has.

    Python's own codec is of 2003 and leads "straße" to another domain than today's.
    """
    text = unicodedata.normalize("NFKC", label).lower()
    if not text.isascii():
        is_word = all(unicodedata.category(letter)[0] in "LMN" or letter == "-" for letter in text)
        text = f"xn--{text.encode('punycode').decode()}" if is_word else ""
    return text if _LABEL.fullmatch(text) and len(text) <= LONGEST_LABEL else ""
