# SPDX-License-Identifier: GPL-3.0-or-later
"""Walk-ins registered at two desks who may be one person, found by the rule that lists use. Pure.

A walk-in's entry names the similar walk-ins that its desk knew (`BESIDE`): the desk chose to register them anyway. Desk
names are no evidence: two desks may share one.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from checkin.core.attendee import Attendee
from checkin.core.lists.duplicates import DuplicateIndex, match_reason
from checkin.core.name_similarity import name_key

BESIDE = "beside"
"""The key of a walk-in's body that holds the ids of similar people who were there already."""

MOST_BESIDE = 50
"""The most similar people that are recorded. More share no real name: a desk writes "Visitor" for everybody."""


@dataclass(frozen=True, slots=True)
class WalkIn:
    """A walk-in. `beside` is None where the entry does not say, as of a name that very many have; then only `desk` can
    tell.
    """

    person: Attendee
    desk: str
    beside: Collection[str] | None = None


def are_like(one: Attendee, other: Attendee) -> bool:
    """Whether two walk-ins may be one person. Little is known of them, so the same name is enough."""
    is_same_name = name_key(one.first_name, one.last_name) == name_key(other.first_name, other.last_name)
    return is_same_name or match_reason(one, other) is not None


def similar_walk_ins_body(person: Attendee, known: Iterable[WalkIn]) -> dict[str, object]:
    """Return what the entry that adds `person` says of the similar walk-ins known to the desk."""
    like = [walk_in.person.id for walk_in in known if are_like(person, walk_in.person)]
    return {BESIDE: like} if len(like) <= MOST_BESIDE else {}


def find_duplicate_walk_ins(walk_ins: Sequence[WalkIn]) -> Iterator[tuple[str, str]]:
    """Yield pairs of ids: each walk-in with the next similar one that was registered at a desk that did not
    know them.
    """
    ordered = sorted(walk_ins, key=lambda walk_in: walk_in.person.id)
    index = DuplicateIndex([walk_in.person for walk_in in ordered])
    for place, one in enumerate(ordered):
        later = (ordered[other] for other in index.near(one.person) if other > place)
        if found := next((other for other in later if _are_apart(one, other)), None):
            yield one.person.id, found.person.id


def _are_apart(one: WalkIn, other: WalkIn) -> bool:
    return are_like(one.person, other.person) and not _knew(one, other)


def _knew(one: WalkIn, other: WalkIn) -> bool:
    if one.beside is None or other.beside is None:
        named = {*(one.beside or ()), *(other.beside or ())}
        return one.desk == other.desk or not named.isdisjoint({one.person.id, other.person.id})
    return other.person.id in one.beside or one.person.id in other.beside
