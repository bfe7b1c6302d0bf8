# SPDX-License-Identifier: GPL-3.0-or-later
"""How many people the registrations of a list bring: companions and numbers of people included. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from checkin.core.lists.listed_person import ListedPerson
from checkin.core.message import Message, Translate


@dataclass(frozen=True, slots=True)
class ListTotals:
    """The `registrations`, rows that are a person or a group, and how many `people` would come by them."""

    registrations: int
    people: int

    def sentence(self, translate: Translate) -> str:
        """Return both numbers; "" where every registration is one person."""
        return "" if self.people == self.registrations else self.both(translate)

    def both(self, translate: Translate) -> str:
        return translate(_BOTH, registrations=self.registrations, people=self.people)


NO_TOTALS = ListTotals(0, 0)


def list_totals(people: Iterable[ListedPerson]) -> ListTotals:
    """Return the totals of the people of a list, companions as people among them."""
    counted = list(people)
    return ListTotals(sum(not person.place for person in counted), sum(person.places for person in counted))


_BOTH = Message("list", "{registrations} {registrations:registration|registrations}, {people} {people:person|people}")
