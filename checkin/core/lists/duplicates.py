# SPDX-License-Identifier: GPL-3.0-or-later
"""New people of a list who look like somebody the event knows: shown side by side, never merged. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from checkin.core.lists.likeness import are_near, are_one_letter_apart, name_key, slips
from checkin.core.lists.listed import Listed
from checkin.core.model import Attendee
from checkin.core.search import fold

MOST = 3
"""People shown beside one new one."""

SAME_NAME, NEAR_NAME = "same_name", "near_name"


@dataclass(frozen=True, slots=True)
class ProbableDuplicate:
    """`other_row` is where the same list names `other`, None if it does not. `why` is one of the words above."""

    person: Listed
    other: Attendee
    other_row: int | None
    why: str


def probable_duplicates(
    known: Iterable[Attendee], added: Sequence[Listed], rows: Mapping[str, int]
) -> tuple[ProbableDuplicate, ...]:
    """For each of `added` who they may be, in order. `rows`: attendee's id → row of this list."""
    index = _Index(added)
    found: dict[int, list[ProbableDuplicate]] = defaultdict(list)
    for attendee in known:
        for person, why in index.like(attendee):
            found[person.row].append(ProbableDuplicate(person, attendee, rows.get(attendee.id), why))
    best = (sorted(found[person.row], key=lambda d: d.why == NEAR_NAME)[:MOST] for person in added)
    return tuple(duplicate for few in best for duplicate in few)


class _Index:
    """New people by their names a letter apart, and by their e-mail addresses."""

    def __init__(self, added: Sequence[Listed]) -> None:
        self._names: dict[str, list[Listed]] = defaultdict(list)
        self._emails: dict[str, list[Listed]] = defaultdict(list)
        for person in added:
            for slip in slips(_name(person)):
                self._names[slip].append(person)
            if person.email:
                self._emails[person.email.casefold()].append(person)

    def like(self, attendee: Attendee) -> Iterator[tuple[Listed, str]]:
        if not self._names:
            return
        name = _name(attendee)
        near = {p.row: p for slip in slips(name) for p in self._names.get(slip, ())}
        near |= {p.row: p for p in self._emails.get(attendee.email.casefold(), ())}
        for _, person in sorted(near.items()):
            if why := _why(attendee, person):
                yield person, why


def _why(attendee: Attendee, person: Listed) -> str | None:
    name, other = _name(attendee), _name(person)
    same_email = bool(person.email) and attendee.email.casefold() == person.email.casefold()
    organisations = fold(attendee.organisation), fold(person.organisation)
    has_another_sign = same_email or _same_phone(attendee, person)
    if name == other:
        apart = all(organisations) and organisations[0] != organisations[1]
        return SAME_NAME if has_another_sign or not apart else None
    if same_email and are_near(name, other):
        return NEAR_NAME
    same_house = bool(organisations[0]) and organisations[0] == organisations[1]
    return NEAR_NAME if (has_another_sign or same_house) and are_one_letter_apart(name, other) else None


def _name(person: Attendee | Listed) -> str:
    return name_key(person.first_name, person.last_name)


def _same_phone(attendee: Attendee, person: Listed) -> bool:
    """By the last nine digits: "06 12 …" and "+33 6 12 …" are one."""
    one, other = ("".join(filter(str.isdigit, p.phone))[-9:] for p in (attendee, person))
    return len(one) == 9 and one == other
