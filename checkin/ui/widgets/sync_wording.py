# SPDX-License-Identifier: GPL-3.0-or-later
"""The sentences about the exchange with other desks. Looks nothing up."""

from datetime import datetime

from checkin import __version__
from checkin.core.message import Message
from checkin.core.sync.intake import NotTaken
from checkin.core.sync.sync_status import WRONG_CLOCK_S, OtherDesk, SyncStatus
from checkin.core.sync.usb_drives import UsbDriveVisit
from checkin.translation import clock_time, error_text, translate

_ALONE = Message("together", "This desk works alone. What it records stays on this computer.")
_BEFORE_PURGE = Message(
    "together",
    "Personal data was erased here; the drive {key}, last here on {day}, may still have it. Plug it in once more to "
    "erase it there.",
)
_NONE_SINCE = Message("together", "Everything saved here is on the drive {key}, which was here on {day} at {time}")
_ONE_SINCE = Message("together", "1 record saved here since the drive {key} was last here, on {day} at {time}")
_SINCE = Message("together", "{count} records saved here since the drive {key} was last here, on {day} at {time}")
_NOBODY = Message("together", "No other desk has been here yet.")
_ONE = Message("together", "1 other desk, heard from in the last {seconds} s")
_ALL = Message("together", "{count} other desks, all heard from in the last {seconds} s")
_ALL_CLOSED = Message("together", "No other desk is open now. Those that were sent everything before they closed.")
_SILENT = Message("together", "{name} silent for {minutes} min: its arrivals may be missing here")
_SILENT_HOURS = Message("together", "{name} silent for {hours} h: its arrivals may be missing here")
_CLOSED_SILENT = Message("together", "{name} closed at {time}, {count} not yet sent: its arrivals may be missing here")
_SAME_NAME = Message("together", "Two desks are called “{name}”: rename one of them")
_STRANGER = Message(
    "together", "1 file in the folder does not belong to this event or cannot be read; it is left alone"
)
_STRANGERS = Message(
    "together", "{count} files in the folder do not belong to this event or cannot be read; they are left alone"
)
_ONE_WAITS = Message("together", "1 record saved here, not yet sent")
_WAIT = Message("together", "{count} records saved here, not yet sent")
_AHEAD = Message("together", "This computer’s clock is {minutes} min ahead of the others")
_BEHIND = Message("together", "This computer’s clock is {minutes} min behind the others")
_OLDER = Message("together", "“{desk}” has version {version} of Checkin, which is newer: update this computer too")
_LEFT_OUT = {
    NotTaken.UNSEALED: Message(
        "together",
        "Another desk wanted to change the programme or the supervisors, or to erase personal data, without the PIN of "
        "a supervisor known here. Nothing was changed here; if it was meant, do it again there with the PIN.",
    ),
    NotTaken.TOO_MANY: Message(
        "together",
        "Another desk keeps recording the same person, more than a thousand times. The surplus does not count here, "
        "nor does what the other desks record about that person now: correct it at each desk.",
    ),
}
_DATED_AHEAD = Message(
    "together",
    "Records of “{desk}” are dated {time}, more than a day ahead of this computer’s clock: they do not count here yet. "
    "Correct the clock that is wrong.",
)
_CLOSED = Message("together", "closed at {time}")
_ALL_TOLD = Message("together", "all sent")
_UNTOLD = Message("together", "{count} not yet sent")
_IS_AHEAD = Message("together", "its clock is {minutes} min ahead")
_IS_BEHIND = Message("together", "its clock is {minutes} min behind")
_JUST_NOW = Message("together", "a moment ago")
_SECONDS = Message("together", "{seconds} s ago")
_MINUTES = Message("together", "{minutes} min ago")
_HOURS = Message("together", "{hours} h ago")


def sync_sentences(sync_status: SyncStatus) -> list[str]:
    """Return what the user should know, the gravest first; one reassuring sentence if all is well."""
    unerased = [unerased_drive_sentence(key) for key in sync_status.unerased_drives]
    if sync_status.is_alone:
        return unerased or [usb_drive_sentence(sync_status.usb_drive) if sync_status.usb_drive else translate(_ALONE)]
    sentence = [*unerased, *_gravest(sync_status), *map(same_name_sentence, sync_status.shared_names)]
    sentence += [_ahead_sentence(*sync_status.ahead)] if sync_status.ahead else []
    sentence += [translate(_LEFT_OUT[why]) for why in sync_status.left_out if why in _LEFT_OUT]
    sentence += [unsent_sentence(sync_status.waiting)] if sync_status.waiting else []
    sentence += (
        [own_clock_sentence(sync_status.offset)]
        if sync_status.offset and abs(sync_status.offset) > WRONG_CLOCK_S
        else []
    )
    newer = sync_status.newer_than(__version__)
    more = [newer_version_sentence(newer)] if newer else []
    more += [foreign_files_sentence(sync_status.strangers)] if sync_status.strangers else []
    return [*(sentence or [last_seen_sentence(sync_status)]), *more]


