# SPDX-License-Identifier: GPL-3.0-or-later
"""What the live screen says of the figures: four numbers with their words, one sentence, and those who are missing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from checkin.core.live import Live, Part, Phase
from checkin.core.model import Attendee
from checkin.core.queue_estimate import queue_words
from checkin.core.speakers import Line
from checkin.core.words import Words
from checkin.language import clock_time, say
from checkin.ui.look.states import Pill
from checkin.ui.look.theme import Tokens
from checkin.ui.parts.count import pace_text, pace_tip
from checkin.ui.parts.speaker_words import line_story, moment, pill


@dataclass(frozen=True, slots=True)
class Number:
    """A big figure: what it is, the figure, what follows in small, a line below; `share` of a whole, if it is one."""

    title: str
    figure: str
    unit: str = ""
    below: str = ""
    share: float | None = None

    told: str = ""
    """As a sentence, where the parts do not make one."""
    tip: str = ""

    @property
    def spoken(self) -> str:
        parts = (self.told,) if self.told else (self.title, f"{self.figure} {self.unit}".strip())
        return ", ".join(part for part in (*parts, self.below) if part)


def numbers(live: Live) -> tuple[Number, Number, Number, Number]:
    """Who came, how fast, who waits, when all are there."""
    return arrived(live), pace(live), queue(live), all_there(live)


def arrived(live: Live) -> Number:
    share = min(1.0, live.arrived / live.expected) if live.expected else None
    missing = say(_MISSING, missing=max(0, live.expected - live.arrived))
    below = f"{missing} · {say(_PERCENT, percent=round(100 * share))}" if share is not None else ""
    return Number(say(_ARRIVED), str(live.arrived), f"/ {live.expected}", below, share)


def pace(live: Live) -> Number:
    step = next((step for step in live.steps if step.starts <= live.now < step.ends), None)
    if step is None or not step.planned:
        return Number(say(_PER_MINUTE), pace_text(live.per_minute), tip=pace_tip())
    planned = step.planned / ((step.ends - step.starts).total_seconds() / 60)
    below = say(_PLANNED_NOW, count=pace_text(planned))
    return Number(say(_PER_MINUTE), pace_text(live.per_minute), below=below, tip=pace_tip())


def queue(live: Live) -> Number:
    waiting, desks = live.queue, live.desks
    below = say(_DESKS, working=desks.working, wanted=desks.wanted) if desks.wanted else ""
    if live.phase is Phase.BEFORE:
        below = say(_DESKS_BEFORE, wanted=desks.wanted) if desks.wanted else ""
    words, fields = queue_words(waiting)
    told = say(words, **fields)
    if not waiting.people:
        return Number(say(_QUEUE), say(_NONE), below=below, told=told)
    minutes = say(_GROWING) if waiting.minutes is None else say(_MINUTES, minutes=waiting.minutes)
    return Number(say(_QUEUE), str(waiting.people), minutes, below, told=told)


def all_there(live: Live) -> Number:
    if live.phase is Phase.AFTER or (live.forecast and live.now > live.forecast.curve.last):
        last = clock_time(live.latest.at.astimezone(live.now.tzinfo)) if live.latest else "–"
        return Number(say(_LAST), last)
    nearly = _through(live, live.forecast.nearly_all_at) if live.forecast else None
    total = say(_TOTAL, count=round(live.forecast.total)) if live.forecast else ""
    return Number(say(_ALL_THERE), clock_time(nearly) if nearly else "–", below=total)


def sentence(live: Live, *, names_people: bool) -> str:
    """What there is to know first."""
    if live.phase is Phase.AFTER:
        return say(_OVER, arrived=live.arrived, expected=live.expected)
    if live.phase is Phase.BEFORE:
        return _before(live)
    parts = []
    if live.latest:
        name = f"{live.latest.attendee.name}, " if names_people else ""
        at = clock_time(live.latest.at.astimezone(live.now.tzinfo))
        parts.append(say(_LATEST, name=name, time=at, desk=live.latest.desk))
    if live.queue.most > live.queue.people:
        then = live.now + timedelta(minutes=live.queue.most_in)
        parts.append(say(_PEAK, count=live.queue.most, time=clock_time(then)))
    return " · ".join(parts)


@dataclass(frozen=True, slots=True)
class Missing:
    """Somebody who is expected and not here. `line` is their place on the programme, None for a guest. A row without a
    name is a heading: its `story` says who stands below.
    """

    name: str
    about: str
    story: str
    category: str = ""
    line: Line | None = None

    def pill(self, t: Tokens) -> Pill:
        """A speaker's says how they stand; a guest's who they are."""
        return pill(self.line, t) if self.line else Pill(self.category, "star", t.pill_person)

    @property
    def hint(self) -> str:
        return moment(self.line) if self.line else ""


def missing(live: Live) -> list[Missing]:
    """Speakers, the most urgent first, then guests by name, who are not speakers too."""
    named = {line.attendee.id for line in live.speakers if line.attendee}
    return [
        *map(_missing_speaker, live.speakers),
        *(_missing_guest(live, guest) for guest in live.guests if guest.id not in named),
    ]


def in_groups(live: Live) -> list[Missing]:
    """Return those who are missing, speakers of the programme apart from guests, and these by category; each group has
    a heading where there are several.
    """
    groups: dict[str, list[Missing]] = {name: [] for name in ("", *live.watched)}
    for row in missing(live):
        groups.setdefault("" if row.line else row.category, []).append(row)
    there = {name: rows for name, rows in groups.items() if rows}
    found: list[Missing] = []
    for name, rows in there.items():
        told = say(_OF_CATEGORY, name=name, count=len(rows)) if name else say(SPEAKERS, count=len(rows))
        found += [*([Missing("", "", told)] if len(there) > 1 else []), *rows]
    return found


def nobody_missing(live: Live, *, names_people: bool) -> str:
    """Return of whom nobody is missing, or that nobody is looked for and how somebody would be."""
    if live.watched:
        return say(_NOBODY_OF, names=", ".join(live.watched))
    return say(_NOBODY if live.programme.speakers else _NOT_WATCHED if names_people else _NOBODY_LOOKED_FOR)


def count_missing(live: Live) -> int:
    """All of them, also those who are not named."""
    return len(missing(live)) + live.guests_missing - len(live.guests)


def part_label(part: Part) -> str:
    """A category or a desk; those without one, too."""
    return part.name or say(_NO_CATEGORY)


def part_count(part: Part) -> str:
    return str(part.arrived) if part.expected is None else f"{part.arrived} / {part.expected}"


def fewer(parts: tuple[Part, ...], most: int) -> list[Part]:
    """At most so many: of more, the smallest are one."""
    if len(parts) <= most:
        return list(parts)
    kept = sorted(parts, key=_size, reverse=True)[: most - 1]
    rest = [part for part in parts if part not in kept]
    expected = [part.expected for part in rest if part.expected is not None]
    others = Part(say(_OTHERS, count=len(rest)), sum(p.arrived for p in rest), sum(expected) if expected else None)
    return [*(part for part in parts if part in kept), others]


def _through(live: Live, at: datetime | None) -> datetime | None:
    """Who comes while others wait is in when these are."""
    if live.queue.minutes is None or not live.queue.people:
        return at if live.queue.minutes is not None else None
    return max(at or live.now, live.now + timedelta(minutes=live.queue.minutes))


def _before(live: Live) -> str:
    if live.forecast is None:
        return say(_NO_FORECAST)
    curve = live.forecast.curve
    return say(_BEFORE, start=clock_time(curve.doors), end=clock_time(curve.begins))


def _missing_speaker(line: Line) -> Missing:
    speaker = line.speaker
    return Missing(speaker.name, _about(speaker.role, speaker.organisation), line_story(line), line=line)


def _missing_guest(live: Live, guest: Attendee) -> Missing:
    category, about = live.programme.category_name(guest.category), _about(guest.role, guest.organisation)
    story = " · ".join(part for part in (guest.name, category, about) if part)
    return Missing(guest.name, about, story, category)


def _about(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _size(part: Part) -> int:
    return max(part.arrived, part.expected or 0)


SPEAKERS = Words("live", "Speakers to be found: {count}")
GUESTS = Words("live", "Important guests awaited: {count}")
_OF_CATEGORY = Words("live", "{name} ({count})")
_NOBODY = Words("live", "No speaker is missing now.")
_NOBODY_OF = Words("live", "Nobody is missing: neither a speaker nor {names}.")
_NOBODY_LOOKED_FOR = Words("live", "Nobody is looked for.")
_NOT_WATCHED = Words(
    "live",
    "Nobody is looked for: the programme names no speaker, and no category calls attention (Ctrl+E on the programme).",
)
_ARRIVED = Words("live", "Arrived")
_MISSING = Words("live", "{missing} missing")
_PERCENT = Words("live", "{percent}% of those expected")
_PER_MINUTE = Words("live", "Per minute")
_PLANNED_NOW = Words("live", "forecast for now: {count}")
_QUEUE = Words("live", "Queue (estimate)")
_NONE = Words("live", "None")
_MINUTES = Words("live", "people, {minutes} min")
_GROWING = Words("live", "people, and growing")
_DESKS = Words("live", "desks at work: {working}, advised: {wanted}")
_DESKS_BEFORE = Words("live", "desks advised: {wanted}")
_ALL_THERE = Words("live", "Almost everyone in by")
_TOTAL = Words("live", "{count} forecast in all")
_LAST = Words("live", "Last arrival")
_OVER = Words("live", "The arrivals are over: {arrived} of {expected} came.")
_BEFORE = Words("live", "Nobody has arrived yet. Most are forecast between {start} and {end}.")
_NO_FORECAST = Words("live", "Nobody has arrived yet. Without the time of a session there is no forecast.")
_LATEST = Words("live", "Last: {name}{time}, {desk}")
_PEAK = Words("live", "up to {count} waiting at {time}")
_NO_CATEGORY = Words("live", "No category")
_OTHERS = Words("live", "Others ({count})")
