# SPDX-License-Identifier: GPL-3.0-or-later
"""Probable duplicates: new people of a list who resemble a known person. Shown side by side, never merged. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from checkin.core.attendee import Attendee
from checkin.core.text_folding import are_near, are_one_letter_apart, deletion_variants, fold_text, name_key

if TYPE_CHECKING:  # walk-ins are compared too, at every desk
    from checkin.core.lists.listed_person import ListedKey, ListedPerson

MOST = 3
"""The most people shown beside a new one."""

SAME_NAME, NEAR_NAME = "same_name", "near_name"
Person: TypeAlias = "Attendee | ListedPerson"


@dataclass(frozen=True, slots=True)
class ProbableDuplicate:
    """A new person who may be a known one. `other_row` is the row in which the same list names `other`, None if it does
    not. `why` is `SAME_NAME` or `NEAR_NAME`.
    """

    person: "ListedPerson"
    other: Attendee
    other_row: int | None
    why: str


def probable_duplicates(
    known: Iterable[Attendee], added: "Sequence[ListedPerson]", rows: Mapping[str, int]
) -> tuple[ProbableDuplicate, ...]:
    """Return, for each of `added` in order, the known people they may be. `rows`: attendee's id → row of this list."""
    known = list(known)
    index = DuplicateIndex(added if known else ())
    found: dict[ListedKey, list[ProbableDuplicate]] = defaultdict(list)
    for attendee in known:
        for place in index.near(attendee):
            if why := match_reason(attendee, person := added[place]):
                found[person.key].append(ProbableDuplicate(person, attendee, rows.get(attendee.id), why))
    best = (sorted(found[person.key], key=lambda d: d.why == NEAR_NAME)[:MOST] for person in added)
    return tuple(duplicate for few in best for duplicate in few)


class DuplicateIndex:
    """An index of people by their name variants (one letter apart) and e-mail addresses."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._names: dict[str, list[int]] = defaultdict(list)
        self._emails: dict[str, list[int]] = defaultdict(list)
        for place, person in enumerate(people):
            for slip in deletion_variants(_name(person)):
                self._names[slip].append(place)
            if person.email:
                self._emails[person.email.casefold()].append(place)

    def near(self, person: Person) -> list[int]:
        """Return the places of those who may be this person; `match_reason` tells whether they are."""
        if not self._names:
            return []
        named = {place for slip in deletion_variants(_name(person)) for place in self._names.get(slip, ())}
        return sorted(named.union(self._emails.get(person.email.casefold(), ())))


def match_reason(person: Person, other: Person) -> str | None:
    """Return `SAME_NAME` or `NEAR_NAME` if two may be one person, else None."""
    name, another = _name(person), _name(other)
    same_email = bool(other.email) and person.email.casefold() == other.email.casefold()
    organisations = fold_text(person.organisation), fold_text(other.organisation)
    has_another_sign = same_email or have_same_phone(person, other)
    if name == another:
        apart = all(organisations) and organisations[0] != organisations[1]
        return SAME_NAME if has_another_sign or not apart else None
    if same_email and are_near(name, another):
        return NEAR_NAME
    same_house = bool(organisations[0]) and organisations[0] == organisations[1]
    return NEAR_NAME if (has_another_sign or same_house) and are_one_letter_apart(name, another) else None


def _name(person: Person) -> str:
    return name_key(person.first_name, person.last_name)


def have_same_phone(person: Person, other: Person) -> bool:
    """Whether the last nine digits agree: "06 12 …" and "+33 6 12 …" are one."""
    one, another = ("".join(filter(str.isdigit, p.phone))[-9:] for p in (person, other))
    return len(one) == 9 and one == another
