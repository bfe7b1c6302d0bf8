# SPDX-License-Identifier: GPL-3.0-or-later
"""How many people the registrations of a list bring: companions and numbers of people included. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from checkin.core.lists.listed_person import ListedPerson
from checkin.core.message import Message, Translate


@dataclass(frozen=True, slots=True)
class ListTotals:
    """The `registrations`, each the record of a person or a group, how many `people` would come by them, and how many
    of the registrations are `companions` of another.
    """

    registrations: int
    people: int
    companions: int = 0

    def sentence(self, translate: Translate) -> str:
        """Return the numbers; "" where every registration is one person, and nobody is a companion."""
        return self.both(translate) if self.companions or self.people != self.registrations else ""

    def both(self, translate: Translate) -> str:
        words = _WITH_COMPANIONS if self.companions else _REGISTRATIONS
        told = translate(words, registrations=self.registrations, companions=self.companions)
        people = "" if self.companions and self.people == self.registrations else translate(_PEOPLE, people=self.people)
        return ", ".join(filter(None, (told, people)))


NO_TOTALS = ListTotals(0, 0)


def list_totals(people: Iterable[ListedPerson]) -> ListTotals:
    """Return the totals of the people of a list."""
    counted = list(people)
    companions = sum(bool(person.place) for person in counted)
    return ListTotals(len(counted), sum(person.places for person in counted), companions)


_REGISTRATIONS = Message("list", "{registrations} {registrations:registration|registrations}")
_WITH_COMPANIONS = Message(
    "list",
    "{registrations} {registrations:registration|registrations}, {companions} of them "
    "{companions:companion|companions}",
)
_PEOPLE = Message("list", "{people} {people:person|people}")
