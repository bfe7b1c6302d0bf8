# SPDX-License-Identifier: GPL-3.0-or-later
"""What the programme screen says of a session: its figures and marks, and all of it for a reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from checkin.core.programme.programme import Session
from checkin.core.programme.running import is_over, is_running
from checkin.core.speakers import Line, State, alerts
from checkin.core.words import Words
from checkin.desk.programme.board import Day, Figures
from checkin.language import say
from checkin.ui.parts.speaker_words import Remark, hours


@dataclass(frozen=True, slots=True)
class Item:
    """A row of the day: a session, or all speakers where `figures` is None. `missing` are those to be found now."""

    figures: Figures | None
    speakers: int
    arrived: int
    missing: int
    is_running: bool = False
    is_over: bool = False

    @property
    def id(self) -> str:
        """Of the session; "" for all speakers."""
        return self.figures.session.id if self.figures else ""


def items(day: Day) -> list[Item]:
    """All speakers, if there are any, then each session."""
    everybody = [_item(None, day.speakers, day.now)] if day.speakers else []
    return [*everybody, *(_item(figures, speakers_of(day, figures.session.id), day.now) for figures in day.sessions)]


def speakers_of(day: Day, session: str) -> list[Line]:
    return [line for line in day.speakers if line.speaker.session == session]


def lines_of(day: Day, item: Item) -> list[Line]:
    """The speakers of a session; of the whole day, those who are to be found and then the others as they speak."""
    if item.figures is not None:
        return speakers_of(day, item.id)
    missing = alerts(day.speakers)
    others = [line for line in day.speakers if line not in missing]
    order = {figures.session.id: place for place, figures in enumerate(day.sessions)}
    return [*missing, *sorted(others, key=lambda line: order.get(line.speaker.session, len(order)))]


def _item(figures: Figures | None, lines: Sequence[Line], now: datetime) -> Item:
    arrived = sum(line.state is State.ARRIVED for line in lines)
    session = figures.session if figures else Session("", "")
    return Item(figures, len(lines), arrived, len(alerts(lines)), is_running(session, now), is_over(session, now))


def marks(session: Session) -> list[Remark]:
    streamed = [Remark("radio", say(_STREAMED))] if session.is_streamed else []
    return streamed + ([Remark("ticket-check", say(_BOOKED))] if session.is_booked else [])


def numbers(figures: Figures) -> str:
    """Inside / registered / seats, as far as they are counted: "12 / 38 / 40"."""
    session = figures.session
    if not is_counted(figures):
        return say(_CAPACITY, count=session.capacity) if session.capacity else ""
    parts = ["–" if figures.inside is None else str(figures.inside)]
    parts += [str(figures.registered)] if session.is_booked else []
    parts += [str(session.capacity)] if session.capacity else []
    return " / ".join(parts) if len(parts) > 1 else say(_INSIDE_ONLY, count=parts[0])


def is_counted(figures: Figures) -> bool:
    """Whether anybody knows how many there are or will be."""
    return figures.inside is not None or figures.session.is_booked


def facts(figures: Figures) -> list[tuple[str, str]]:
    """(what, how many): every figure of a session that is counted."""
    session = figures.session
    found: list[tuple[Words, int | None]] = [(_REGISTERED, figures.registered)] if session.is_booked else []
    found += [(_INSIDE, figures.inside)] if figures.inside is not None else []
    found += [(_AWAITED, figures.awaited)] if session.is_booked else []
    found += [(_FREE, figures.seats)] if figures.seats is not None and is_counted(figures) else []
    found += [(_WAITING, figures.waiting)] if figures.waiting else []
    return [(say(words, count=count), str(count)) for words, count in found]


def about(figures: Figures) -> str:
    """When, where and how, in one line."""
    session = figures.session
    parts = [hours(session), session.room, *(mark.text for mark in marks(session))]
    parts += [] if is_counted(figures) else [numbers(figures)]
    parts += [say(FULL)] if figures.seats == 0 else []
    return " · ".join(part for part in parts if part)


def item_story(item: Item) -> str:
    """All of a row, uncut."""
    spoken = [say(ALL_SPEAKERS)]
    if figures := item.figures:
        spoken = [figures.session.title, say(NOW) if item.is_running else "", about(figures)]
        spoken += [f"{what} {count}" for what, count in facts(figures)]
    spoken.append(say(_SPEAKERS, count=item.speakers) if item.speakers else "")
    spoken.append(say(_MISSING_COUNT, count=item.missing) if item.missing else "")
    return " · ".join(part for part in spoken if part)


def summary(item: Item) -> str:
    """How many of the speakers are here, and how many are to be found."""
    parts = [say(_SPEAKERS, count=item.speakers), say(_ARRIVED_COUNT, count=item.arrived)]
    parts += [say(_MISSING_COUNT, count=item.missing)] if item.missing else []
    return " · ".join(parts)


NOW = Words("programme screen", "Now")
FULL = Words("programme screen", "full")
LEGEND = Words("programme screen", "inside / registered / seats")
ALL_SPEAKERS = Words("programme screen", "All speakers")
_STREAMED = Words("programme screen", "streamed")
_BOOKED = Words("programme screen", "on registration")
_CAPACITY = Words("programme screen", "{count} {count:seat|seats}")
_INSIDE_ONLY = Words("programme screen", "{count} inside")
_REGISTERED = Words("programme screen", "{count:Registered|Registered}")
_INSIDE = Words("programme screen", "{count:Inside|Inside}")
_AWAITED = Words("programme screen", "{count:Awaited|Awaited}")
_WAITING = Words("programme screen", "Waiting")
_FREE = Words("programme screen", "{count:Free seat|Free seats}")
_SPEAKERS = Words("programme screen", "speakers: {count}")
_ARRIVED_COUNT = Words("programme screen", "arrived: {count}")
_MISSING_COUNT = Words("programme screen", "not here yet: {count}")
