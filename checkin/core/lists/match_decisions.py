# SPDX-License-Identifier: GPL-3.0-or-later
"""The user's decisions where matching could not tell: a row that looks new is a known person. Pure."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from checkin.core.attendee import Attendee
from checkin.core.errors import UserError
from checkin.core.lists.known_people import KnownPerson
from checkin.core.lists.list_matching import Pair
from checkin.core.lists.listed_person import ListedKey, ListedPerson
from checkin.core.message import Message

MatchDecisions = Mapping[ListedKey, str]
"""Person of a list → id of the person of the event."""

UNDECIDED: MatchDecisions = MappingProxyType({})


class MergedRow(NamedTuple):
    """A row of a known person who has another row in this list: it becomes a record merged into theirs."""

    person: ListedPerson
    into: Attendee


def apply_decisions(
    known: Sequence[KnownPerson], people: Sequence[ListedPerson], pairs: Sequence[Pair], same: MatchDecisions
) -> tuple[list[Pair], list[MergedRow]]:
    """Return the pairs with those of `same` whose person has no other row, and the rows of those who have; `people` are
    without companions. A companion is known by their place, so that a row of their own is always another one.

    Raises `UserError` for a row that is not in the list or is another person's, and for a person who is not in the
    event.
    """
    decided, joined = list(pairs), list[MergedRow]()
    by_id = {k.attendee.id: k for k in known}
    rows = {listed.row: listed for listed in people}
    owners = {listed.row: k.person for k, listed in pairs}
    matched = set(owners.values())
    for row, person_id in sorted((key, value) for key, value in same.items() if isinstance(key, int)):
        listed, record = rows.get(row), by_id.get(person_id)
        if listed is None or record is None:
            raise UserError(_NOBODY, row=row)
        if owners.get(row, record.person) != record.person:
            raise UserError(_SOMEBODY_ELSE, row=row)
        if row in owners:
            continue  # already matched: this list was imported before
        owner = by_id[record.person]
        if owner.attendee.id in matched or owner.attendee.companion:
            joined.append(MergedRow(listed, owner.attendee))
        else:
            matched.add(owner.attendee.id)
            decided.append((owner, listed))
    return sorted(decided, key=lambda pair: pair[1].row), joined


def join_companions(
    known: Sequence[KnownPerson], added: Sequence[ListedPerson], same: MatchDecisions
) -> tuple[list[ListedPerson], list[MergedRow]]:
    """Return the new companions without those who are somebody of the event by `same`, and these as rows of that
    person. Raises `UserError` for a person who is not in the event.
    """
    by_id = {k.attendee.id: k for k in known}
    left, joined = list[ListedPerson](), list[MergedRow]()
    for person in added:
        if (person_id := same.get(person.key)) is None:
            left.append(person)
        elif (record := by_id.get(person_id)) is None:
            raise UserError(_NOBODY, row=person.row)
        else:
            joined.append(MergedRow(person, by_id[record.person].attendee))
    return left, joined


_NOBODY = Message(
    "list", "Row {row} cannot be matched: the row or the person is not there. Nothing was imported; choose again."
)
_SOMEBODY_ELSE = Message("list", "Row {row} belongs to someone else in the event. Nothing was imported; choose again.")
