# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is counted: registrations and people, expected, arrived, missing, and the pace. Pure (docs/figures.md).

A registration is one record of the list, also a cancelled one; of a group it brings several people. `is_expected` says
whose people are expected, `is_meant_for` at which control point. Every count of the desk's header, the list of people
and the live screen takes one `CountedPoint`, which `storage/counted_people` turns into SQL; the day report asks the two
functions themselves.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from checkin.core.access import admits_category, may_enter, meets
from checkin.core.attendee import OFF_STATUSES, Attendee, Presence
from checkin.core.programme.announced_days import announced_days
from checkin.core.programme.daily_points import event_days, point_days, session_day
from checkin.core.programme.programme import ControlPoint, Programme


def is_expected(attendee: Attendee) -> bool:
    """Whether the people of a registration are expected on site: it is not cancelled or blocked, and not online."""
    return attendee.status not in OFF_STATUSES and attendee.presence is not Presence.REMOTE


def is_meant_for(attendee: Attendee, programme: Programme, point: ControlPoint) -> bool:
    """Whether a control point is for a registration: that of a session to be booked is for those who booked it, one
    with categories or conditions of entry for those whom it admits (`access.may_enter`, as at the desk), one of a day
    of several for those who said that they come on it.
    """
    session = programme.session(point.session)
    is_booked = session is not None and session.is_booked
    if session and is_booked and session.id not in attendee.sessions:
        return False
    return may_enter(attendee, programme, point) and (is_booked or comes_to(attendee.days, programme, point))


def comes_to(days: str, programme: Programme, point: ControlPoint) -> bool:
    """Whether a person who said that they come on these days is expected on the day of a control point. One of several
    days, and an event of one, is for everyone.
    """
    return not other_days(days, programme, point)


def other_days(days: str, programme: Programme, point: ControlPoint) -> tuple[date, ...]:
    """Return the days on which a person said that they come, if that of a control point is none of them; else ()."""
    planned = event_days(programme.event)
    announced = announced_days(days, planned) if days and len(planned) > 1 else None
    day = session_day(programme, point.session) or _only_day(programme, point)
    return tuple(sorted(announced)) if announced and day and day not in announced else ()


def _only_day(programme: Programme, point: ControlPoint) -> date | None:
    first, last = point_days(programme, point)
    return first if first == last else None


@dataclass(frozen=True, slots=True)
class CountedPoint:
    """A control point and who is counted there. Without more than its `id`, everyone is.

    With a `session`, only people who booked it are expected; with `categories`, as attendees have them, only people of
    these; with `texts`, only people who have in each of these fields one of its texts. `category_names` are the
    programme's names by category as attendees have it.
    """

    id: str
    session: str = ""
    categories: tuple[str, ...] | None = None
    texts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    category_names: Mapping[str, str] = field(default_factory=dict)


def counted_point(programme: Programme, point: ControlPoint, texts_of: Callable[[str], Iterable[str]]) -> CountedPoint:
    """Return who is counted at a control point. `texts_of` returns all texts that attendees have in a field, in their
    spelling: SQL compares letter by letter, and knows no programme.
    """
    session = programme.session(point.session)
    names = {each: programme.category_name(each) for each in texts_of("category")}
    meant = tuple(each for each in names if admits_category(programme, point, each)) if point.categories else None
    texts = [
        (required.field, tuple(text for text in texts_of(required.field) if meets(text, required)))
        for required in point.requires
    ]
    booked = session.id if session and session.is_booked else ""
    said = list(texts_of("days")) if not booked and len(event_days(programme.event)) > 1 else []
    coming = tuple(text for text in said if comes_to(text, programme, point))
    if len(coming) < len(said):
        texts.append(("days", coming))
    return CountedPoint(point.id, booked, meant, tuple(texts), names)


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts at one control point. `per_minute` holds the arrivals of the last `len(per_minute)` minutes, oldest
    first.

    `waiting` people wait for a seat here, of which `seats` are left; None where there is no limit. `unexpected` of
    those who arrived are not among the `expected`: they are present, and do not reduce the number of missing.
    `capacity` are the seats of the room, 0 without a limit. Where something `is_handed_out`, `arrived` are those who
    had it, `inside` those who have it now, of `capacity` (0: unknown), `unnumbered` of them without a noted number.
    """

    arrived: int
    expected: int
    inside: int
    per_minute: tuple[int, ...] = ()
    waiting: int = 0
    seats: int | None = None
    unexpected: int = 0
    is_handed_out: bool = False
    unnumbered: int = 0
    capacity: int = 0

    @property
    def missing(self) -> int:
        return people_missing(self.arrived, self.expected, self.unexpected)

    @property
    def pace(self) -> float:
        return pace(self.per_minute)

    @property
    def share(self) -> float:
        """Return the share of the seats that are taken, or of a known stock that is out; without either that of the
        expected people who have come, 0 if nobody is expected.
        """
        if self.capacity:
            return min(1.0, self.inside / self.capacity)
        return 1 - self.missing / self.expected if self.expected else 0.0


def people_missing(arrived: int, expected: int, unexpected: int) -> int:
    """Return how many of the `expected` people have not come: who came `unexpected` is not counted against them."""
    return max(0, expected - (arrived - unexpected))


@dataclass(frozen=True, slots=True)
class ArrivalShare:
    """Of those who arrive: of one category, or through one desk, where nobody is `expected`. `unexpected` of those who
    arrived are not among the expected.
    """

    name: str
    arrived: int
    expected: int | None = None
    unexpected: int = 0

    @property
    def missing(self) -> int:
        return people_missing(self.arrived, self.expected or 0, self.unexpected)


@dataclass(frozen=True, slots=True)
class ColumnShares:
    """The counted values of one column of the list, numbers in their order and others by their people; people without
    a value do not count. `needs_name`: the values say little without the column's name.
    """

    name: str
    values: tuple[ArrivalShare, ...]
    needs_name: bool = True


RECENT = 5
"""The minutes over which the mean is taken, the running one included: a single minute fluctuates too much, and who has
come in the running one has come.
"""


def pace(per_minute: Sequence[int]) -> float:
    """Return the people a minute. The last of `per_minute` (oldest first) is still running."""
    return sum(per_minute[-RECENT:]) / RECENT
