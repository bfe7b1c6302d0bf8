# SPDX-License-Identifier: GPL-3.0-or-later
"""Readiness checks of the computer, the devices and the other desks, and their summary in one word."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum
from types import MappingProxyType

from checkin.core.message import Message
from checkin.core.print_jobs import JobState, PrinterState
from checkin.core.sync.invitation import UsbDriveVisit
from checkin.core.sync.sync_status import WRONG_CLOCK_S, SyncStatus
from checkin.core.ticketing.ticketing_status import TicketingStatus


class ReadinessTopic(StrEnum):
    """The topic of a check, in the order in which a desk is set up and results are shown."""

    FILE = "file"
    LIST = "list"
    PROGRAMME = "programme"
    SEATS = "seats"
    COLUMNS = "columns"
    RULES = "rules"
    ADDRESSES = "addresses"
    DAYS = "days"
    RETURNS = "returns"
    CLOCK = "clock"
    DISK = "disk"
    POWER = "power"
    CAMERA = "camera"
    SCANNER = "scanner"
    SOUND = "sound"
    PRINTER = "printer"
    TEST_BADGE = "test_badge"
    DESKS = "desks"
    TICKETING = "ticketing"
    COPY = "copy"
    UNSETTLED = "unsettled"


OF_THE_EVENT = frozenset(
    {
        ReadinessTopic.LIST,
        ReadinessTopic.PROGRAMME,
        ReadinessTopic.SEATS,
        ReadinessTopic.COLUMNS,
        ReadinessTopic.RULES,
        ReadinessTopic.ADDRESSES,
        ReadinessTopic.DAYS,
        ReadinessTopic.RETURNS,
    }
)
"""What the organiser settles, at no desk of volunteers."""


class ReadinessGrade(IntEnum):
    """The grade of a result; the worse, the greater. ASIDE: not used here, or unknown. UNTRIED: the user has to try it
    once. LOOK: the doors can open, but it should be looked at before. STOP: guests could not be received.
    """

    WELL = 0
    ASIDE = 1
    UNTRIED = 2
    LOOK = 3
    STOP = 4


class Readiness(StrEnum):
    """The summary of all results. OVER: everybody's data was erased, so there is nothing to open."""

    OVER = "over"
    READY = "ready"
    ALMOST = "almost"
    NOT_READY = "not_ready"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The result of a check. `message` is what was found, `remedy` the one thing to do; `fields` are the values that
    fill both. `is_end`: it says that the event is over, whatever else was found.
    """

    topic: ReadinessTopic
    grade: ReadinessGrade
    message: Message
    remedy: Message | None = None
    fields: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    is_end: bool = False


def readiness(findings: Iterable[CheckResult]) -> Readiness:
    """Return the summary; READY only when everything that can be tried was."""
    found = tuple(findings)
    if ending(found):
        return Readiness.OVER
    worst = max((finding.grade for finding in found), default=ReadinessGrade.WELL)
    if worst is ReadinessGrade.STOP:
        return Readiness.NOT_READY
    return Readiness.ALMOST if worst in (ReadinessGrade.UNTRIED, ReadinessGrade.LOOK) else Readiness.READY


def ending(findings: Iterable[CheckResult]) -> CheckResult | None:
    """Return the result that says that the event is over, None while it is not."""
    return next((finding for finding in findings if finding.is_end), None)


def worst_result(findings: Iterable[CheckResult]) -> CheckResult | None:
    """Return what has to be looked at first, None if nothing. UNTRIED does not count: during the day nothing is left to
    try.
    """
    grave = [finding for finding in findings if finding.grade >= ReadinessGrade.LOOK]
    return max(grave, key=lambda finding: (finding.grade, finding.topic not in HAVE_A_LIGHT), default=None)


HAVE_A_LIGHT = frozenset(
    {ReadinessTopic.CAMERA, ReadinessTopic.PRINTER, ReadinessTopic.DESKS, ReadinessTopic.TICKETING}
)
"""The topics that have a light of their own beside the summary's."""


# Checks of the computer: its clock, disk, power and loudspeaker.

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
    return CheckResult(ReadinessTopic.POWER, grade, Message("ready", "On battery: {percent}%."), _PLUG_IN, fields)


