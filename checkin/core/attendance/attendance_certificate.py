# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificate of attendance (attestation de présence): its content, and the code that verifies it (docs/adr/0030).

Pure; only for attendees who were there. A code is 24 letters of the alphabet of tickets: 3 name the event, 9 are the
number (the person's, sealed), 6 seal what the certificate says, 6 are a MAC of all that. It is no ticket: a desk that
reads one says where it is verified, and writes nothing.
"""

import hmac
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import Enum, auto

from checkin.core.attendance.attendance_rules import Attendance, OccasionAttendance
from checkin.core.attendance.confirmed_exits import ExitProof
from checkin.core.attendance.half_days import HalfDay
from checkin.core.attendance.stays import EventOccasions
from checkin.core.attendee import Attendee, Presence
from checkin.core.languages import LANGUAGES
from checkin.core.programme.programme import Event
from checkin.core.text_folding import fold_text
from checkin.core.tokens import ALPHABET, MAC_LETTERS, TAG_LETTERS, EventKey, strip_frame

NUMBER_LETTERS, CONTENT_LETTERS = 9, 6
LENGTH = TAG_LETTERS + NUMBER_LETTERS + CONTENT_LETTERS + MAC_LETTERS
GROUP = 4

_BETWEEN = re.compile(r"[\s.\-‐‑–·]+")
_LANGUAGE_COLUMNS = ("langue", "language", "lang")


@dataclass(frozen=True, slots=True)
class CertifiedHalfDay:
    """A half-day and the minutes attended. `exit` is the evidence for when they `left`."""

    half_day: HalfDay
    minutes: int
    way: Presence
    exit: ExitProof = ExitProof.READ
    left: datetime | None = None

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
    def is_provisional(self) -> bool:
        """Whether a half-day is not over, or an unscanned exit is not confirmed by the organiser yet."""
        return self.is_early or any(half.exit.is_provisional for half in self.halves)


class WhyNone(Enum):
    """Why a person who came gets no certificate."""

    NOT_YET = auto()  # a half-day goes on of which they may still be there for half
    DOOR = auto()  # at the door of a session they booked they were not read, and that time does not count
    TOO_SHORT = auto()  # there for less than half of every half-day
    OUTSIDE = auto()  # there outside the half-days alone, such as at lunch


def why_no_certificate(attendance: Attendance) -> WhyNone:
    """Return why a person of this attendance, who came, gets no certificate."""
    halves = attendance.half_days.values()
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
            yield CertifiedHalfDay(half, at.minutes, at.way, at.exit, at.left.astimezone(zone))


def language_of(attendee: Attendee) -> str:
    """Return the language in the attendee's column "Langue" or "Language"; "" if none or unknown."""
    text = next((fold_text(v) for k, v in attendee.custom.items() if fold_text(k) in _LANGUAGE_COLUMNS), "")
    return next((each.code for each in LANGUAGES.values() if text.startswith(each.beginnings)), "")


def number(key: EventKey, person: str) -> str:
    """Return the certificate number of a person: the same at every desk, and meaningless without the event's secret."""
    return key.seal(f"certificate of {person}", NUMBER_LETTERS)


def content(key: EventKey, certificate: Certificate) -> str:
    """Return the seal of the content. It changes with what the certificate says, but not with its language, nor when
    the organiser confirms an hour that changes no minute.
    """
    event = certificate.event
    about = [event.title, event.day.isoformat() if event.day else "", event.place, event.organiser]
    halves = [[half.half_day.id, half.minutes, half.way, half.is_assumed] for half in certificate.halves]
    arrived = certificate.arrived.isoformat() if certificate.arrived else ""
    whole = [certificate.name, certificate.organisation, about, halves, certificate.minutes, arrived]
    return key.seal(f"certified {json.dumps(whole, ensure_ascii=False)}", CONTENT_LETTERS)


def code(key: EventKey, certificate: Certificate) -> str:
    signed = key.tag + number(key, certificate.person) + content(key, certificate)
    return signed + _mac(key, signed)


def in_groups(letters: str, size: int = GROUP) -> str:
    """Return the letters in groups, as they are read out or typed."""
    return "-".join(letters[at : at + size] for at in range(0, len(letters), size))


class CodeValidity(Enum):
    """The validity of a code on a certificate."""

    GENUINE = auto()  # of this event, and the event still says the same
    COUNTED_ON = auto()  # of this event, by the first rules: counted to the unconfirmed end of the programme
    CHANGED = auto()  # of this event, which says something else by now
    GONE = auto()  # of this event, where that person no longer exists
    FORGED = auto()  # names this event, the MAC is wrong
    OTHER_EVENT = auto()
    UNREADABLE = auto()  # no code of a certificate


@dataclass(frozen=True, slots=True)
class CodeCheck:
    """A code that was read. `number` and `content` only of a genuine one, which may have changed since."""

    standing: CodeValidity
    number: str = ""
    content: str = ""


def read_certificate_code(key: EventKey, text: str) -> CodeCheck:
    """Return what a code is worth, read in any case and with or without separators."""
    letters = _BETWEEN.sub("", strip_frame(text)).upper()
    if len(letters) != LENGTH or not frozenset(ALPHABET).issuperset(letters):
        return CodeCheck(CodeValidity.UNREADABLE)
    signed, mac = letters[:-MAC_LETTERS], letters[-MAC_LETTERS:]
    if not signed.startswith(key.tag):
        return CodeCheck(CodeValidity.OTHER_EVENT)
    if not hmac.compare_digest(mac, _mac(key, signed)):
        return CodeCheck(CodeValidity.FORGED)
    middle = TAG_LETTERS + NUMBER_LETTERS
    return CodeCheck(CodeValidity.GENUINE, signed[TAG_LETTERS:middle], signed[middle:])


def _mac(key: EventKey, signed: str) -> str:
    return key.seal(f"certificate {signed}", MAC_LETTERS)
