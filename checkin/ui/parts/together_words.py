# SPDX-License-Identifier: GPL-3.0-or-later
"""How it stands with the other desks, in sentences. Looks nothing up."""

from checkin import __version__
from checkin.core.together.key_visit import KeyVisit
from checkin.core.together.status import WRONG_CLOCK_S, OtherDesk, Together
from checkin.core.words import Words
from checkin.language import clock_time, say, sentence

_ALONE = Words("together", "This desk works alone. What it records is on this computer.")
_BEFORE_PURGE = Words(
    "together",
    "Personal data was erased here; the key {key}, last here on {day}, still has it. Put it in once more to erase it "
    "there.",
)
_NONE_SINCE = Words("together", "All that is saved here is on the key {key}, which was here on {day} at {time}")
_ONE_SINCE = Words("together", "1 record saved here since the key {key} was last here, on {day} at {time}")
_SINCE = Words("together", "{count} records saved here since the key {key} was last here, on {day} at {time}")
_NOBODY = Words("together", "No other desk was here yet.")
_ONE = Words("together", "1 other desk, heard from in the last {seconds} s")
_ALL = Words("together", "{count} other desks, all heard from in the last {seconds} s")
_ALL_CLOSED = Words("together", "No other desk is at work now. Those that were told everything before they closed.")
_SILENT = Words("together", "{name} silent for {minutes} min: its arrivals may be missing here")
_SILENT_HOURS = Words("together", "{name} silent for {hours} h: its arrivals may be missing here")
_CLOSED_SILENT = Words("together", "{name} closed at {time}, {count} not yet told: its arrivals may be missing here")
_SAME_NAME = Words("together", "Two desks are called “{name}”: rename one of them")
_STRANGER = Words("together", "1 file in the folder is not this event’s; it is left alone")
_STRANGERS = Words("together", "{count} files in the folder are not this event’s; they are left alone")
_ONE_WAITS = Words("together", "1 record saved here, not yet told")
_WAIT = Words("together", "{count} records saved here, not yet told")
_AHEAD = Words("together", "The clock of this computer is {minutes} min ahead of the others")
_BEHIND = Words("together", "The clock of this computer is {minutes} min behind the others")
_OLDER = Words("together", "“{desk}” works with version {version} of Checkin, which is newer: update this computer too")
_CLOSED = Words("together", "closed at {time}")
_ALL_TOLD = Words("together", "all told")
_UNTOLD = Words("together", "{count} not yet told")
_IS_AHEAD = Words("together", "its clock is {minutes} min ahead")
_IS_BEHIND = Words("together", "its clock is {minutes} min behind")
_JUST_NOW = Words("together", "a moment ago")
_SECONDS = Words("together", "{seconds} s ago")
_MINUTES = Words("together", "{minutes} min ago")
_HOURS = Words("together", "{hours} h ago")


def sentences(together: Together) -> list[str]:
    """What a person at the desk should know, the gravest first; one reassuring sentence if all is well."""
    if together.is_alone:
        return [key_news(together.key) if together.key else say(_ALONE)]
    told = [*_gravest(together), *map(same_name, together.shared_names)]
    told += [waiting(together.waiting)] if together.waiting else []
    told += [clock(together.offset)] if together.offset and abs(together.offset) > WRONG_CLOCK_S else []
    newer = together.newer_than(__version__)
    more = [older(newer)] if newer else []
    more += [strangers(together.strangers)] if together.strangers else []
    return [*(told or [heard(together)]), *more]


def _gravest(together: Together) -> list[str]:
    """Where nobody can be heard, no single desk is to blame for its silence."""
    errors = [sentence(m.error) for m in together.meetings if m.error]
    return errors if len(errors) == len(together.meetings) else errors + [silence(desk) for desk in together.silent]


def key_news(key: KeyVisit) -> str:
    """Of a desk that meets others by a key alone."""
    if key.is_before_purge:
        return say(_BEFORE_PURGE, key=key.name, day=f"{key.at:%d/%m}")
    words = _NONE_SINCE if not key.since else _ONE_SINCE if key.since == 1 else _SINCE
    return say(words, count=key.since, key=key.name, day=f"{key.at:%d/%m}", time=clock_time(key.at))


def older(newer: OtherDesk) -> str:
    """Of this computer's program, where another desk has a newer one."""
    return say(_OLDER, desk=newer.name, version=newer.version)


def heard(together: Together) -> str:
    count = len(together.open_desks)
    if not count:
        return say(_ALL_CLOSED if together.desks else _NOBODY)
    return say(_ONE if count == 1 else _ALL, count=count, seconds=together.heard_within)


def silence(desk: OtherDesk) -> str:
    """Of a desk whose arrivals may be missing."""
    if desk.closed_at:
        return say(_CLOSED_SILENT, name=desk.name, time=clock_time(desk.closed_at), count=desk.waiting)
    minutes = round(desk.age / 60)
    if minutes < 120:
        return say(_SILENT, name=desk.name, minutes=max(1, minutes))
    return say(_SILENT_HOURS, name=desk.name, hours=minutes // 60)


def same_name(name: str) -> str:
    return say(_SAME_NAME, name=name)


def strangers(count: int) -> str:
    """Files that lie where desks meet."""
    return say(_STRANGER if count == 1 else _STRANGERS, count=count)


def waiting(count: int) -> str:
    return say(_ONE_WAITS if count == 1 else _WAIT, count=count)


def clock(offset: float) -> str:
    """Of this computer's own, `offset` seconds ahead."""
    return say(_AHEAD if offset > 0 else _BEHIND, minutes=max(1, round(abs(offset) / 60)))


def untold(count: int) -> str:
    """Of another desk: what it had not told when it was heard."""
    return say(_UNTOLD, count=count)


def clock_of(offset: float) -> str:
    """Of another desk's."""
    return say(_IS_AHEAD if offset > 0 else _IS_BEHIND, minutes=max(1, round(abs(offset) / 60)))


def last_heard(desk: OtherDesk) -> str:
    """When, or that it said goodbye."""
    return say(_CLOSED, time=clock_time(desk.closed_at)) if desk.closed_at else ago(desk.age)


def told(desk: OtherDesk) -> str:
    """What it had not told; of one that is closed also that it told everything; else ""."""
    if desk.waiting:
        return untold(desk.waiting)
    return say(_ALL_TOLD) if desk.closed_at else ""


def ago(age: float) -> str:
    """Seconds since something, as people say it."""
    if age < 10:
        return say(_JUST_NOW)
    if age < 90:
        return say(_SECONDS, seconds=round(age))
    return say(_MINUTES, minutes=round(age / 60)) if age < 5400 else say(_HOURS, hours=round(age / 3600))