def check_sound(*, is_wanted: bool, is_possible: bool | None, was_heard: bool | None) -> CheckResult:
    """Return the state of the sound. `is_possible` None: not known yet; `was_heard` None: the user has not said yet."""
    if not is_wanted:
        return CheckResult(ReadinessTopic.SOUND, ReadinessGrade.ASIDE, Message("ready", "The sound is off."), _UNMUTE)
    if is_possible is False:
        return CheckResult(ReadinessTopic.SOUND, ReadinessGrade.ASIDE, _NO_SPEAKER, _PLUG_SPEAKER)
    if was_heard is None:
        return CheckResult(ReadinessTopic.SOUND, ReadinessGrade.UNTRIED, _UNHEARD, _LISTEN)
    if was_heard:
        return CheckResult(ReadinessTopic.SOUND, ReadinessGrade.WELL, Message("ready", "The sound was heard."))
    return CheckResult(ReadinessTopic.SOUND, ReadinessGrade.LOOK, Message("ready", "The sound was not heard."), _LOUDER)


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
_BATTERY_ONLY = Message("ready", "Battery {percent}%. This computer does not say whether it is plugged in.")
_PLUG_IN = Message("ready", "Plug this computer in; a camera empties a battery in a morning.")
_UNKNOWN_POWER = Message("ready", "This computer reports no battery. Check that it is plugged in.")
_UNMUTE = Message("ready", "Turn it on in the settings if you want to hear the answers.")
_NO_SPEAKER = Message("ready", "This computer has no loudspeaker.")
_PLUG_SPEAKER = Message("ready", "Plug one in if you want to hear the answers.")
_UNHEARD = Message("ready", "The sound has not been tried yet.")
_LISTEN = Message("ready", "Play the sound, then say whether you heard it.")
_LOUDER = Message("ready", "Turn up the volume of this computer, or plug in a loudspeaker; then play it again.")


# Checks of the devices and the other desks: camera, scanner, printer, test badge, synchronisation, second copy.


@dataclass(frozen=True, slots=True)
class CameraReadiness:
    """The state of the camera. `is_live` None: not started. `name` is "" where none was found. `read_at` is when it
    last read a code, a guest's or the test code.
    """

    is_live: bool | None = None
    name: str = ""
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ScannerReadiness:
    """The state of the scanner. `read_at` is when it last typed a known code; `keyboard` the layout it was corrected
    from, "" without correction. `is_misread`: it typed something else than the code.
    """

    read_at: datetime | None = None
    keyboard: str = ""
    is_misread: bool = False


@dataclass(frozen=True, slots=True)
class BadgeTrial:
    """A test badge: the state of its job, None before one was asked for, and whether the user found everything in its
    place.
    """

    job: JobState | None = None
    is_in_place: bool | None = None


def check_camera(camera: CameraReadiness, scanner: ScannerReadiness) -> CheckResult:
    """Return the state of the camera. Without a camera a desk works with its scanner; a camera that fails is a
    fault.
    """
    fields = {"name": camera.name, "at": camera.read_at}
    if camera.is_live is None:
        return CheckResult(ReadinessTopic.CAMERA, ReadinessGrade.ASIDE, Message("ready", "The camera is starting."))
    if not camera.is_live:
        grade = ReadinessGrade.ASIDE if scanner.read_at or not camera.name else ReadinessGrade.LOOK
        words, remedy = (_NO_PICTURE, _FREE_CAMERA) if camera.name else (_NO_CAMERA, _PLUG_CAMERA)
        return CheckResult(ReadinessTopic.CAMERA, grade, words, remedy, fields)
    if camera.read_at:
        return CheckResult(ReadinessTopic.CAMERA, ReadinessGrade.WELL, _CAMERA_READ, None, fields)
    grade = ReadinessGrade.ASIDE if scanner.read_at else ReadinessGrade.UNTRIED
    return CheckResult(ReadinessTopic.CAMERA, grade, _PICTURES, _SHOW_CODE, fields)


def check_scanner(scanner: ScannerReadiness, camera: CameraReadiness) -> CheckResult:
    """Return the state of the scanner. A camera that reads replaces it; a scanner that types wrong letters is a
    fault.
    """
    fields = {"at": scanner.read_at, "keyboard": scanner.keyboard}
    if scanner.is_misread:
        return CheckResult(ReadinessTopic.SCANNER, ReadinessGrade.LOOK, _MISREAD, _SET_SCANNER, fields)
    if scanner.read_at:
        words = _REPAIRED if scanner.keyboard else _SCANNER_READ
        return CheckResult(ReadinessTopic.SCANNER, ReadinessGrade.WELL, words, None, fields)
    grade = ReadinessGrade.ASIDE if camera.read_at else ReadinessGrade.UNTRIED
    return CheckResult(ReadinessTopic.SCANNER, grade, _NO_SCANNER, _SCAN_CODE, fields)


