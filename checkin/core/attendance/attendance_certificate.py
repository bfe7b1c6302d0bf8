# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificate of attendance (attestation de présence): its content, and who gets one (docs/adr/0030).

Pure; only for attendees who were there. The code that verifies it: `tokens`.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import Enum, auto

from checkin.core.attendance.attendance_rules import Attendance, OccasionAttendance
from checkin.core.attendance.half_days import HalfDay
from checkin.core.attendance.stays import EventOccasions, ExitProof
from checkin.core.attendee import Attendee, Presence
from checkin.core.message import LANGUAGES
from checkin.core.programme.programme import Event
from checkin.core.text_folding import fold_text
from checkin.core.tokens import CONTENT_LETTERS, EventKey, number, seal_code

_LANGUAGE_COLUMNS = ("langue", "language", "lang")


@dataclass(frozen=True, slots=True)
class CertifiedHalfDay:
    """A half-day and the minutes attended. `exit` is the evidence for when they `left`. `is_assumed_hour`: the minutes
    rest on an hour that nobody wrote.
    """

    half_day: HalfDay
    minutes: int
    way: Presence
    exit: ExitProof = ExitProof.READ
    left: datetime | None = None
    is_assumed_hour: bool = False

    @property
    def is_assumed(self) -> bool:
        return self.exit is not ExitProof.READ


@dataclass(frozen=True, slots=True)
class Certificate:
    """The content of a certificate. `person` is the id of their record, `language` the one they asked for, "" if none.

    `arrived` is given only where the programme has no times, and so no half-days. `has_missed`: the time of a session
    that they booked was subtracted; `is_early`: a half-day is not over yet.
    """

    person: str
    name: str
    organisation: str
    language: str
    event: Event
    halves: tuple[CertifiedHalfDay, ...]
    minutes: int
    arrived: datetime | None = None
    has_missed: bool = False
    is_early: bool = False

    @property
    def is_assumed_hour(self) -> bool:
        """Whether the minutes in all rest on an hour that nobody wrote."""
        return any(half.is_assumed_hour for half in self.halves)

    @property
    def is_provisional(self) -> bool:
        """Whether a half-day is not over, or an unscanned exit is not confirmed by the organiser yet."""
        return self.is_early or any(half.exit.is_provisional for half in self.halves)


class WhyNone(Enum):
    """Why a person who came gets no certificate."""

    NOT_YET = auto()  # a half-day goes on of which they may still be there for half
    DOOR = auto()  # at the door of a session they booked they were not read, and that time does not count
    TOO_SHORT = auto()  # there for less than half of every half-day
    OUTSIDE = auto()  # there outside the half-days alone, such as at lunch
    CLOCK = auto()  # by the clocks of the desks they left before they came, so that the time counts for nothing


def why_no_certificate(attendance: Attendance) -> WhyNone:
    """Return why a person of this attendance, who came, gets no certificate."""
    halves = attendance.half_days.values()
    if attendance.is_backwards:
        return WhyNone.CLOCK
    if any(half.total and not half.is_over for half in halves):
        return WhyNone.NOT_YET
    if any(half.missed for half in halves):
        return WhyNone.DOOR
    return WhyNone.TOO_SHORT if any(half.total for half in halves) else WhyNone.OUTSIDE


def make_certificate(
    event: Event, occasions: EventOccasions, attendee: Attendee, attendance: Attendance
) -> Certificate | None:
    """Return the certificate; None for an attendee who was present at no half-day."""
    stays = attendance.stays
    if occasions.half_days or not stays:
        arrived = None
    else:
        arrived = min(stay.time.begins for stay in stays).astimezone(occasions.zone)
    if not attendance.was_there and arrived is None:
        return None
    measured = [(half, attendance.half_days[half.id]) for half in occasions.half_days]
    return Certificate(
        attendee.id,
        attendee.name,
        attendee.organisation,
        language_of(attendee),
        event,
        tuple(_halves(measured, occasions.zone)),
        attendance.minutes,
        arrived,
        any(each.missed for _, each in measured),
        any(not each.is_over for _, each in measured),
    )


def _halves(measured: Iterable[tuple[HalfDay, OccasionAttendance]], zone: tzinfo) -> Iterator[CertifiedHalfDay]:
    for half, at in measured:
        if at.minutes and at.way and at.exit and at.left:
            left = at.left.astimezone(zone)
            yield CertifiedHalfDay(half, at.minutes, at.way, at.exit, left, at.is_assumed_hour)


def language_of(attendee: Attendee) -> str:
    """Return the language in the attendee's column "Langue" or "Language"; "" if none or unknown."""
    text = next((fold_text(v) for k, v in attendee.custom.items() if fold_text(k) in _LANGUAGE_COLUMNS), "")
    return next((each.code for each in LANGUAGES.values() if text.startswith(each.beginnings)), "")


def content(key: EventKey, certificate: Certificate) -> str:
    """Return the seal of the content. It changes with what the certificate says, but not with its language, nor when
    the organiser confirms or plans an hour that changes no minute.
    """
    event = certificate.event
    about = [event.title, event.day.isoformat() if event.day else "", event.place, event.organiser]
    halves = [[half.half_day.id, half.minutes, half.way, half.is_assumed] for half in certificate.halves]
    arrived = certificate.arrived.isoformat() if certificate.arrived else ""
    whole = [certificate.name, certificate.organisation, about, halves, certificate.minutes, arrived]
    return key.seal(f"certified {json.dumps(whole, ensure_ascii=False)}", CONTENT_LETTERS)


def code(key: EventKey, certificate: Certificate) -> str:
    """Return the code that stands on the certificate."""
    return seal_code(key, number(key, certificate.person), content(key, certificate))
