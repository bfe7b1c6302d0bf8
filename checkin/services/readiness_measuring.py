# SPDX-License-Identifier: GPL-3.0-or-later
"""Readiness measured without a user (event, disk, power, clock, conflicts), and device trials. Judges nothing."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from checkin.core.admission_rules import count_meeting, returns_unnoticed
from checkin.core.attendance.half_days import DailyAccess
from checkin.core.attendee import Attendee, accent_corrections
from checkin.core.chosen_columns import idle_rules, missing_titles
from checkin.core.entries import EntryKind
from checkin.core.keyboard_layouts import keyboard_name
from checkin.core.lists.known_people import KINDS
from checkin.core.mail.mail_account import ticket_address
from checkin.core.message import CheckinError
from checkin.core.print_jobs import JobState
from checkin.core.programme.programme import Column, ColumnRule, ControlPoint, Programme, Requirement
from checkin.core.programme.programme_edits import event_days, programme_of_days
from checkin.core.ready import readiness
from checkin.core.ready.checks import BadgeTrial, ReadinessTopic, ScannerReadiness
from checkin.core.tokens import TEST_CODE, strip_frame
from checkin.devices.computer import measure_disk, read_power
from checkin.services.desk import Desk
from checkin.services.door_figures import Seats
from checkin.services.event_file import PROGRAMME_KINDS, EventFile, JournalMoment, zone_of
from checkin.services.lists.import_undo import listed_titles
from checkin.services.privacy.purge_day import erased_at
from checkin.services.threads import EventWorker
from checkin.storage.copies import find_rescued
from checkin.storage.file_guard import read_anew

_TELLS_OF_PEOPLE = (*KINDS, *PROGRAMME_KINDS, EntryKind.TICKET_SENT)
_OfPeople = tuple[
    tuple[tuple[Column, ColumnRule], ...],
    tuple[tuple[ControlPoint, Requirement], ...],
    readiness.BadAddresses,
    tuple[str, ...],
]


class ReadinessMeter:
    """Measures one event and this computer. Belongs to one thread; `seconds` is a monotonic clock."""

    def __init__(
        self, event: EventFile, clock: Callable[[], datetime], seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._event, self._seconds = event, seconds
        self._desk = Desk(event, clock, "")
        self._of_people: tuple[JournalMoment, _OfPeople] | None = None

    def measure(self) -> readiness.ReadinessMeasurements:
        """Measure everything now. Takes as long as the disk does."""
        programme = self._event.programme()
        return readiness.ReadinessMeasurements(
            self._list(),
            self._left_open(),
            measure_disk(self._event.path.parent, self._seconds),
            read_power(),
            programme_days(programme),
            zone_name(programme),
            datetime.now().astimezone().utcoffset(),
            max(self._event.journal.newest_by_desk().values(), default=None),
            Seats(self._event).overbooked(programme),
            self._beside(),
            self._missing_columns(programme),
            *self._measure_people(programme),
            tuple(point.name for point in programme.control_points if returns_unnoticed(programme, point)),
        )

    def _measure_people(self, programme: Programme) -> _OfPeople:
        """Return what only everybody's data tells, read again when somebody's has changed."""
        if self._of_people is None or not self._event.is_unchanged(self._of_people[0], _TELLS_OF_PEOPLE):
            moment = self._event.moment()
            people = [person for person, _ in self._event.attendees.all() if not person.is_off]
            rules = tuple(idle_rules(people, programme)) if people else ()
            conditions = tuple(_idle_conditions(people, programme)) if people else ()
            access = DailyAccess(programme_of_days(self._event.planned()))
            others = tuple(person.name for person in people if access.booked_on_other_days(person))
            self._of_people = moment, (rules, conditions, self._addresses(people), others)
        return self._of_people[1]

    def _missing_columns(self, programme: Programme) -> tuple[str, ...]:
        """Return the chosen columns that the newest list lacks; none without people, whose list is still to come."""
        if not programme.columns or not self._event.attendees.count():
            return ()
        return tuple(missing_titles(programme.columns, listed_titles(self._event)))

    def _addresses(self, people: Sequence[Attendee]) -> readiness.BadAddresses:
        bad = [person for person in people if person.email.strip() and not ticket_address(person)]
        sent = self._event.journal.entries_of_kinds([EntryKind.TICKET_SENT])
        return readiness.BadAddresses(len(bad), len(accent_corrections(bad)), bool(sent))

    def _beside(self) -> readiness.MissingEntries | None:
        found = find_rescued(self._event.db)
        return readiness.MissingEntries(found.entries, found.arrivals, found.name) if found else None

    def _list(self) -> readiness.ListState:
        brought = self._event.journal.entries_of_kinds([EntryKind.LIST_IMPORTED])
        lists = [entry for entry in brought if "mapping" in entry.body] or brought  # a saved programme reads lists anew
        brought_at = lists[-1].at if lists else None
        return readiness.ListState(self._event.attendees.count(), brought_at, erased_at(self._event))

    def _left_open(self) -> readiness.OpenIssues:
        self._desk.reload()  # the programme's seats decide about conflicts
        printing = self._desk.printing
        return readiness.OpenIssues(self._desk.conflicts.count(), len(printing.uncertain()), printing.waiting())


def _idle_conditions(people: Sequence[Attendee], programme: Programme) -> Iterator[tuple[ControlPoint, Requirement]]:
    """Yield the conditions of entry that nobody meets: everyone would be refused there."""
    for point in programme.control_points:
        yield from ((point, each) for each in point.requires if not count_meeting(people, each))


def programme_days(programme: Programme) -> frozenset[date]:
    """Return the days of the event, as far as the programme has times."""
    zone = zone_of(programme.event)
    starts = (s.starts.astimezone(zone).date() for s in programme.sessions if s.starts)
    return frozenset([*starts, *event_days(programme.event)])


def zone_name(programme: Programme) -> str:
    """Return the event's time zone, "" if this computer does not know it and uses its own."""
    zone = zone_of(programme.event)
    return zone.key if isinstance(zone, ZoneInfo) else ""


