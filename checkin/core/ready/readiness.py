# SPDX-License-Identifier: GPL-3.0-or-later
"""Readiness checks of the event, and all results: from measurements, and from what only an open desk knows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from checkin.core.message import Message
from checkin.core.print_jobs import PrinterState
from checkin.core.programme.programme import Column, ColumnRule, ControlPoint, Requirement, Session
from checkin.core.ready import checks
from checkin.core.sync.sync_status import SyncStatus
from checkin.core.ticketing.ticketing_status import TicketingStatus

# Checks of the event: its file, its list, its programme at this hour, and open issues.

STALE = timedelta(hours=48)
"""The age of an old list: registrations go on until the evening before the event."""


@dataclass(frozen=True, slots=True)
class ListState:
    """The state of the list. `brought_at` is when the newest one was imported; None where people came otherwise.
    `erased_at` is when all were erased; None where people are known.
    """

    people: int
    brought_at: datetime | None
    erased_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OpenIssues:
    """Issues left open: `conflicts` between desks, badges whose end is unknown (`uncertain`), and those that wait
    (`waiting`).
    """

    conflicts: int = 0
    uncertain: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class MissingEntries:
    """Entries that the event file lacks and a copy beside it has; `name` is the copy's."""

    entries: int
    arrivals: int
    name: str


@dataclass(frozen=True, slots=True)
class Overbooked:
    """A session for which more people are `booked` than it has seats."""

    session: Session
    booked: int


@dataclass(frozen=True, slots=True)
class BadAddresses:
    """How many people have an address to which no message can go, how many of them because of its accents, and whether
    tickets were sent by e-mail.
    """

    people: int = 0
    accented: int = 0
    is_mailing: bool = False


def check_file(left: MissingEntries | None) -> checks.CheckResult | None:
    """Return a STOP for a file that lacks entries, as people already in would be admitted again; None for a complete
    file.
    """
    if left is None:
        return None
    fields = {"entries": left.entries, "arrivals": left.arrivals, "name": left.name}
    return checks.CheckResult(checks.ReadinessTopic.FILE, checks.ReadinessGrade.STOP, _LACKS, _PUT_RIGHT, fields)


def check_list(state: ListState, now: datetime) -> checks.CheckResult:
    """Return the size and age of the list."""
    fields = {"people": state.people, "at": state.brought_at, "now": now}
    if state.erased_at:
        erased = {"day": f"{state.erased_at.astimezone(now.tzinfo):%d/%m/%Y}"}
        return checks.CheckResult(
            checks.ReadinessTopic.LIST, checks.ReadinessGrade.ASIDE, _ERASED, _USE_AGAIN, erased, is_end=True
        )
    if not state.people:
        return checks.CheckResult(checks.ReadinessTopic.LIST, checks.ReadinessGrade.STOP, _EMPTY, _IMPORT)
    if state.brought_at is None:
        return checks.CheckResult(checks.ReadinessTopic.LIST, checks.ReadinessGrade.WELL, _PEOPLE, None, fields)
    if now - state.brought_at > STALE:
        days = (now - state.brought_at).days
        return checks.CheckResult(
            checks.ReadinessTopic.LIST, checks.ReadinessGrade.LOOK, _OLD, _IMPORT_AGAIN, fields | {"days": days}
        )
    return checks.CheckResult(checks.ReadinessTopic.LIST, checks.ReadinessGrade.WELL, _FRESH, None, fields)


def check_programme(point: ControlPoint, now: datetime) -> checks.CheckResult:
    """Return whether the control point's hours would admit guests now."""
    fields = {"point": point.name, "opens": point.opens, "closes": point.closes, "now": now}
    if point.opens and point.closes and point.closes <= point.opens:
        return checks.CheckResult(
            checks.ReadinessTopic.PROGRAMME, checks.ReadinessGrade.STOP, _BACKWARDS, _MEND, fields
        )
    if point.closes and now > point.closes:
        return checks.CheckResult(checks.ReadinessTopic.PROGRAMME, checks.ReadinessGrade.STOP, _OVER, _MEND, fields)
    if point.opens and now < point.opens:
        is_today = point.opens.astimezone(now.tzinfo).date() == now.date()
        grade, remedy = (checks.ReadinessGrade.WELL, None) if is_today else (checks.ReadinessGrade.LOOK, _MEND)
        return checks.CheckResult(checks.ReadinessTopic.PROGRAMME, grade, _LATER, remedy, fields)
    if point.closes:
        return checks.CheckResult(checks.ReadinessTopic.PROGRAMME, checks.ReadinessGrade.WELL, _OPEN, None, fields)
    return checks.CheckResult(checks.ReadinessTopic.PROGRAMME, checks.ReadinessGrade.WELL, _ALWAYS, None, fields)


