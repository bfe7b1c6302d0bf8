# SPDX-License-Identifier: GPL-3.0-or-later
"""The live screen's figures, read at once: arrivals, forecast, queue, desks, categories, sessions, missing people.

Counts at the event's entrance, whichever control point the desk stands at. Reads only.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from checkin.core.answer import people_missing
from checkin.core.live.arrival_counts import ArrivalCounts, arrival_phase, chart_steps, estimate_queue
from checkin.core.live.forecast import arrival_curve, before_the_day, days_of, fit_forecast
from checkin.core.live.live_figures import ArrivalShare, DeskFigures, LatestArrival, LiveFigures
from checkin.core.live.queue_estimate import QueueEstimate
from checkin.core.programme.programme import ControlPoint, Programme
from checkin.core.programme.proposed_control_points import is_of_speakers
from checkin.core.speaker_status import event_entry, overdue_speakers
from checkin.desk.event_file import EventFile
from checkin.desk.programme.programme_queries import ProgrammeDay, ProgrammeQueries
from checkin.storage import live_counts
from checkin.storage.live_counts import LastArrival

MOST_NAMED = 100
"""Missing guests that are named; of the others only the number is shown."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LiveSnapshot:
    """The live figures, and the programme with its sessions at the same moment."""

    live: LiveFigures
    day: ProgrammeDay


class LiveQueries:
    """Live figures of one event file, on the connection of its thread."""

    def __init__(self, event: EventFile) -> None:
        self._event, self._programme = event, ProgrammeQueries(event)
        self._seen = (-1, -1)

    def has_changed(self) -> bool:
        """Whether the file was written since the last call, on this connection or another."""
        before, self._seen = self._seen, (self._event.data_version(), live_counts.change_counter(self._event.db))
        return before != self._seen

    def read(self, now: datetime) -> LiveSnapshot:
        """Return the figures of today in the zone of `now`, or of the event's nearest day.

        40 ms for 10,000 people: see tests/bench/bench_live.py.
        """
        day = self._programme.read(now)
        programme, people = day.programme, self._event.attendees
        point = event_entry(programme) or programme.control_points[0]
        latest, calling = live_counts.last_arrival(self._event.db, point.id), self._calling(programme)
        shown = _day_shown(programme, point, latest, now)
        counted = self._counted(point, shown, now)
        arrived, expected = people.arrived(point.id), people.expected("", point.categories)
        unexpected = people.unexpected(point.id, "", point.categories)
        today = people_missing(arrived, expected, unexpected) + counted.total
        curve = arrival_curve(programme, point, shown)
        forecast, desks, queue = None, DeskFigures(counted.working, counted.seconds, 0), QueueEstimate()
        if curve:
            desks, queue, forecast = estimate_queue(counted, fit_forecast(curve, today, counted.by_minute, now), now)
        live = LiveFigures(
            programme=programme,
            point=point,
            now=now,
            phase=arrival_phase(latest.at if latest else None, curve, now),
            arrived=arrived,
            expected=expected,
            unexpected=unexpected,
            per_minute=counted.pace,
            forecast=forecast,
            queue=queue,
            desks=desks,
            steps=chart_steps(counted, before_the_day(curve, today) if curve else None, forecast),
            by_desk=tuple(ArrivalShare(name, people) for name, people in counted.by_desk()),
            by_category=self._by_category(programme, point),
            speakers=overdue_speakers(day.speakers),
            guests=tuple(live_counts.absent(self._event.db, point.id, calling, MOST_NAMED)),
            guests_missing=live_counts.count_absent(self._event.db, point.id, calling),
            watched=tuple(dict.fromkeys(map(programme.category_name, calling))),
            latest=LatestArrival(*latest) if latest else None,
        )
        return LiveSnapshot(live, day)

    def _calling(self, programme: Programme) -> list[str]:
        """Return the categories whose missing people are named, as lists may write them: by id or by name.

        Speakers by the name of their category are included where the programme does not know that category or names no
        speakers itself.
        """
        calling = [text for c in programme.categories if c.calls_attention for text in (c.id, c.name)]
        for text in live_counts.expected_by_category(self._event.db):
            is_open = not programme.speakers or programme.category_named(text) is None
            calling += [text] if is_open and is_of_speakers(programme.category_name(text)) else []
        return list(dict.fromkeys(calling))

    def _counted(self, point: ControlPoint, day: date, now: datetime) -> ArrivalCounts:
        midnight = datetime.combine(day, time(), now.tzinfo)
        return ArrivalCounts(live_counts.arrivals(self._event.db, point.id, midnight, midnight + _DAY), now)

    def _by_category(self, programme: Programme, point: ControlPoint) -> tuple[ArrivalShare, ...]:
        """Return arrivals by category, programme order first, then unknown ones. Omit empty categories."""
        arrived = _named(programme, live_counts.arrived_by_category(self._event.db, point.id))
        unexpected = _named(programme, live_counts.unexpected_by_category(self._event.db, point.id, point.categories))
        awaited = live_counts.expected_by_category(self._event.db)
        if point.categories:
            awaited = {category: places for category, places in awaited.items() if category in point.categories}
        expected = _named(programme, awaited)
        names = programme.sort_categories(arrived.keys() | expected.keys())
        parts = (ArrivalShare(name, arrived[name], expected[name], unexpected[name]) for name in names)
        return tuple(part for part in parts if part.arrived or part.expected)


def _day_shown(programme: Programme, point: ControlPoint, latest: LastArrival | None, now: datetime) -> date:
    """Return today if the event takes place today, else its last day before, else its first."""
    days = sorted({*days_of(programme, point), *((latest.at.astimezone(now.tzinfo).date(),) if latest else ())})
    past = [day for day in days if day <= now.date()]
    return past[-1] if past else next(iter(days), now.date())


def _named(programme: Programme, counts: Mapping[str, int]) -> Counter[str]:
    named = Counter[str]()
    for category, people in counts.items():
        named[programme.category_name(category)] += people
    return named