# The thread that measures readiness every few minutes while the desk works, and reads the event file anew.

EVERY_MS = 180_000
"""Milliseconds between measurements: a battery loses about two percent in that time."""


class ReadyWorker(EventWorker):
    """Measures readiness repeatedly; `changed` carries the `ReadinessMeasurements`. `clock` is the event's."""

    def __init__(self, path: Path, clock: Callable[[], datetime]) -> None:
        super().__init__(path, EVERY_MS)
        self._clock = clock
        self._meter: ReadinessMeter | None = None

    def step(self) -> None:
        """Measure once, and look for damage. A file that cannot be opened is skipped: the desk reports it."""
        try:
            read_anew(self._path)
            event = self.opened()
            self._meter = self._meter or ReadinessMeter(event, self._clock)
            self.changed.emit(self._meter.measure())
        except CheckinError:
            self.close()

    def close(self) -> None:
        super().close()
        self._meter = None


# Device trials before the doors open: camera, scanner, sound and printer tried at this desk, with their outcome.
# Real guests prove as much as a trial. Knows no window; keeps nothing beyond the program or rehearsal it belongs to.

_OUT = (JobState.PRINTED, JobState.UNCERTAIN)


class DeviceTrialRecorder:
    """Records the trials of one desk in `made`."""

    def __init__(self, desk: Desk, made: readiness.DeviceTrials) -> None:
        self._desk, self.made = desk, made
        self._is_played = False

    # Reading

    def seen(self) -> None:
        """Record that the camera read a code."""
        self.made = replace(self.made, camera_read_at=self._desk.now())

    def typed(self, text: str) -> bool:
        """Record what a scanner typed, and return whether it was meant as a trial.

        A trial is the test code, or what an unknown keyboard layout may have made of it.
        """
        scanner = self.made.scanner
        if self._desk.resolve(text) is not None:
            self.made = replace(self.made, scanner=replace(scanner, read_at=self._desk.now(), is_misread=False))
            return is_test_code(text)
        if len(text) != len(TEST_CODE):
            return False
        self.made = replace(self.made, scanner=ScannerReadiness(is_misread=True))
        return True

    def note_keyboard(self, layout: str) -> None:
        """Record the keyboard layout under which the scanner's input had to be repaired."""
        self.made = replace(self.made, scanner=replace(self.made.scanner, keyboard=keyboard_name(layout)))

    # Sound and test badge

    def note_sound(self) -> None:
        self._is_played = True

    def print_badge(self) -> None:
        """Request a test badge on the printer that arrivals use."""
        job = self._desk.printing.test_page(self._desk.printing.plan.printer)
        self.made = replace(self.made, test_badge=job, is_in_place=None)

    def answered(self, topic: ReadinessTopic, *, is_good: bool) -> None:
        """Record whether the user heard the sound, or found the test badge well printed."""
        if topic is ReadinessTopic.SOUND:
            self._is_played = False
            self.made = replace(self.made, was_heard=is_good)
        elif topic is ReadinessTopic.TEST_BADGE:
            self.made = replace(self.made, is_in_place=is_good)

    @property
    def badge(self) -> BadgeTrial:
        job = self._desk.printing.job(self.made.test_badge) if self.made.test_badge else None
        return BadgeTrial(job.state if job else None, self.made.is_in_place)

    @property
    def asked(self) -> frozenset[ReadinessTopic]:
        """The trials whose outcome the user still has to confirm."""
        badge = self.badge
        is_out = badge.job in _OUT and badge.is_in_place is None
        return frozenset([ReadinessTopic.SOUND] * self._is_played + [ReadinessTopic.TEST_BADGE] * is_out)


def is_test_code(text: str) -> bool:
    return strip_frame(text).upper() == TEST_CODE