def check_seats(overbooked: Iterable[Overbooked], now: datetime) -> checks.CheckResult | None:
    """Return the sessions with more bookings than seats that are not over; None without any. Booked people are admitted
    even there.
    """
    ahead = [each for each in overbooked if not (each.session.ends and each.session.ends <= now)]
    ahead.sort(key=lambda each: each.session.capacity - each.booked)
    if not ahead:
        return None
    remedy = _MORE_SEATS_ASKED if all(each.session.asks_when_full for each in ahead) else _MORE_SEATS
    if len(ahead) == 1:
        (only,) = ahead
        fields = {"session": only.session.title, "booked": only.booked, "seats": only.session.capacity}
        return checks.CheckResult(checks.ReadinessTopic.SEATS, checks.ReadinessGrade.LOOK, _OVERBOOKED, remedy, fields)
    sessions = tuple(f"{each.session.title} {each.booked}/{each.session.capacity}" for each in ahead)
    return checks.CheckResult(
        checks.ReadinessTopic.SEATS, checks.ReadinessGrade.LOOK, _ALL_OVERBOOKED, remedy, {"sessions": sessions}
    )


def check_columns(missing: Sequence[str]) -> checks.CheckResult | None:
    """Return the chosen columns that the newest list does not have; None if it has all."""
    if not missing:
        return None
    fields = {"columns": tuple(missing), "count": len(missing)}
    return checks.CheckResult(
        checks.ReadinessTopic.COLUMNS, checks.ReadinessGrade.LOOK, _NO_COLUMN, _CHOOSE_COLUMN, fields
    )


def check_rules(
    idle: Sequence[tuple[Column, ColumnRule]], closed: Sequence[tuple[ControlPoint, Requirement]] = ()
) -> checks.CheckResult | None:
    """Return the rules of the columns that hold for nobody, and the conditions of entry that nobody meets; None if each
    concerns somebody.
    """
    if not idle and not closed:
        return None
    values = [(column.name, rule.values) for column, rule in idle]
    values += [(point.name, required.values) for point, required in closed]
    rules = tuple(f"{name} ({', '.join(texts)})" if texts else name for name, texts in values)
    fields = {"rules": rules, "count": len(rules)}
    return checks.CheckResult(checks.ReadinessTopic.RULES, checks.ReadinessGrade.LOOK, _IDLE_RULE, _MEND_RULE, fields)


def check_addresses(at: BadAddresses) -> checks.CheckResult | None:
    """Return how many people have an address to which no message can go; None without any. It is to be looked at by an
    organiser who sends tickets, and no fault of a list that is for the door alone.
    """
    if not at.people:
        return None
    grade = checks.ReadinessGrade.LOOK if at.is_mailing else checks.ReadinessGrade.ASIDE
    words = _ACCENTS if at.accented == at.people else _BAD_AND_ACCENTS if at.accented else _BAD_ADDRESSES
    remedy = _MEND_ACCENTS if at.accented else Message("ready", "On “Tickets”, choose “Address to correct”.")
    fields = {"count": at.people, "accented": at.accented}
    return checks.CheckResult(checks.ReadinessTopic.ADDRESSES, grade, words, remedy, fields)


def check_days(names: Sequence[str]) -> checks.CheckResult | None:
    """Return who booked a session on a day of which they did not say that they come; None without any."""
    if not names:
        return None
    fields = {"people": tuple(names), "count": len(names)}
    return checks.CheckResult(checks.ReadinessTopic.DAYS, checks.ReadinessGrade.LOOK, _OTHER_DAY, _ASK, fields)


def check_returns(doors: Sequence[str]) -> checks.CheckResult | None:
    """Return the doors at which a person who comes back cannot be told from a code that comes twice; None without
    any.
    """
    if not doors:
        return None
    fields = {"doors": tuple(doors)}
    return checks.CheckResult(checks.ReadinessTopic.RETURNS, checks.ReadinessGrade.ASIDE, _NO_EXIT, _ADD_EXIT, fields)


def check_open_issues(left: OpenIssues) -> checks.CheckResult:
    """Return what the user should settle before the next guest adds to it."""
    fields = {"conflicts": left.conflicts, "uncertain": left.uncertain, "waiting": left.waiting}
    if left.conflicts:
        return checks.CheckResult(
            checks.ReadinessTopic.UNSETTLED, checks.ReadinessGrade.LOOK, _CONFLICTS, _SETTLE, fields
        )
    if left.uncertain:
        return checks.CheckResult(
            checks.ReadinessTopic.UNSETTLED, checks.ReadinessGrade.LOOK, _UNCERTAIN, _LOOK_FOR, fields
        )
    if left.waiting:
        return checks.CheckResult(checks.ReadinessTopic.UNSETTLED, checks.ReadinessGrade.ASIDE, _WAITING, None, fields)
    return checks.CheckResult(
        checks.ReadinessTopic.UNSETTLED, checks.ReadinessGrade.WELL, Message("ready", "Nothing is left to do.")
    )


