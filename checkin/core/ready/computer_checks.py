# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks of the computer: its clock, disk, power and loudspeaker."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from checkin.core.message import Message
from checkin.core.ready.check_result import CheckResult, ReadinessGrade, ReadinessTopic
from checkin.core.sync.sync_status import WRONG_CLOCK_S

LOW_DISK, NO_DISK = 200 << 20, 20 << 20
"""Free bytes below which a disk should be looked at, in the light of the desk too, and below which no day fits: a day
writes about 1 MB, and SQLite and the system want room beside it.
"""
SLOW_S = 0.5
"""Seconds for one small write to reach the disk; every guest would wait for it."""
BACK = timedelta(minutes=2)
"""How far the newest entry may be ahead of this clock: desks differ."""
LOW_BATTERY, NO_BATTERY = 80, 10
"""Percent. A laptop with a working camera uses about 20 in an hour: below the first it does not last a morning."""


@dataclass(frozen=True, slots=True)
class ClockState:
    """The state of the clock. `days` are the event's, () if unknown; `zone` its time zone, "" if this computer does not
    know it.

    `here` is the UTC offset of this computer's own zone; `newest` the time of the newest entry, `ahead` how many
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
    """The state of the disk. `took` is how many seconds a small file took to reach it; None: it could not be
    written.
    """

    free: int
    took: float | None


@dataclass(frozen=True, slots=True)
class PowerState:
    """The state of the power supply; None where the computer does not tell. Without a battery `percent` is None."""

    is_on_mains: bool | None = None
    percent: int | None = None


def check_clock(state: ClockState) -> CheckResult:
    """Return the gravest problem: against the other desks, against the journal, the zone, the day."""
    now, fields = state.now, {"now": state.now, "zone": state.zone, "today": state.now.date()}
    if state.ahead is not None and abs(state.ahead) > WRONG_CLOCK_S:
        minutes = max(1, round(abs(state.ahead) / 60))
        words = _AHEAD if state.ahead > 0 else _BEHIND
        return CheckResult(ReadinessTopic.CLOCK, ReadinessGrade.LOOK, words, _SET, fields | {"minutes": minutes})
    if state.newest and state.newest - now > BACK:
        return CheckResult(
            ReadinessTopic.CLOCK, ReadinessGrade.LOOK, _WENT_BACK, _SET, fields | {"newest": state.newest}
        )
    if not state.zone:
        return CheckResult(ReadinessTopic.CLOCK, ReadinessGrade.LOOK, _NO_ZONE, _SET_ZONE, fields)
    if state.days and now.date() not in state.days:
        day = min(state.days, key=lambda each: abs(each - now.date()))
        return CheckResult(ReadinessTopic.CLOCK, ReadinessGrade.LOOK, _OTHER_DAY, _WHICH_DAY, fields | {"day": day})
    if state.here is not None and state.here != now.utcoffset():
        return CheckResult(ReadinessTopic.CLOCK, ReadinessGrade.WELL, _OTHER_ZONE, None, fields)
    return CheckResult(ReadinessTopic.CLOCK, ReadinessGrade.WELL, _RIGHT if state.days else _NO_DAY, None, fields)


def check_disk(state: DiskState) -> CheckResult:
    """Return whether the day fits, and whether each entry reaches the disk at once."""
    fields: dict[str, object] = {"megabytes": state.free >> 20, "took": state.took and round(state.took, 1)}
    if state.took is None:
        return CheckResult(ReadinessTopic.DISK, ReadinessGrade.STOP, _NOT_WRITABLE, _ELSEWHERE, fields)
    if state.free < NO_DISK:
        return CheckResult(ReadinessTopic.DISK, ReadinessGrade.STOP, _FULL, _MAKE_ROOM, fields)
    if state.free < LOW_DISK:
        return CheckResult(ReadinessTopic.DISK, ReadinessGrade.LOOK, _LOW, _MAKE_ROOM, fields)
    if state.took > SLOW_S:
        return CheckResult(ReadinessTopic.DISK, ReadinessGrade.LOOK, _SLOW, _COPY_HERE, fields)
    room = {"milliseconds": max(1, round(1000 * state.took)), "gigabytes": round(state.free / (1 << 30), 1)}
    return CheckResult(ReadinessTopic.DISK, ReadinessGrade.WELL, _ROOM, None, fields | room)


def check_power(state: PowerState) -> CheckResult:
    """Return whether the power lasts."""
    fields = {"percent": state.percent}
    if state.is_on_mains:
        return CheckResult(
            ReadinessTopic.POWER, ReadinessGrade.WELL, _MAINS if state.percent is None else _CHARGING, None, fields
        )
    if state.percent is None:
        return CheckResult(ReadinessTopic.POWER, ReadinessGrade.ASIDE, _UNKNOWN_POWER)
    if state.is_on_mains is None:
        return CheckResult(ReadinessTopic.POWER, ReadinessGrade.ASIDE, _BATTERY_ONLY, None, fields)
    grade = (
        ReadinessGrade.STOP
        if state.percent < NO_BATTERY
        else ReadinessGrade.LOOK
        if state.percent < LOW_BATTERY
        else ReadinessGrade.ASIDE
    )
    return CheckResult(ReadinessTopic.POWER, grade, _BATTERY, _PLUG_IN, fields)


def check_sound(*, is_wanted: bool, is_possible: bool | None, was_heard: bool | None) -> CheckResult:
    """Return the state of the sound. `is_possible` None: not known yet; `was_heard` None: the user has not said yet."""
    if not is_wanted:
        return CheckResult(ReadinessTopic.SOUND, ReadinessGrade.ASIDE, _MUTE, _UNMUTE)
    if is_possible is False:
        return CheckResult(ReadinessTopic.SOUND, ReadinessGrade.ASIDE, _NO_SPEAKER, _PLUG_SPEAKER)
    if was_heard is None:
        return CheckResult(ReadinessTopic.SOUND, ReadinessGrade.UNTRIED, _UNHEARD, _LISTEN)
    if was_heard:
        return CheckResult(ReadinessTopic.SOUND, ReadinessGrade.WELL, _HEARD)
    return CheckResult(ReadinessTopic.SOUND, ReadinessGrade.LOOK, _NOT_HEARD, _LOUDER)


_RIGHT = Message("ready", "It is {now} event time ({zone}), and the event is today.")
_NO_DAY = Message("ready", "It is {now} ({zone}). The programme does not say which day the event is.")
_OTHER_DAY = Message("ready", "The event is on {day}; today is {today}.")
_WHICH_DAY = Message(
    "ready",
    "If it is today: correct this computer’s date, or the date in the programme. To practise, hold a rehearsal.",
)
_OTHER_ZONE = Message(
    "ready",
    "It is {now} at the event ({zone}), and that is what counts. This computer is set to another time zone: no "
    "harm done.",
)
_NO_ZONE = Message("ready", "This computer does not know the event’s time zone and uses its own: it is {now}.")
_SET_ZONE = Message("ready", "Check whether the time is right; correct the time zone in the programme.")
_AHEAD = Message("ready", "This computer’s clock is {minutes} min ahead of the other desks’.")
_BEHIND = Message("ready", "This computer’s clock is {minutes} min behind the other desks’.")
_WENT_BACK = Message("ready", "It is {now} here, but a record is from {newest}: a clock is wrong.")
_SET = Message("ready", "Set this computer’s clock, in the system settings.")
_ROOM = Message("ready", "Saving takes {milliseconds} ms; {gigabytes} GB are free.")
_LOW = Message("ready", "Only {megabytes} MB are free.")
_FULL = Message("ready", "The disk is full: {megabytes} MB free.")
_MAKE_ROOM = Message("ready", "Empty the bin and delete what you do not need, before the first person arrives.")
_NOT_WRITABLE = Message("ready", "Nothing can be written next to the event.")
_ELSEWHERE = Message(
    "ready", "Close Checkin, put the event in a folder on this computer that you can write to, and open it there."
)
_SLOW = Message("ready", "Saving takes {took} s: each person would wait that long.")
_COPY_HERE = Message(
    "ready", "Close Checkin, copy the event from the drive or share to this computer, and open it there."
)
_MAINS = Message("ready", "On mains power.")
_CHARGING = Message("ready", "On mains power; battery {percent}%.")
_BATTERY = Message("ready", "On battery: {percent}%.")
_BATTERY_ONLY = Message("ready", "Battery {percent}%. This computer does not say whether it is plugged in.")
_PLUG_IN = Message("ready", "Plug this computer in; a camera empties a battery in a morning.")
_UNKNOWN_POWER = Message("ready", "This computer reports no battery. Check that it is plugged in.")
_MUTE = Message("ready", "The sound is off.")
_UNMUTE = Message("ready", "Turn it on in the settings if you want to hear the answers.")
_NO_SPEAKER = Message("ready", "This computer has no loudspeaker.")
_PLUG_SPEAKER = Message("ready", "Plug one in if you want to hear the answers.")
_UNHEARD = Message("ready", "The sound has not been tried yet.")
_LISTEN = Message("ready", "Play the sound, then say whether you heard it.")
_HEARD = Message("ready", "The sound was heard.")
_NOT_HEARD = Message("ready", "The sound was not heard.")
_LOUDER = Message("ready", "Turn up the volume of this computer, or plug in a loudspeaker; then play it again.")
