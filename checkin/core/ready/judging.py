# SPDX-License-Identifier: GPL-3.0-or-later
"""All findings: of what was measured without a person and without devices, and of what only an open desk knows."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from checkin.core.printing import PrinterState
from checkin.core.programme.programme import ControlPoint
from checkin.core.ready.finding import Finding, Topic
from checkin.core.ready.of_computer import ClockState, DiskState, PowerState, of_clock, of_disk, of_power, of_sound
from checkin.core.ready.of_devices import (
    BadgeTrial,
    CameraState,
    ScannerState,
    of_camera,
    of_copy,
    of_desks,
    of_printer,
    of_scanner,
    of_test_badge,
)
from checkin.core.ready.of_event import (
    LeftBeside,
    LeftOpen,
    ListState,
    Overbooked,
    of_file,
    of_left_open,
    of_list,
    of_programme,
    of_seats,
)
from checkin.core.together.status import Together


@dataclass(frozen=True, slots=True)
class Measured:
    """Of one moment. `zone` is the event's time zone if this computer knows it; `here` what its own adds to UTC."""

    list: ListState
    left: LeftOpen
    disk: DiskState
    power: PowerState
    days: frozenset[date]
    zone: str
    here: timedelta | None
    newest: datetime | None
    overbooked: tuple[Overbooked, ...] = ()
    beside: LeftBeside | None = None


@dataclass(frozen=True, slots=True)
class Trials:
    """What somebody tried at this desk since it was opened. `test_badge` is the number of the job, 0 for none."""

    camera_read_at: datetime | None = None
    scanner: ScannerState = field(default_factory=ScannerState)
    was_heard: bool | None = None
    test_badge: int = 0
    is_in_place: bool | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when the doors are to open."""

    now: datetime
    point: ControlPoint
    together: Together = field(default_factory=Together)


@dataclass(frozen=True, slots=True)
class Equipment:
    """Of the open desk. `printer` is its name, "" where none is chosen."""

    camera: CameraState = field(default_factory=CameraState)
    scanner: ScannerState = field(default_factory=ScannerState)
    has_sound: bool = True
    has_speaker: bool | None = None
    was_heard: bool | None = None
    printer: str = ""
    printer_state: PrinterState | None = None
    badge: BadgeTrial = field(default_factory=BadgeTrial)


def of_measured(measured: Measured, place: Place) -> list[Finding]:
    """Without a person and without devices."""
    clock = ClockState(place.now, measured.days, measured.zone, measured.here, measured.newest, place.together.offset)
    seats, file = of_seats(measured.overbooked, place.now), of_file(measured.beside)
    return [
        *([file] if file else []),
        of_list(measured.list, place.now),
        of_programme(place.point, place.now),
        *([seats] if seats else []),
        of_clock(clock),
        of_disk(measured.disk),
        of_power(measured.power),
        of_left_open(measured.left),
    ]


def of_equipment(at: Equipment, together: Together) -> list[Finding]:
    """Of the devices, and of the other desks."""
    sound = of_sound(is_wanted=at.has_sound, is_possible=at.has_speaker, was_heard=at.was_heard)
    badge = [of_test_badge(at.badge)] if at.printer else []
    return [
        of_camera(at.camera, at.scanner),
        of_scanner(at.scanner, at.camera),
        sound,
        of_printer(at.printer, at.printer_state),
        *badge,
        of_desks(together),
        of_copy(together),
    ]


def in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """What is to be done stands first."""
    topics = list(Topic)
    return tuple(sorted(findings, key=lambda each: (-each.grade, topics.index(each.topic))))
