# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a ticket is refused, or what is not known about it, as words for a person. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from checkin.core.message import Message


@dataclass(frozen=True, slots=True)
class TicketExplanation:
    """Words, and the values that fill them; a value that is a `Message` is translated first."""

    words: Message
    fields: Mapping[str, object] = field(default_factory=dict, hash=False)


def time_explanation(at_time: Message, on_day: Message, at: datetime, zone: tzinfo, now: datetime) -> TicketExplanation:
    """Return `at_time` with {time} if `at` is on the day of `now`, else `on_day` with {day} and {time}."""
    local = at.astimezone(zone)
    if local.date() == now.astimezone(zone).date():
        return TicketExplanation(at_time, {"time": f"{local:%H:%M}"})
    return TicketExplanation(on_day, {"day": f"{local:%d/%m/%Y}", "time": f"{local:%H:%M}"})


NO_ZONE = Message("ticketing", "the time zone of the event is not known here")
NO_GATE = Message("ticketing", "at which gate this desk is, is not known here")
NO_SERIES_DATE = Message("ticketing", "the dates of this part of the series are not known here")
NEWER_RULE = Message("ticketing", "the check-in list has a rule that this version of Checkin does not understand")
ODD_TIME = Message("ticketing", "a rule of the check-in list names a time that Checkin cannot read")
NO_MEDIUM = Message("ticketing", "whether this ticket was exchanged for a wristband or a card is not known here")
NO_ADDONS = Message("ticketing", "which add-ons belong to this ticket is not known here yet")
"""What a judgement may depend on and a desk cannot know, as it stands in “Cannot be decided here: …”."""

ASKS_FOR_ATTENTION = Message(
    "ticketing", "Special attention required (marked in pretix, without a text): the organiser knows what to check"
)
"""What is said of a ticket whose order or product asks for attention and does not say why."""
