# SPDX-License-Identifier: GPL-3.0-or-later
"""All readiness results: from measurements without user and devices, and from what only an open desk knows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from checkin.core.printing.print_jobs import PrinterState
from checkin.core.programme.programme import Column, ColumnRule, ControlPoint, Requirement
from checkin.core.ready.check_result import CheckResult, ReadinessTopic
from checkin.core.ready.computer_checks import (
    ClockState,
    DiskState,
    PowerState,
    check_clock,
    check_disk,
    check_power,
    check_sound,
)
from checkin.core.ready.device_checks import (
    BadgeTrial,
    CameraReadiness,
    ScannerReadiness,
    check_camera,
    check_copy,
    check_desks,
    check_printer,
    check_scanner,
    check_test_badge,
    check_ticketing,
)
from checkin.core.ready.event_checks import (
    BadAddresses,
    ListState,
    MissingEntries,
    OpenIssues,
    Overbooked,
    check_addresses,
    check_columns,
    check_days,
    check_file,
    check_list,
    check_open_issues,
    check_programme,
    check_returns,
    check_rules,
    check_seats,
)
from checkin.core.sync.sync_status import SyncStatus
from checkin.core.ticketing.ticketing_status import TicketingStatus


@dataclass(frozen=True, slots=True)
class ReadinessMeasurements:
    """Measurements of one moment. `zone` is the event's time zone if this computer knows it; `here` the UTC offset of
    its own; `missing_columns` are chosen ones that no list in force has; `idle_rules` hold for nobody, and
    `idle_conditions` of entry are met by nobody; `booked_on_other_days` are names of people; `without_exit` are the
    doors at which no exit is recorded.
    """

    list: ListState
    left: OpenIssues
    disk: DiskState
    power: PowerState
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
    scanner: ScannerReadiness = field(default_factory=ScannerReadiness)
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

    camera: CameraReadiness = field(default_factory=CameraReadiness)
    scanner: ScannerReadiness = field(default_factory=ScannerReadiness)
    has_sound: bool = True
    has_speaker: bool | None = None
    was_heard: bool | None = None
    printer: str = ""
    printer_state: PrinterState | None = None
    badge: BadgeTrial = field(default_factory=BadgeTrial)
    ticketing: TicketingStatus | None = None
    now: datetime | None = None


def check_measurements(measured: ReadinessMeasurements, place: ReadinessContext) -> list[CheckResult]:
    """Return the results that need neither user nor devices; of an event that is over not those of its programme."""
    clock = ClockState(
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
        check_clock(clock),
        check_disk(measured.disk),
        check_power(measured.power),
        check_open_issues(measured.left),
    ]


def check_equipment(
    at: Equipment, sync_status: SyncStatus, unerased: Sequence[tuple[str, datetime]] = ()
) -> list[CheckResult]:
    """Return the results of the devices and of the other desks. `unerased` are those that a purge has not reached."""
    sound = check_sound(is_wanted=at.has_sound, is_possible=at.has_speaker, was_heard=at.was_heard)
    badge = [check_test_badge(at.badge)] if at.printer else []
    ticketing = [check_ticketing(at.ticketing, at.now)] if at.ticketing and at.now else []
    return [
        check_camera(at.camera, at.scanner),
        check_scanner(at.scanner, at.camera),
        sound,
        check_printer(at.printer, at.printer_state),
        *badge,
        check_desks(sync_status, unerased),
        *ticketing,
        check_copy(sync_status),
    ]


def sort_results(findings: list[CheckResult]) -> tuple[CheckResult, ...]:
    """Return the results, the worst first, and before them that the event is over."""
    topics = list(ReadinessTopic)
    return tuple(sorted(findings, key=lambda each: (not each.is_end, -each.grade, topics.index(each.topic))))
