# SPDX-License-Identifier: GPL-3.0-or-later
"""Is the computer ready: its clock, its disk, its power, its loudspeaker."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from checkin.core.ready.finding import Finding, Grade, Topic
from checkin.core.together.status import WRONG_CLOCK_S
from checkin.core.words import Words

LOW_DISK, NO_DISK = 200 << 20, 20 << 20
"""Bytes left below which a disk asks to be looked at, and below which no day fits: one writes about 1 MB, and SQLite
and the system want room beside it.
"""
SLOW_S = 0.5
"""Seconds for one small write that reaches the disk: at each guest somebody would wait for it."""
BACK = timedelta(minutes=2)
"""By which the newest record may be ahead of this clock: desks differ."""
LOW_BATTERY, NO_BATTERY = 80, 10
"""Percent. A laptop with a camera at work uses about 20 in an hour: below the first it does not last a morning."""


@dataclass(frozen=True, slots=True)
class ClockState:
    """`days` are those of the event, () if nobody said; `zone` its time zone, "" if this computer does not know that.

    `here` is what this computer's own zone adds to UTC; `newest` when the newest record was made, `ahead` by how many
    seconds this clock is ahead of where the desks meet.
    """

    now: datetime
    days: Collection[date] = ()
    zone: str = ""
    here: timedelta | None = None
    newest: datetime | None = None
    ahead: float | None = None


@dataclass(frozen=True, slots=True)
class DiskState:
    """`took` is how many seconds a small file took until it was on the disk; None: it could not be written."""

    free: int
    took: float | None


@dataclass(frozen=True, slots=True)
class PowerState:
    """None where this computer does not tell. A computer without a battery has no `percent`."""

    is_on_mains: bool | None = None
    percent: int | None = None


def of_clock(state: ClockState) -> Finding:
    """The gravest that is wrong with it: what the others say, what was written, the zone, the day."""
    now, fields = state.now, {"now": state.now, "zone": state.zone, "today": state.now.date()}
    if state.ahead is not None and abs(state.ahead) > WRONG_CLOCK_S:
        minutes = max(1, round(abs(state.ahead) / 60))
        said = _AHEAD if state.ahead > 0 else _BEHIND
        return Finding(Topic.CLOCK, Grade.LOOK, said, _SET, fields | {"minutes": minutes})
    if state.newest and state.newest - now > BACK:
        return Finding(Topic.CLOCK, Grade.LOOK, _WENT_BACK, _SET, fields | {"newest": state.newest})
    if not state.zone:
        return Finding(Topic.CLOCK, Grade.LOOK, _NO_ZONE, _SET_ZONE, fields)
    if state.days and now.date() not in state.days:
        day = min(state.days, key=lambda each: abs(each - now.date()))
        return Finding(Topic.CLOCK, Grade.LOOK, _OTHER_DAY, _WHICH_DAY, fields | {"day": day})
    if state.here is not None and state.here != now.utcoffset():
        return Finding(Topic.CLOCK, Grade.WELL, _OTHER_ZONE, None, fields)
    return Finding(Topic.CLOCK, Grade.WELL, _RIGHT if state.days else _NO_DAY, None, fields)


def of_disk(state: DiskState) -> Finding:
    """Whether the day fits, and whether each guest's record gets there at once."""
    fields: dict[str, object] = {"megabytes": state.free >> 20, "took": state.took and round(state.took, 1)}
    if state.took is None:
        return Finding(Topic.DISK, Grade.STOP, _NOT_WRITABLE, _ELSEWHERE, fields)
    if state.free < NO_DISK:
        return Finding(Topic.DISK, Grade.STOP, _FULL, _MAKE_ROOM, fields)
    if state.free < LOW_DISK:
        return Finding(Topic.DISK, Grade.LOOK, _LOW, _MAKE_ROOM, fields)
    if state.took > SLOW_S:
        return Finding(Topic.DISK, Grade.LOOK, _SLOW, _COPY_HERE, fields)
    room = {"milliseconds": max(1, round(1000 * state.took)), "gigabytes": round(state.free / (1 << 30), 1)}
    return Finding(Topic.DISK, Grade.WELL, _ROOM, None, fields | room)