_LACKS = Message(
    "ready",
    "{entries} {entries:entry is|entries are} missing, {arrivals} {arrivals:arrival|arrivals} among them: "
    "look in “{name}”.",
)
_PUT_RIGHT = Message("ready", "Reopen the event and press “Restore the file”, at the top of the desk.")
_EMPTY = Message("ready", "Nobody is on the list.")
_IMPORT = Message("ready", "Import the list (⋮, “Event”, “Import a list…”), or join the other desks.")
_ERASED = Message("ready", "The event is over: personal data was erased on {day}. There is nothing to open.")
_USE_AGAIN = Message("ready", "Only to use it again, import a list.")
_PEOPLE = Message("ready", "Registrations on the list: {people}.")
_FRESH = Message("ready", "Registrations on the list: {people}. Latest import: {at}.")
_OLD = Message("ready", "Registrations on the list: {people}. The latest import is {days} {days:day|days} old ({at}).")
_IMPORT_AGAIN = Message("ready", "If people have registered since, import the list again: nothing is lost.")
_OPEN = Message("ready", "“{point}” is open until {closes}.")
_ALWAYS = Message("ready", "“{point}” is open at all times.")
_LATER = Message("ready", "“{point}” opens at {opens}; anyone who comes before is told that it is not open yet.")
_OVER = Message("ready", "“{point}” closed at {closes}: everyone would be refused.")
_BACKWARDS = Message("ready", "“{point}” closes before it opens: everyone would be refused.")
_MEND = Message("ready", "Check its hours (⋮, “Event”, “Event and programme…”), or choose another control point.")
_OVERBOOKED = Message("ready", "“{session}”: {booked} people booked for {seats} {seats:seat|seats}.")
_ALL_OVERBOOKED = Message("ready", "More people have booked than there are seats (booked/seats): {sessions}.")
_MORE_SEATS = Message(
    "ready", "Add seats in the programme, or register people for another session: everyone who has booked is let in."
)
_MORE_SEATS_ASKED = Message(
    "ready", "Add seats in the programme, or register people for another session: once it is full, the desk asks (F7)."
)
_NO_COLUMN = Message("ready", "Not in the latest list, although chosen for the desk: {columns}.")
_CHOOSE_COLUMN = Message(
    "ready",
    "If the list calls it otherwise now, choose it again (⋮, “Event”, “Event and programme…”, “Columns”). Until then "
    "the desk shows what earlier lists said.",
)
_IDLE_RULE = Message("ready", "0 people concerned by the {count:rule|rules}: {rules}.")
_MEND_RULE = Message(
    "ready",
    "Nobody on the list has such a value: tick those of the list, or choose “contains” (⋮, “Event”, “Event and "
    "programme…”, “Columns” or “Control points”).",
)
_ACCENTS = Message("ready", "{count} {count:address|addresses} to correct: accents.")
_BAD_ADDRESSES = Message("ready", "{count} {count:address|addresses} to correct: no message can go there.")
_BAD_AND_ACCENTS = Message(
    "ready", "{count} {count:address|addresses} to correct: no message can go there. Because of accents: {accented}."
)
_MEND_ACCENTS = Message("ready", "On “Tickets”, choose “Address to correct”: accents are corrected for all at once.")
_OTHER_DAY = Message(
    "ready", "{count} {count:person|people} booked a session on a day on which they do not come: {people}."
)
_ASK = Message("ready", "Ask them, and correct the days or the sessions on their page: the ticket says both.")
_NO_EXIT = Message("ready", "No exit is recorded at {doors}: whoever goes out and comes back is “Already here”.")
_ADD_EXIT = Message(
    "ready",
    "The volunteer lets them pass. To tell them apart, add a control point for the exit, or allow re-entry at all "
    "times (⋮, “Event”, “Event and programme…”).",
)
_CONFLICTS = Message("ready", "Conflicts between desks, to settle: {conflicts}.")
_SETTLE = Message("ready", "Click “conflicts to settle” at the desk, and say which is right.")
_UNCERTAIN = Message("ready", "Badges that may or may not have come out: {uncertain}.")
_LOOK_FOR = Message("ready", "Look for them at the printer, then say what you found (⋮, “Badges to print…”).")
_WAITING = Message("ready", "Badges waiting for the printer: {waiting}.")


