# SPDX-License-Identifier: GPL-3.0-or-later
"""How many people depend on each session, control point and category. Reads only."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from checkin.core.attendee import Attendee
from checkin.core.lists.cell_words import says_yes
from checkin.core.lists.new_session_titles import find_session_titles
from checkin.core.lists.session_lookup import SessionNames
from checkin.core.programme.daily_points import day_of, planned_id
from checkin.core.programme.programme import Category, Session
from checkin.core.text_folding import fold_text
from checkin.services.event_file import EventFile
from checkin.services.lists.earlier_lists import listed_titles
from checkin.services.programme.list_reinterpretation import session_columns
from checkin.storage import people_totals


@dataclass(frozen=True, slots=True)
class ProgrammeUse:
    """Counts of people: `registered` by session, `passed` by control point, `people` by category as listed.

    `custom` are titles of extra columns, in the order of the newest list; `listed_titles` those that the lists in
    force have. While the programme has no sessions, `listed_sessions` are the session titles that lists name, and
    `listed_people` their counts. `on_day` are the people let in at the busiest daily control point of each day.
    `attendees` reads all who were not cancelled, once: with 100,000 people this takes a second, and few programmes have
    a rule to count.
    """

    registered: Mapping[str, int] = field(default_factory=dict)
    passed: Mapping[str, int] = field(default_factory=dict)
    people: Mapping[str, int] = field(default_factory=dict)
    custom: tuple[str, ...] = ()
    listed_sessions: tuple[str, ...] = ()
    listed_people: Mapping[str, int] = field(default_factory=dict)
    listed_titles: tuple[str, ...] = ()
    on_day: Mapping[date, int] = field(default_factory=dict)
    attendees: Callable[[], Sequence[Attendee]] = tuple

    def of_session(self, session: Session) -> int:
        """Return how many people are registered for `session`, or will be once it is saved."""
        return self.registered.get(session.id, 0) or sum(self.listed_people.get(t, 0) for t in session.also_called)

    def categories(self) -> list[str]:
        """Return the categories as lists write them, the largest first."""
        return sorted(self.people, key=lambda name: (-self.people[name], name))

    def of_category(self, category: Category) -> int:
        """Return how many people have this category, by its id or its name."""
        names = (fold_text(category.id), fold_text(category.name))
        return sum(count for text, count in self.people.items() if fold_text(text) in names)


def registered(event: EventFile) -> dict[str, int]:
    """Return the number of people registered, by session id."""
    return {session: booking.registered for session, booking in people_totals.bookings(event.db, {}).items()}


def read_programme_use(event: EventFile) -> ProgrammeUse:
    """Read all counts, each in one pass over the people."""
    db, titles = event.db, listed_titles(event)
    places = {title: place for place, title in enumerate(titles)}
    custom = tuple(sorted(people_totals.custom_fields(db), key=lambda title: places.get(title, len(places))))
    listed = _listed_sessions(event)
    people = _people_of(event, listed) if listed else {}
    passed, on_day = _passed(event)
    return ProgrammeUse(
        registered(event),
        passed,
        people_totals.categories(db),
        custom,
        listed,
        people,
        tuple(titles),
        on_day,
        cache(lambda: tuple(person for person, _ in event.attendees.all() if not person.is_off)),
    )


def _passed(event: EventFile) -> tuple[dict[str, int], dict[date, int]]:
    """Return the people let in by control point, those of all days together, and by day."""
    passed, on_day = Counter[str](), dict[date, int]()
    for point, people in people_totals.count_admitted(event.db).items():
        passed[planned_id(point)] += people
        if day := day_of(point):
            on_day[day] = max(people, on_day.get(day, 0))
    return dict(passed), on_day


def _listed_sessions(event: EventFile) -> tuple[str, ...]:
    if event.planned().sessions:
        return ()
    return find_session_titles(people_totals.custom_texts(event.db, session_columns(event)))


def _people_of(event: EventFile, listed: tuple[str, ...]) -> dict[str, int]:
    """Return the people of each session that lists name, as they will be found once it is planned."""
    names, people = SessionNames(Session(title, title) for title in listed), Counter[str]()
    for column, text, count in people_totals.people_of_texts(event.db, session_columns(event)):
        for title in names.read(column if says_yes(text) else text)[0]:
            people[title] += count
    return dict(people)