def check_printer(name: str, state: PrinterState | None) -> CheckResult:
    """Return the state of the printer. `name` "" where none is chosen; `state` None before it answered."""
    if not name:
        return CheckResult(ReadinessTopic.PRINTER, ReadinessGrade.ASIDE, _NO_PRINTER, _CHOOSE)
    if state is None:
        return CheckResult(ReadinessTopic.PRINTER, ReadinessGrade.ASIDE, _NO_PRINTER_NEWS, None, {"name": name})
    if state.is_ready:
        return CheckResult(ReadinessTopic.PRINTER, ReadinessGrade.WELL, _PRINTER_READY, None, {"name": name})
    return CheckResult(
        ReadinessTopic.PRINTER, ReadinessGrade.LOOK, _TROUBLE, _ADVICE, {"name": name, "trouble": state.trouble}
    )


def check_test_badge(trial: BadgeTrial) -> CheckResult:
    """Return the state of the test badge. Only the user can say that everything is in its place."""
    if trial.is_in_place is not None:
        if trial.is_in_place:
            return CheckResult(ReadinessTopic.TEST_BADGE, ReadinessGrade.WELL, _IN_PLACE)
        return CheckResult(ReadinessTopic.TEST_BADGE, ReadinessGrade.LOOK, _OUT_OF_PLACE, _MEASURE)
    match trial.job:
        case None:
            return CheckResult(ReadinessTopic.TEST_BADGE, ReadinessGrade.UNTRIED, _NOT_PRINTED_YET, _PRINT_ONE)
        case JobState.WAITING | JobState.PRINTING:
            return CheckResult(ReadinessTopic.TEST_BADGE, ReadinessGrade.UNTRIED, _AT_PRINTER, _WAIT)
        case JobState.PRINTED | JobState.UNCERTAIN:
            return CheckResult(ReadinessTopic.TEST_BADGE, ReadinessGrade.UNTRIED, _PRINTED, _SAY)
        case _:
            return CheckResult(ReadinessTopic.TEST_BADGE, ReadinessGrade.LOOK, _FAILED, _PRINT_ONE)


def check_desks(sync_status: SyncStatus, unerased: Sequence[tuple[str, datetime]] = ()) -> CheckResult:
    """Return whether the other desks are heard, or the desk is alone. `unerased` are those that a purge has not
    reached, with when each was last heard.
    """
    if unerased:
        name, at = unerased[0]
        return CheckResult(
            ReadinessTopic.DESKS, ReadinessGrade.LOOK, _DESK_KNOWS, _OPEN_THERE, {"name": name, "at": at}
        )
    if sync_status.is_alone:
        return CheckResult(ReadinessTopic.DESKS, ReadinessGrade.ASIDE, _BY_KEY if sync_status.usb_drive else _ALONE)
    if any(peer.error for peer in sync_status.peers):
        return CheckResult(ReadinessTopic.DESKS, ReadinessGrade.LOOK, _NOT_REACHED, _CHECK_PLACE)
    if silent := sync_status.silent:
        fields = {"name": silent[0].name, "minutes": max(1, round(silent[0].age / 60))}
        return CheckResult(ReadinessTopic.DESKS, ReadinessGrade.LOOK, _SILENT, _GO_THERE, fields)
    if sync_status.shared_names:
        fields = {"name": sync_status.shared_names[0]}
        return CheckResult(ReadinessTopic.DESKS, ReadinessGrade.LOOK, _SAME_NAME, _RENAME, fields)
    if not sync_status.desks:
        return CheckResult(ReadinessTopic.DESKS, ReadinessGrade.ASIDE, _NOBODY_YET)
    if not sync_status.open_desks:
        return CheckResult(ReadinessTopic.DESKS, ReadinessGrade.ASIDE, Message("ready", "No other desk is open now."))
    fields = {"count": len(sync_status.open_desks), "seconds": sync_status.last_seen_within}
    return CheckResult(ReadinessTopic.DESKS, ReadinessGrade.WELL, _ALL_HEARD, None, fields)