@dataclass(frozen=True, slots=True)
class ReadinessMeasurements:
    """Measurements of one moment. `zone` is the event's time zone if this computer knows it; `here` the UTC offset of
    its own; `missing_columns` are chosen ones that no list in force has; `idle_rules` hold for nobody, and
    `idle_conditions` of entry are met by nobody; `booked_on_other_days` are names of people; `without_exit` are the
    doors at which no exit is recorded.
    """

    list: ListState
    left: OpenIssues
    disk: checks.DiskState
    power: checks.PowerState
    days: frozenset[date]
    zone: str
    here: timedelta | None
    newest: datetime | None
    overbooked: tuple[Overbooked, ...] = ()
    beside: MissingEntries | None = None
    missing_columns: tuple[str, ...] = ()
    idle_rules: tuple[tuple[Column, ColumnRule], ...] = ()
    idle_conditions: tuple[tuple[ControlPoint, Requirement], ...] = ()
    addresses: BadAddresses = field(default_factory=BadAddresses)
    booked_on_other_days: tuple[str, ...] = ()
    without_exit: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeviceTrials:
    """The user's trials at this desk since it was opened. `test_badge` is the number of the job, 0 for none."""

    camera_read_at: datetime | None = None
    scanner: checks.ScannerReadiness = field(default_factory=checks.ScannerReadiness)
    was_heard: bool | None = None
    test_badge: int = 0
    is_in_place: bool | None = None


@dataclass(frozen=True, slots=True)
class ReadinessContext:
    """The moment and control point at which the doors are to open."""

    now: datetime
    point: ControlPoint
    sync_status: SyncStatus = field(default_factory=SyncStatus)


@dataclass(frozen=True, slots=True)
class Equipment:
    """The equipment of the open desk `now`. `printer` is its name, "" where none is chosen; `ticketing` is None for an
    event without one.
    """

    camera: checks.CameraReadiness = field(default_factory=checks.CameraReadiness)
    scanner: checks.ScannerReadiness = field(default_factory=checks.ScannerReadiness)
    has_sound: bool = True
    has_speaker: bool | None = None
    was_heard: bool | None = None
    printer: str = ""
    printer_state: PrinterState | None = None
    badge: checks.BadgeTrial = field(default_factory=checks.BadgeTrial)
    ticketing: TicketingStatus | None = None
    now: datetime | None = None


def check_measurements(measured: ReadinessMeasurements, place: ReadinessContext) -> list[checks.CheckResult]:
    """Return the results that need neither user nor devices; of an event that is over not those of its programme."""
    clock = checks.ClockState(
        place.now, measured.days, measured.zone, measured.here, measured.newest, place.sync_status.offset
    )
    seats, file = check_seats(measured.overbooked, place.now), check_file(measured.beside)
    people = check_list(measured.list, place.now)
    columns = check_columns(measured.missing_columns), check_rules(measured.idle_rules, measured.idle_conditions)
    doors, addresses = check_returns(measured.without_exit), check_addresses(measured.addresses)
    days = check_days(measured.booked_on_other_days)
    of_programme = [check_programme(place.point, place.now), seats, *columns, doors, addresses, days]
    to_open = [] if people.is_end else [each for each in of_programme if each]
    return [
        *([file] if file else []),
        people,
        *to_open,
        checks.check_clock(clock),
        checks.check_disk(measured.disk),
        checks.check_power(measured.power),
        check_open_issues(measured.left),
    ]


def check_equipment(
    at: Equipment, sync_status: SyncStatus, unerased: Sequence[tuple[str, datetime]] = ()
) -> list[checks.CheckResult]:
    """Return the results of the devices and of the other desks. `unerased` are those that a purge has not reached."""
    sound = checks.check_sound(is_wanted=at.has_sound, is_possible=at.has_speaker, was_heard=at.was_heard)
    badge = [checks.check_test_badge(at.badge)] if at.printer else []
    ticketing = [checks.check_ticketing(at.ticketing, at.now)] if at.ticketing and at.now else []
    return [
        checks.check_camera(at.camera, at.scanner),
        checks.check_scanner(at.scanner, at.camera),
        sound,
        checks.check_printer(at.printer, at.printer_state),
        *badge,
        checks.check_desks(sync_status, unerased),
        *ticketing,
        checks.check_copy(sync_status),
    ]


def sort_results(findings: list[checks.CheckResult]) -> tuple[checks.CheckResult, ...]:
    """Return the results, the worst first, and before them that the event is over."""
    topics = list(checks.ReadinessTopic)
    return tuple(sorted(findings, key=lambda each: (not each.is_end, -each.grade, topics.index(each.topic))))
