# SPDX-License-Identifier: GPL-3.0-or-later
"""Pretend guests to practise on alone: codes of a typical morning, in random order. Pure.

They are people of the list with the codes they have, and the codes that go wrong at every door.
"""

from collections.abc import Sequence
from itertools import islice, zip_longest
from random import Random

from checkin.core.attendee import Attendee
from checkin.core.tokens import ID_BYTES, LENGTH, EventKey

GUESTS = 20
FOREIGN = "3760123450017"
"""The barcode of a bottle: no ticket of any event."""


def pretend_guests(people: Sequence[Attendee], key: EventKey, draw: Random) -> list[str]:
    """Return the codes that the guests hold up, at most `GUESTS`; empty for a list without codes.

    Each kind of registration on the list is there, and one code each of another event, of no ticket, altered, half
    read, and of a guest who has come already.
    """
    with_codes = [person for person in people if person.ticket_code]
    wrong = _wrong(key, draw) if with_codes else []
    own = [person.ticket_code for person in _of_each_kind(with_codes, GUESTS - len(wrong) - 1, draw)]
    codes = [*own, *wrong]
    draw.shuffle(codes)
    return [*codes, next(code for code in codes if code in own)] if own else []


def _of_each_kind(people: Sequence[Attendee], most: int, draw: Random) -> list[Attendee]:
    """Return at most `most` people: one of each kind, then another of each."""
    kinds: dict[object, list[Attendee]] = {}
    for person in draw.sample(people, len(people)):
        kinds.setdefault((person.status, person.presence, person.category, person.places > 1), []).append(person)
    rounds = zip_longest(*kinds.values())
    return list(islice((person for one in rounds for person in one if person), most))


def _wrong(key: EventKey, draw: Random) -> list[str]:
    """Return codes that are no ticket of this event."""
    ours, others = (k.issue(draw.randbytes(ID_BYTES)).code for k in (key, EventKey("another event", bytes(32))))
    altered = ours[:-1] + ("B" if ours[-1] != "B" else "C")
    return [others, FOREIGN, altered, ours[: LENGTH - 4]]
