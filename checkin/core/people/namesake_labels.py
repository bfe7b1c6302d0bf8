# SPDX-License-Identifier: GPL-3.0-or-later
"""Labels that tell people of one name apart in a list: the fields in which they differ, in the order people say
them.
"""

from collections.abc import Callable, Sequence

from checkin.core.attendee import Attendee
from checkin.core.name_similarity import name_key
from checkin.core.people.people_filter import TAIL_LETTERS

CategoryName = Callable[[str], str]


def distinguish_namesakes(people: Sequence[Attendee], category_name: CategoryName) -> list[tuple[str, ...]]:
    """Return the label of each of `people`, in their order.

    It is their organisation where no other has the name. Namesakes get the organisation and the role in which they
    differ, then e-mail, category and the end of the code, as far as these are needed.
    """
    named: dict[str, list[Attendee]] = {}
    for person in people:
        named.setdefault(name_key(person.first_name, person.last_name), []).append(person)
    values: dict[int, tuple[str, ...]] = {}
    for namesakes in named.values():
        values |= dict(zip([id(each) for each in namesakes], _of_namesakes(namesakes, category_name), strict=True))
    return [values[id(person)] for person in people]


def _of_namesakes(people: Sequence[Attendee], category_name: CategoryName) -> list[tuple[str, ...]]:
    if len(people) == 1:
        return [tuple(filter(None, (people[0].organisation,)))]
    fields = [
        [person.organisation for person in people],
        [person.role for person in people],
        [person.email for person in people],
        [category_name(person.category) for person in people],
        [f"… {person.ticket_code[-TAIL_LETTERS:]}" for person in people],
    ]
    lines: list[tuple[str, ...]] = [() for _ in people]
    for place, values in enumerate(fields):
        is_needed = place < _ALWAYS or len(set(lines)) < len(people)
        if is_needed and len(set(values)) > 1:
            lines = [(*shown, value) if value else shown for shown, value in zip(lines, values, strict=True)]
    return lines


_ALWAYS = 2
"""The first fields, organisation and role, are shown whenever they differ: a guest can be asked for them."""