def _gravest(sync_status: SyncStatus) -> list[str]:
    """Return the errors; silent desks are listed only while some peer works, else they are not to blame."""
    errors = [error_text(m.error) for m in sync_status.peers if m.error]
    return (
        errors
        if len(errors) == len(sync_status.peers)
        else errors + [silent_desk_sentence(desk) for desk in sync_status.silent]
    )


def usb_drive_sentence(key: UsbDriveVisit) -> str:
    """Return the sentence for a desk that exchanges by USB drive only."""
    words = _NONE_SINCE if not key.since else _ONE_SINCE if key.since == 1 else _SINCE
    return translate(words, count=key.since, key=key.name, day=f"{key.at:%d/%m}", time=clock_time(key.at))


def unerased_drive_sentence(key: UsbDriveVisit) -> str:
    """Return the sentence about a USB drive that still holds the people of a purge."""
    return translate(_BEFORE_PURGE, key=key.name, day=f"{key.at:%d/%m}")


def newer_version_sentence(newer: OtherDesk) -> str:
    """Return the sentence about another desk's newer program version."""
    return translate(_OLDER, desk=newer.name, version=newer.version)


def last_seen_sentence(sync_status: SyncStatus) -> str:
    count = len(sync_status.open_desks)
    if not count:
        return translate(_ALL_CLOSED if sync_status.desks else _NOBODY)
    return translate(_ONE if count == 1 else _ALL, count=count, seconds=sync_status.last_seen_within)


def silent_desk_sentence(desk: OtherDesk) -> str:
    """Return the sentence about a desk whose arrivals may be missing."""
    if desk.closed_at:
        return translate(_CLOSED_SILENT, name=desk.name, time=clock_time(desk.closed_at), count=desk.waiting)
    minutes = round(desk.age / 60)
    if minutes < 120:
        return translate(_SILENT, name=desk.name, minutes=max(1, minutes))
    return translate(_SILENT_HOURS, name=desk.name, hours=minutes // 60)


def same_name_sentence(name: str) -> str:
    return translate(_SAME_NAME, name=name)


def foreign_files_sentence(count: int) -> str:
    """Return the sentence about foreign files in the peer."""
    return translate(_STRANGER if count == 1 else _STRANGERS, count=count)


def _ahead_sentence(desk: str, at: datetime) -> str:
    return translate(_DATED_AHEAD, desk=desk, time=f"{at:%d/%m/%Y %H:%M}")


def unsent_sentence(count: int) -> str:
    return translate(_ONE_WAITS if count == 1 else _WAIT, count=count)


def own_clock_sentence(offset: float) -> str:
    """Return the sentence about this computer's clock, which is `offset` seconds ahead."""
    return translate(_AHEAD if offset > 0 else _BEHIND, minutes=max(1, round(abs(offset) / 60)))


def unsent_text(count: int) -> str:
    """Return how much another desk had not sent when last heard."""
    return translate(_UNTOLD, count=count)


def desk_clock_text(offset: float) -> str:
    """Return the text about another desk's clock, `offset` seconds ahead."""
    return translate(_IS_AHEAD if offset > 0 else _IS_BEHIND, minutes=max(1, round(abs(offset) / 60)))


def last_seen(desk: OtherDesk) -> str:
    """Return when a desk was last heard, or that it was closed."""
    return translate(_CLOSED, time=clock_time(desk.closed_at)) if desk.closed_at else age_text(desk.age)


def desk_unsent_text(desk: OtherDesk) -> str:
    """Return how much a desk had not sent; for a closed one also that it had sent everything; else ""."""
    if desk.waiting:
        return unsent_text(desk.waiting)
    return translate(_ALL_TOLD) if desk.closed_at else ""


def age_text(age: float) -> str:
    """Return an age in seconds, as people say it."""
    if age < 10:
        return translate(_JUST_NOW)
    if age < 90:
        return translate(_SECONDS, seconds=round(age))
    return translate(_MINUTES, minutes=round(age / 60)) if age < 5400 else translate(_HOURS, hours=round(age / 3600))
