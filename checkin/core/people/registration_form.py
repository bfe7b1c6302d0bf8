# SPDX-License-Identifier: GPL-3.0-or-later
"""Registration form of the desk, and the attendee made from it. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from checkin.core.attendee import Attendee
from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.core.tokens import Token

MOST_LETTERS = 200
"""The most letters of a field. A longer text was pasted in the wrong place."""


@dataclass(frozen=True, slots=True)
class RegistrationForm:
    """The fields of a person being registered. The two names are required; texts become one line, without spaces at the
    ends.
    """

    first_name: str
    last_name: str
    organisation: str = ""
    role: str = ""
    email: str = ""
    phone: str = ""
    category: str = ""
    sessions: tuple[str, ...] = ()
    note: str = ""
    places: int = 1
    has_consented: bool = False
    custom: Mapping[str, str] = field(default_factory=dict)

    def as_attendee(self, token: Token) -> Attendee:
        """Return the attendee, with the code `token` that was issued for them. Raises `UserError` for a missing
        name.
        """
        names = (tidy_field(self.first_name), tidy_field(self.last_name))
        if not all(names):
            raise UserError(_NO_NAME)
        return Attendee(
            token.id,
            *names,
            token.code,
            organisation=tidy_field(self.organisation),
            role=tidy_field(self.role),
            email=tidy_field(self.email),
            phone=tidy_field(self.phone),
            category=self.category,
            sessions=self.sessions,
            note=tidy_field(self.note),
            places=self.places,
            has_consented=self.has_consented,
            custom=dict(self.custom),
        )


def tidy_field(text: str) -> str:
    """Return `text` as one line of printable characters, at most `MOST_LETTERS`."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:MOST_LETTERS]


def propose_capitals(name: str) -> str:
    """Return a name that was typed in small letters only with its capitals, any other as it is: "de La Fournière"."""
    return _WORD.sub(_capitalise, name) if name == name.lower() else name


def _capitalise(word: re.Match[str]) -> str:
    return word[0] if word[0] in _SMALL else word[0][0].upper() + word[0][1:]


_WORD = re.compile(r"\bd['’]|[^\W\d_]+")
_SMALL = ("de", "du", "des", "d'", "d’")
_NO_NAME = Message("registration", "A first name and a last name are needed. Nobody was added; fill in both.")

ONE_TICKET_EACH = Message(
    "registration", "A pretix ticket lets in one person. If several people came, register each of them."
)
"""Why a number of people cannot be given where a ticketing's server sells the tickets."""
