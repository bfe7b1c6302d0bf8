# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of lists, and people of lists and of the event, with defaults, so that a test names only what matters to it."""

from dataclasses import replace
from typing import Any

from checkin.core.lists.known_people import KnownPerson
from checkin.core.lists.list_fields import ListRow
from checkin.core.lists.listed_person import ListedPerson
from tests.builders import an_attendee

SAID = ("first_name", "last_name", "organisation", "email", "ticket_code")


def rows_of(*lines: str) -> list[ListRow]:
    """One row a line, cells cut at |, numbered from 1."""
    return [ListRow(number, tuple(line.split("|"))) for number, line in enumerate(lines, start=1)]


def a_row(row: int = 2, **fields: Any) -> ListedPerson:
    return ListedPerson(**{"row": row, "first_name": "Zoé", "last_name": "Durand", **fields})


def known(number: int = 1, **fields: Any) -> KnownPerson:
    """Somebody a list brought, who is as it said; the code is the list's, or one we issued if it named none."""
    code = fields.pop("ticket_code", "")
    attendee = an_attendee(number, **{"first_name": "Zoé", "last_name": "Durand", **fields})
    attendee = replace(attendee, ticket_code=code or attendee.ticket_code)
    return KnownPerson(
        attendee, frozenset({attendee.ticket_code}), replace(attendee, ticket_code=code), is_from_list=True
    )


def at_the_desk(number: int = 1, **fields: Any) -> KnownPerson:
    """Somebody whom a desk wrote down."""
    return replace(known(number, **fields), listed=None, is_from_list=False)


def corrected(person: KnownPerson, **fields: Any) -> KnownPerson:
    """`person` after a desk changed some fields; the list still says what it said."""
    return replace(person, attendee=replace(person.attendee, **fields))
