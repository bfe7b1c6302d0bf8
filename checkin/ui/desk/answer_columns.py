# SPDX-License-Identifier: GPL-3.0-or-later
"""What an answer shows of the chosen columns: large chips, lines below them, and sentences to be read.

The chips keep the organiser's order: a value too long for one line has several, in its place. Nothing is cut without
saying so: what a long value leaves out is on the person's page, as are the columns beyond the most that can be read in
a hurry.
"""

from collections.abc import Iterator
from typing import NamedTuple

from checkin.core.answer import Answer
from checkin.core.attendee import Attendee
from checkin.core.chosen_columns import ChosenValue, chosen_values, isolated, rules_that_hold
from checkin.core.decision import Reason, Verdict
from checkin.core.message import Message
from checkin.core.programme.programme import ColumnDisplay, ColumnRule, PointMode, Programme
from checkin.translation import clock_time, translate

LONGEST_CHIP, LONGEST_LINE = 32, 140
"""The most letters of a chip of one line, and of a longer value."""
MOST_CHIPS, MOST_LINES, MOST_READ = 8, 3, 3
"""The most chips, long values and sentences of columns in one answer."""


class ShownColumns(NamedTuple):
    """The texts of the large chips, the lines below, and how many columns more there are on the person's page."""

    chips: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    more: int = 0


def shown_columns(answer: Answer, programme: Programme) -> ShownColumns:
    """Return the chosen columns of the person who comes in or gets a code; none for one who leaves or is refused."""
    is_served = answer.verdict is not Verdict.REFUSE or answer.reason is Reason.TIED
    is_coming = answer.control_point.mode is PointMode.ENTRY and is_served and answer.reason is not Reason.EXIT
    if answer.attendee is None or answer.undone or not is_coming:
        return ShownColumns()
    chips, lines, long, more = list[str](), list[str](), 0, 0
    for value in _to_show(answer.attendee, programme):
        is_line = value.column.shown_as is ColumnDisplay.LINE
        is_long = is_line or len(value.short) > LONGEST_CHIP
        long += is_long
        if long > MOST_LINES if is_long else len(chips) >= MOST_CHIPS:
            more += 1
        else:
            (lines if is_line else chips).append(_long(value) if is_long else value.short)
    return ShownColumns(tuple(chips), tuple(lines), more)


def _to_show(person: Attendee, programme: Programme) -> Iterator[ChosenValue]:
    """Yield the values that an answer shows."""
    for value in chosen_values(person, programme):
        if value.is_given and value.column.shown_as is not ColumnDisplay.HIDDEN:
            yield value


def column_notes(answer: Answer, programme: Programme) -> Iterator[str]:
    """Yield the sentences of the rules that hold for the person, those that need a volunteer first; once these were
    confirmed, last and with the time. None for a person who is refused, or
    gives a thing back: nothing is to be done for them here.
    """
    is_back = answer.reason is Reason.EXIT and bool(answer.control_point.gives)
    is_served = not is_back and (answer.verdict is not Verdict.REFUSE or answer.reason is Reason.TIED)
    found = rules_that_hold(answer.attendee, programme) if answer.attendee and is_served else []
    if answer.is_confirmed:
        found.sort(key=lambda each: each[1].needs_person)
    for value, rule in found[:MOST_READ]:
        text = _sentence(value, rule)
        is_done = answer.is_confirmed and rule.needs_person
        yield translate(_CONFIRMED, time=clock_time(answer.at), text=text) if is_done else text
    if more := len(found[MOST_READ:]):
        yield translate(_MORE_TO_READ, count=more)


def _long(value: ChosenValue) -> str:
    """Return a value that is too long for a chip of one line: behind its column's name, unless it is shown alone."""
    return _cut(value.text) if value.column.shown_as is ColumnDisplay.VALUE else _line(value)


def _line(value: ChosenValue) -> str:
    """Return a value behind its column's name."""
    text = _cut(value.text)
    return text if value.says_name else translate(_NAMED, name=value.column.name, value=isolated(text))


def _cut(text: str) -> str:
    """Return a text, cut where what is left out is longer than the words that say so."""
    is_long = len(text) > LONGEST_LINE + len(translate(_REST_ELSEWHERE, text=""))
    return translate(_REST_ELSEWHERE, text=text[:LONGEST_LINE].rstrip()) if is_long else text


def _sentence(value: ChosenValue, rule: ColumnRule) -> str:
    return rule.text or (_line(value) if value.text else translate(_EMPTY, name=value.column.name))


_NAMED = Message("answer", "{name}: {value}")
_EMPTY = Message("answer", "{name}: nothing given")
_REST_ELSEWHERE = Message("answer", "{text}… (the rest is on their page)")
_CONFIRMED = Message("answer", "Confirmed at {time}: {text}")
_MORE_TO_READ = Message("answer", "{count} more to read on their page")
