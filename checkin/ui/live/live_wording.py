# SPDX-License-Identifier: GPL-3.0-or-later
"""The texts of the live screen: the large numbers, one sentence, and the missing people."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from checkin.core.attendee import Attendee
from checkin.core.chosen_columns import REST
from checkin.core.counts import ArrivalShare, SpeakerStatus
from checkin.core.live.forecast import queue_words
from checkin.core.live.live_figures import LiveFigures, Phase
from checkin.core.message import Message
from checkin.core.text_folding import fold_text
from checkin.translation import clock_time, translate
from checkin.ui.look.drawing import Pill
from checkin.ui.look.theme import Tokens
from checkin.ui.widgets.arrival_meter import pace_text, pace_tip
from checkin.ui.widgets.speaker_wording import speaker_description, speaker_pill, speaker_time


@dataclass(frozen=True, slots=True)
class LiveNumber:
    """A large figure with title, unit and a line below; `share` of a whole, None if it is none."""

    title: str
    figure: str
    unit: str = ""
    below: str = ""
    share: float | None = None

    detail: str = ""
    """A sentence for screen readers, where the parts do not make one."""
    tip: str = ""

    @property
    def spoken(self) -> str:
        parts = (self.detail,) if self.detail else (self.title, f"{self.figure} {self.unit}".strip())
        return ", ".join(part for part in (*parts, self.below) if part)


def arrived_number(live: LiveFigures) -> LiveNumber:
    title = translate(_ARRIVED, point=live.point.name)
    if not live.expected:
        return LiveNumber(title, str(live.arrived), f"/ {live.expected}", tip=translate(_WHERE))
    share, missing = 1 - live.missing / live.expected, translate(_MISSING, missing=live.missing)
    below = f"{missing} · {translate(_PERCENT, percent=round(100 * share))}"
    if live.unexpected:
        below = f"{translate(_UNEXPECTED, count=live.unexpected)} · {missing}"
    return LiveNumber(title, str(live.arrived), f"/ {live.expected}", below, share, tip=translate(_WHERE))


def pace_number(live: LiveFigures) -> LiveNumber:
    step = next((step for step in live.steps if step.starts <= live.now < step.ends), None)
    if step is None or not step.planned:
        return LiveNumber(translate(_PER_MINUTE), pace_text(live.per_minute), tip=pace_tip())
    planned = step.planned / ((step.ends - step.starts).total_seconds() / 60)
    below = translate(Message("live", "expected by now: {count}"), count=pace_text(planned))
    return LiveNumber(translate(_PER_MINUTE), pace_text(live.per_minute), below=below, tip=pace_tip())


def queue_number(live: LiveFigures) -> LiveNumber:
    waiting, desks = live.queue, live.desks
    below = translate(_DESKS, working=desks.working, wanted=desks.wanted) if desks.wanted else ""
    if live.phase is Phase.BEFORE:
        below = translate(Message("live", "desks advised: {wanted}"), wanted=desks.wanted) if desks.wanted else ""
    words, fields = queue_words(waiting)
    sentence = translate(words, **fields)
    if not waiting.people:
        return LiveNumber(translate(_QUEUE), translate(Message("live", "None")), below=below, detail=sentence)
    minutes = translate(_GROWING) if waiting.minutes is None else translate(_MINUTES, minutes=waiting.minutes)
    return LiveNumber(translate(_QUEUE), str(waiting.people), minutes, below, detail=sentence)


def completion_number(live: LiveFigures) -> LiveNumber:
    if live.phase is Phase.AFTER or (live.forecast and live.now > live.forecast.curve.last):
        last = clock_time(live.latest.at.astimezone(live.now.tzinfo)) if live.latest else "–"
        return LiveNumber(translate(Message("live", "Last arrival")), last)
    if live.forecast and live.forecast.is_far_below:
        return LiveNumber(translate(_ALL_THERE), "–", below=translate(Message("live", "too few arrivals to forecast")))
    nearly = _through(live, live.forecast.nearly_all_at) if live.forecast else None
    total = translate(_TOTAL, count=round(live.forecast.total)) if live.forecast else ""
    return LiveNumber(translate(_ALL_THERE), clock_time(nearly) if nearly else "–", below=total)


LIVE_NUMBERS = (arrived_number, pace_number, queue_number, completion_number)
"""The large numbers from left to right; the page has a card for each."""


def live_sentence(live: LiveFigures, *, names_people: bool) -> str:
    """Return the most important fact as a sentence; on the further days of an event, after the figures by day."""
    return " · ".join(filter(None, (_by_day(live), _of_now(live, names_people=names_people))))


def _by_day(live: LiveFigures) -> str:
    days = [translate(_ON_DAY, number=number, count=day.arrived) for number, day in enumerate(live.days, 1)]
    found = [*days, translate(_ON_ANY_DAY, count=live.in_all)]
    return " · ".join(found) if len(days) > 1 else ""


def _of_now(live: LiveFigures, *, names_people: bool) -> str:
    if live.phase is Phase.AFTER:
        if live.unexpected:
            return translate(_OVER_WITH_UNEXPECTED, arrived=live.arrived, missing=live.missing, expected=live.expected)
        return translate(_OVER, arrived=live.arrived, expected=live.expected)
    if live.phase is Phase.BEFORE:
        return _before(live)
    parts = []
    if live.latest:
        name = f"{live.latest.attendee.name}, " if names_people else ""
        at = clock_time(live.latest.at.astimezone(live.now.tzinfo))
        parts.append(translate(_LATEST, name=name, time=at, desk=live.latest.desk))
    if live.queue.most > live.queue.people:
        then = live.now + timedelta(minutes=live.queue.most_in)
        parts.append(translate(_PEAK, count=live.queue.most, time=clock_time(then)))
    return " · ".join(parts)


@dataclass(frozen=True, slots=True)
class MissingPerson:
    """An expected person who has not arrived; `line` is a speaker's state, None for a guest.

    A row without a name is a heading, with its text in `story`.
    """

    name: str
    about: str
    story: str
    category: str = ""
    line: SpeakerStatus | None = None

    def pill(self, t: Tokens) -> Pill:
        """Return the pill: a speaker's state, or a guest's category."""
        return speaker_pill(self.line, t) if self.line else Pill(self.category, "star", t.pill_person)

    @property
    def hint(self) -> str:
        return speaker_time(self.line) if self.line else ""


def list_missing(live: LiveFigures) -> list[MissingPerson]:
    """Return the missing speakers, the most urgent first, then other guests by name."""
    named = {line.attendee.id for line in live.speakers if line.attendee}
    return [
        *(_missing_speaker(live, line) for line in live.speakers),
        *(_missing_guest(live, guest) for guest in live.guests if guest.id not in named),
    ]


def group_missing(live: LiveFigures) -> list[MissingPerson]:
    """Return those who are missing, under a heading each: speakers of the programme, then guests by category."""
    groups: dict[str, list[MissingPerson]] = {name: [] for name in ("", *live.watched)}
    for row in list_missing(live):
        groups.setdefault("" if row.line else row.category, []).append(row)
    found: list[MissingPerson] = []
    for name, rows in ((name, rows) for name, rows in groups.items() if rows):
        sentence = translate(_OF_CATEGORY, name=name, count=len(rows)) if name else translate(SPEAKERS, count=len(rows))
        found += [MissingPerson("", "", sentence), *rows]
    return found


def nobody_missing_text(live: LiveFigures, *, names_people: bool) -> str:
    """Return the text for an empty list: everybody came, or no category is watched and how to watch one."""
    if live.watched:
        speaker = fold_text(translate(Message("live", "speaker")))
        others = [name for name in live.watched if fold_text(name).removesuffix("s") != speaker]
        return translate(_NOBODY_OF, names=", ".join(others)) if others else translate(_NO_SPEAKER)
    return translate(_NOBODY if live.programme.speakers else _NOT_WATCHED if names_people else _NOBODY_LOOKED_FOR)


def columns_title(live: LiveFigures) -> str:
    """Return the title over the counted columns: the name of a single one, and where they are counted if it is not at
    the entrance.
    """
    name = live.by_column[0].name if len(live.by_column) == 1 else translate(Message("live", "Columns of the list"))
    return " · ".join(filter(None, (name, live.columns_at)))


def column_parts(live: LiveFigures, most: int) -> list[ArrivalShare]:
    """Return the values of the counted columns, at most `most` in all; of a column with more of them the largest, in
    its own order: all others together would tell nothing.
    """
    columns = sorted((column for column in live.by_column if column.values), key=lambda each: len(each.values))
    chosen: dict[str, list[ArrivalShare]] = {}
    for number, column in enumerate(columns):
        room = (most - sum(map(len, chosen.values()))) // (len(columns) - number)
        chosen[column.name] = _largest(column.values, room)
    return [
        replace(part, name=translate(_VALUE, column=column.name, value=part.name))
        if column.needs_name and len(columns) > 1
        else part
        for column in live.by_column
        for part in chosen.get(column.name, ())
    ]


def all_column_parts(live: LiveFigures) -> str:
    """Return every value of the counted columns with its figures, a line each."""
    return "\n".join(
        f"{translate(_VALUE, column=column.name, value=part_label(part))}, {part_count(part)}"
        for column in live.by_column
        for part in column.values
    )


def _largest(parts: tuple[ArrivalShare, ...], most: int) -> list[ArrivalShare]:
    """Return the largest shares if there are more than `most`; none of one person, who is a value of many."""
    if len(parts) <= most:
        return list(parts)
    kept = sorted((part for part in parts if part.name != REST and _size(part) > 1), key=_size, reverse=True)[:most]
    return [part for part in parts if part in kept]


def part_label(part: ArrivalShare) -> str:
    """Return the name of a category or desk, also for people without one."""
    return part.name or translate(Message("live", "No category"))


def part_count(part: ArrivalShare) -> str:
    """Return how many of the expected people have come; who came without being expected stands after a plus sign."""
    if part.expected is None:
        return str(part.arrived)
    unexpected = f" + {part.unexpected}" if part.unexpected else ""
    return f"{part.arrived - part.unexpected}{unexpected} / {part.expected}"


def merge_smallest(parts: tuple[ArrivalShare, ...], most: int) -> list[ArrivalShare]:
    """Return at most `most` shares; the smallest are merged into one."""
    if len(parts) <= most:
        return list(parts)
    kept = sorted(parts, key=_size, reverse=True)[: most - 1]
    rest = [part for part in parts if part not in kept]
    expected = [part.expected for part in rest if part.expected is not None]
    others = ArrivalShare(
        translate(_OTHERS, count=len(rest)),
        sum(p.arrived for p in rest),
        sum(expected) if expected else None,
        sum(p.unexpected for p in rest),
    )
    return [*(part for part in parts if part in kept), others]


def _through(live: LiveFigures, at: datetime | None) -> datetime | None:
    """Return when everybody is in: at the end of arrivals, or of the queue if that is later."""
    if live.queue.minutes is None or not live.queue.people:
        return at if live.queue.minutes is not None else None
    return max(at or live.now, live.now + timedelta(minutes=live.queue.minutes))


def _before(live: LiveFigures) -> str:
    if live.forecast is None:
        return translate(Message("live", "Nobody has arrived yet. Without a session time there is no forecast."))
    curve = live.forecast.curve
    return translate(_BEFORE, start=clock_time(curve.doors_open), end=clock_time(curve.begins))


def _missing_speaker(live: LiveFigures, line: SpeakerStatus) -> MissingPerson:
    speaker = line.speaker
    seen = _seen_elsewhere(live, line.attendee)
    about = _about(seen, speaker.role, speaker.organisation)
    return MissingPerson(speaker.name, about, _about(speaker_description(line, live.programme), seen), line=line)


def _missing_guest(live: LiveFigures, guest: Attendee) -> MissingPerson:
    category, seen = live.programme.category_name(guest.category), _seen_elsewhere(live, guest)
    about = _about(seen, guest.role, guest.organisation)
    return MissingPerson(guest.name, about, _about(guest.name, category, about), category)


def _seen_elsewhere(live: LiveFigures, person: Attendee | None) -> str:
    """Return where and when somebody was read today who did not come to the entrance; "" for nowhere."""
    seen = live.seen_elsewhere.get(person.id) if person else None
    return translate(_SEEN, point=seen[0], time=clock_time(seen[1])) if seen else ""


def _about(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _size(part: ArrivalShare) -> int:
    return max(part.arrived, part.expected or 0)


_SEEN = Message("live", "read at {point}, {time}")
SPEAKERS = Message("live", "Speakers to find now: {count}")
GUESTS = Message("live", "Important guests not here yet: {count}")
_OF_CATEGORY = Message("live", "{name} ({count})")
_NOBODY = Message("live", "No speaker is missing at the moment.")
_NO_SPEAKER = Message("live", "Nobody is missing: no speaker.")
_NOBODY_OF = Message("live", "Nobody is missing: no speaker, no {names}.")
_NOBODY_LOOKED_FOR = Message("live", "There is nobody to look out for.")
_NOT_WATCHED = Message(
    "live",
    "There is nobody to look out for: the programme has no speakers, and no category asks for attention "
    "(Ctrl+E on the programme).",
)
_ARRIVED = Message("live", "Arrived: {point}")
_WHERE = Message("live", "People at this control point. Closing also says how many came to any of them.")
_MISSING = Message("live", "{missing} missing")
_PER_MINUTE = Message("live", "Per minute")
_QUEUE = Message("live", "Queue (estimate)")
_MINUTES = Message("live", "people, {minutes} min")
_GROWING = Message("live", "people, and growing")
_DESKS = Message("live", "desks open: {working}, advised: {wanted}")
_ALL_THERE = Message("live", "Almost everyone in by")
_TOTAL = Message("live", "{count} forecast in all")
_ON_DAY = Message("live", "Day {number}: {count}")
_ON_ANY_DAY = Message("live", "{count} {count:person|people} in all at the entrance")
_OVER = Message("live", "Arrivals are over: {arrived} of {expected} came in at the entrance.")
_OVER_WITH_UNEXPECTED = Message(
    "live", "Arrivals are over: {arrived} came in at the entrance, and {missing} of the {expected} expected did not."
)
_BEFORE = Message("live", "Nobody has arrived yet. Most people are expected between {start} and {end}.")
_LATEST = Message("live", "Last: {name}{time}, {desk}")
_PEAK = Message("live", "up to {count} waiting at {time}")
_OTHERS = Message("live", "Others ({count})")
_VALUE = Message("live", "{column} {value}")

_PERCENT = Message("live", "{percent}% came")
_UNEXPECTED = Message("live", "{count} of them not expected")
