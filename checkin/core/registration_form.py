# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of somebody who is registered at the desk, and what is made of it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from checkin.core.errors import UserError
from checkin.core.model import Attendee
from checkin.core.tokens import Token
from checkin.core.words import Words

MOST_LETTERS = 200
"""Of a field. Longer is a text that was pasted in the wrong place."""


@dataclass(frozen=True, slots=True)
class RegistrationForm:
    """Two fields are required, the names; all are one line, without spaces at their ends."""

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
        """The person, with the code `token` that was issued for them. Raises `UserError` for a missing name."""
        names = (tidy(self.first_name), tidy(self.last_name))
        if not all(names):
            raise UserError(_NO_NAME)
        return Attendee(
            token.id,
            *names,
            token.code,
            organisation=tidy(self.organisation),
            role=tidy(self.role),
            email=tidy(self.email),
            phone=tidy(self.phone),
            category=self.category,
            sessions=self.sessions,
            note=tidy(self.note),
            places=self.places,
            has_consented=self.has_consented,
            custom=dict(self.custom),
        )


def tidy(text: str) -> str:
    """One line of visible words, as a field keeps it."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:MOST_LETTERS]


_NO_NAME = Words("registration", "A first name and a last name are needed. Nobody was added; fill in both.")
