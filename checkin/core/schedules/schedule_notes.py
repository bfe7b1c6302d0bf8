# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes on items that were left out or changed: one sentence for each reason, with their titles. Pure."""

from collections.abc import Iterable

from checkin.core.message import Message
from checkin.core.schedules.schedule import ScheduleNote

MOST_TITLES = 5
"""The most titles in one sentence; the rest is "…"."""

CANCELLED = Message("schedule", "Cancelled, and left out: {titles}.")
ALL_DAY = Message("schedule", "Left out, because it lasts all day: {titles}.")
NO_TIME = Message("schedule", "Left out, because it has no time: {titles}.")
NO_TITLE = Message("schedule", "Entries without a title, left out: {count}.")
BACKWARDS = Message("schedule", "Ends before it starts, so the end was left out: {titles}.")
OTHER_TIMES = Message("schedule", "Left out, because how it repeats is not understood: {titles}.")
ONLY_ONCE = Message("schedule", "Only the first time was taken, because how it repeats is not understood: {titles}.")


def gathered(told: Iterable[tuple[Message, str]]) -> tuple[ScheduleNote, ...]:
    """Return the notes; `told` are pairs of a reason and a title."""
    titles: dict[Message, list[str]] = {}
    for words, title in told:
        titles.setdefault(words, []).append(title)
    return tuple(
        ScheduleNote(words, {"count": len(named), "titles": _joined(named)}) for words, named in titles.items()
    )


def _joined(titles: list[str]) -> str:
    named = ", ".join(dict.fromkeys(titles[:MOST_TITLES]))
    return named if len(titles) <= MOST_TITLES else f"{named}, …"