def check_ticketing(status: TicketingStatus, now: datetime) -> CheckResult:
    """Return how this desk stands with the ticketing's server: reached, fetched, everything sent and taken."""
    fields: dict[str, object] = {
        "server": status.server,
        "at": status.fetched_at,
        "waiting": status.waiting,
        "now": now,
    }
    topic = ReadinessTopic.TICKETING
    if status.is_revoked:
        return CheckResult(topic, ReadinessGrade.LOOK, _REVOKED, _CONNECT_AGAIN, fields)
    if not status.device:
        return CheckResult(topic, ReadinessGrade.ASIDE, _BY_OTHERS, None, fields)
    if not status.fetched_at:
        words, remedy = (_NEVER_FETCHED, _WAIT_FOR_LIST) if status.error is None else (_LIST_MISSING, _CHECK_NETWORK)
        return CheckResult(topic, ReadinessGrade.LOOK, words, remedy, fields)
    if status.error:
        words = _UNREACHED_WAITING if status.waiting else _UNREACHED
        return CheckResult(topic, ReadinessGrade.LOOK, words, _CHECK_NETWORK, fields)
    if status.unseen:
        return CheckResult(topic, ReadinessGrade.LOOK, _NOT_TAKEN, _LOOK_THERE, {"count": status.unseen})
    return CheckResult(topic, ReadinessGrade.WELL, _FETCHED, None, fields)


def check_copy(sync_status: SyncStatus) -> CheckResult:
    """Whether what is recorded here is also anywhere else, and nowhere after a purge."""
    if keys := sync_status.unerased_drives:
        fields = {"key": ", ".join(drive.name for drive in keys), "count": len(keys)}
        return CheckResult(ReadinessTopic.COPY, ReadinessGrade.LOOK, _KEY_KNOWS, _ERASE_KEY, fields)
    if sync_status.is_alone:
        return (
            _on_key(sync_status.usb_drive)
            if sync_status.usb_drive
            else CheckResult(ReadinessTopic.COPY, ReadinessGrade.ASIDE, _ONE_COPY, _MAKE_COPY)
        )
    if not sync_status.waiting:
        return CheckResult(ReadinessTopic.COPY, ReadinessGrade.WELL, _COPIED)
    return CheckResult(ReadinessTopic.COPY, ReadinessGrade.ASIDE, _PARTLY, None, {"waiting": sync_status.waiting})


def _on_key(key: UsbDriveVisit) -> CheckResult:
    if not key.since:
        return CheckResult(ReadinessTopic.COPY, ReadinessGrade.WELL, _ON_KEY, None, {"key": key.name})
    return CheckResult(
        ReadinessTopic.COPY, ReadinessGrade.ASIDE, _SINCE_KEY, _MAKE_COPY, {"key": key.name, "since": key.since}
    )