def of_power(state: PowerState) -> Finding:
    """Whether it lasts."""
    fields = {"percent": state.percent}
    if state.is_on_mains:
        return Finding(Topic.POWER, Grade.WELL, _MAINS if state.percent is None else _CHARGING, None, fields)
    if state.percent is None:
        return Finding(Topic.POWER, Grade.ASIDE, _UNKNOWN_POWER)
    if state.is_on_mains is None:
        return Finding(Topic.POWER, Grade.ASIDE, _BATTERY_ONLY, None, fields)
    grade = Grade.STOP if state.percent < NO_BATTERY else Grade.LOOK if state.percent < LOW_BATTERY else Grade.ASIDE
    return Finding(Topic.POWER, grade, _BATTERY, _PLUG_IN, fields)


def of_sound(*, is_wanted: bool, is_possible: bool | None, was_heard: bool | None) -> Finding:
    """`is_possible` None: not known yet; `was_heard` None: nobody said so yet."""
    if not is_wanted:
        return Finding(Topic.SOUND, Grade.ASIDE, _MUTE, _UNMUTE)
    if is_possible is False:
        return Finding(Topic.SOUND, Grade.ASIDE, _NO_SPEAKER, _PLUG_SPEAKER)
    if was_heard is None:
        return Finding(Topic.SOUND, Grade.UNTRIED, _UNHEARD, _LISTEN)
    if was_heard:
        return Finding(Topic.SOUND, Grade.WELL, _HEARD)
    return Finding(Topic.SOUND, Grade.LOOK, _NOT_HEARD, _LOUDER)


_RIGHT = Words("ready", "It is {now}, as the event’s clock goes ({zone}), and today is its day.")
_NO_DAY = Words("ready", "It is {now} ({zone}). On which day the event is, the programme does not say.")
_OTHER_DAY = Words("ready", "The event is on {day}, today is {today}.")
_WHICH_DAY = Words(
    "ready", "If it is today: set this computer’s date, or the day in the programme. To practise, rehearse."
)
_OTHER_ZONE = Words(
    "ready",
    "It is {now} where the event is ({zone}), and this counts. This computer shows the hour of another zone: no harm.",
)
_NO_ZONE = Words("ready", "This computer does not know the event’s time zone and takes its own: it is {now}.")
_SET_ZONE = Words("ready", "Look whether the hour is right; correct the time zone in the programme.")
_AHEAD = Words("ready", "This computer’s clock is {minutes} min ahead of the other desks’.")
_BEHIND = Words("ready", "This computer’s clock is {minutes} min behind the other desks’.")
_WENT_BACK = Words("ready", "It is {now} here, and a record is of {newest}: a clock is wrong.")
_SET = Words("ready", "Set the clock of this computer, in the system’s settings.")
_ROOM = Words("ready", "A record reaches the disk in {milliseconds} ms; {gigabytes} GB are free.")
_LOW = Words("ready", "Only {megabytes} MB are free.")
_FULL = Words("ready", "The disk is full: {megabytes} MB are free.")
_MAKE_ROOM = Words("ready", "Empty the bin and delete what is not needed, before the first guest.")
_NOT_WRITABLE = Words("ready", "Nothing can be written beside the event.")
_ELSEWHERE = Words(
    "ready", "Close Checkin, put the event in a folder of this computer where you may write, open it there."
)
_SLOW = Words("ready", "A record takes {took} s to reach the disk: each guest would wait for it.")
_COPY_HERE = Words("ready", "Close Checkin, copy the event from the key or share to this computer, open it there.")
_MAINS = Words("ready", "On the mains.")
_CHARGING = Words("ready", "On the mains; battery {percent}%.")
_BATTERY = Words("ready", "On the battery: {percent}%.")
_BATTERY_ONLY = Words("ready", "Battery {percent}%. Whether it is plugged in is not known on this computer.")
_PLUG_IN = Words("ready", "Plug this computer in; a camera empties a battery in a morning.")
_UNKNOWN_POWER = Words("ready", "No battery is known on this computer. Look whether it is plugged in.")
_MUTE = Words("ready", "The sound is switched off.")
_UNMUTE = Words("ready", "Switch it on in the settings, if answers are to be heard.")
_NO_SPEAKER = Words("ready", "This computer has no loudspeaker.")
_PLUG_SPEAKER = Words("ready", "Plug one in, if answers are to be heard.")
_UNHEARD = Words("ready", "Nobody has listened yet.")
_LISTEN = Words("ready", "Play the sound, then say whether you heard it.")
_HEARD = Words("ready", "The sound was heard.")
_NOT_HEARD = Words("ready", "The sound was not heard.")
_LOUDER = Words("ready", "Turn up the volume of this computer, or plug in a loudspeaker; then play it again.")