_REVOKED = Message("ready", "The organiser revoked this device in pretix: nothing is fetched or sent any more.")
_CONNECT_AGAIN = Message("ready", "To go on with pretix, connect this desk again with a new device code.")
_BY_OTHERS = Message("ready", "The list of pretix ({server}) comes from the other desks.")
_NEVER_FETCHED = Message("ready", "The list of pretix ({server}) is being fetched for the first time.")
_WAIT_FOR_LIST = Message("ready", "Wait until it is here; scanning works meanwhile.")
_LIST_MISSING = Message("ready", "The list of pretix was never fetched whole: {server} cannot be reached.")
_CHECK_NETWORK = Message("ready", "Check the network. Whatever is recorded here is sent when pretix is back.")
_UNREACHED = Message("ready", "pretix ({server}) cannot be reached. The list here is that of {at}.")
_UNREACHED_WAITING = Message(
    "ready", "pretix ({server}) cannot be reached. The list here is that of {at}; still to be sent: {waiting}."
)
_NOT_TAKEN = Message("ready", "Records that pretix did not take: {count}.")
_LOOK_THERE = Message("ready", "Look at them once: all of it counts here.")
_FETCHED = Message("ready", "pretix ({server}) is reached; the list is that of {at}.")
_NO_CAMERA = Message("ready", "No camera was found.")
_PLUG_CAMERA = Message(
    "ready",
    "Plug one in: a phone by its cable is one too (Android 14, or an iPhone with a Mac). Or carry on with a scanner, "
    "or with phones on the same network (⋮, Phones…): that is enough.",
)
_NO_PICTURE = Message("ready", "{name} gives no picture.")
_FREE_CAMERA = Message(
    "ready", "Close other programs that use it, or choose another in the settings; a scanner is enough too."
)
_CAMERA_READ = Message("ready", "{name} gives a picture, and read a code at {at}.")
_PICTURES = Message("ready", "{name} gives a picture; it has not read a code yet.")
_SHOW_CODE = Message("ready", "Take a photo of the test code with a phone, and hold it up to the camera.")
_MISREAD = Message("ready", "The scanner typed something Checkin does not recognise.")
_SET_SCANNER = Message(
    "ready",
    "Scan the test code. If this message stays, set the scanner to a US keyboard: its manual has a code for that.",
)
_SCANNER_READ = Message("ready", "The scanner typed a code at {at}, with every character right.")
_REPAIRED = Message(
    "ready",
    "The scanner typed a code at {at}. This keyboard is {keyboard}, the scanner’s is not: the code was corrected.",
)
_NO_SCANNER = Message("ready", "No scanner has typed a code yet.")
_SCAN_CODE = Message("ready", "If there is one: scan the test code from this screen.")
_NO_PRINTER = Message("ready", "No printer is chosen: no badges are printed here.")
_CHOOSE = Message("ready", "If people are to get a badge, choose one in the settings.")
_NO_PRINTER_NEWS = Message("ready", "{name}: no news from it yet.")
_PRINTER_READY = Message("ready", "{name} is ready.")
_TROUBLE = Message("ready", "{name}: {trouble}.")
_ADVICE = Message("ready", "{advice}")
_NOT_PRINTED_YET = Message("ready", "No test badge has been printed yet.")
_PRINT_ONE = Message("ready", "Print a test badge, and check that everything is in the right place.")
_AT_PRINTER = Message("ready", "The test badge is on its way.")
_WAIT = Message("ready", "Wait for it at the printer.")
_PRINTED = Message("ready", "The test badge is printed.")
_SAY = Message("ready", "Say whether it came out, complete and well placed.")
_IN_PLACE = Message("ready", "A test badge came out, well placed.")
_OUT_OF_PLACE = Message("ready", "The test badge is badly placed.")
_MEASURE = Message("ready", "Measure it and type the results in the printer settings; then print another one.")
_FAILED = Message("ready", "The test badge did not come out.")
_ALONE = Message("ready", "This desk works alone.")
_NOT_REACHED = Message("ready", "The desks’ meeting place cannot be reached. Arrivals are still recorded here.")
_CHECK_PLACE = Message("ready", "Check the network, the share or the drive; the settings say where it is.")
_DESK_KNOWS = Message(
    "ready", "“{name}” was last heard from at {at}, before the personal data was erased here: it still has everyone."
)
_OPEN_THERE = Message("ready", "Open the event there once, connected as before: it then erases its own file.")
_SILENT = Message("ready", "“{name}” has not been heard from for {minutes} min: its arrivals may be missing here.")
_GO_THERE = Message("ready", "Go and check that Checkin is open there and reaches the same place.")
_NOBODY_YET = Message("ready", "No other desk has been here yet.")
_SAME_NAME = Message("ready", "Two desks are called “{name}”.")
_RENAME = Message("ready", "Rename one of them, in its settings.")
_ALL_HEARD = Message("ready", "Other desks, all heard from in the last {seconds} s: {count}.")
_BY_KEY = Message("ready", "This desk exchanges with the others by USB drive.")
_ON_KEY = Message("ready", "What is recorded here is also on the drive {key}.")
_SINCE_KEY = Message("ready", "Recorded here since the drive {key} was here: {since}.")
_KEY_KNOWS = Message("ready", "Personal data was erased here; the {count:drive|drives} {key} may still have it.")
_ERASE_KEY = Message("ready", "Plug {count:the drive|each drive} in once more, then Closing, “Empty it”.")
_ONE_COPY = Message("ready", "What is recorded is only on this computer.")
_MAKE_COPY = Message("ready", "A USB drive from time to time is enough for a second copy.")
_COPIED = Message("ready", "What is recorded here is also at the desks’ meeting place.")
_PARTLY = Message("ready", "Records on their way to the other desks: {waiting}.")
