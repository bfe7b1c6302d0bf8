# SPDX-License-Identifier: GPL-3.0-or-later
"""The sentences about certificates: the result of verifying one, and who gets none. Its own: `certificate_page`."""

from collections.abc import Mapping, Sequence

from checkin.core.attendance.attendance_certificate import Certificate, WhyNone
from checkin.core.attendance.certificate_code import CodeValidity
from checkin.core.message import Message
from checkin.pdf_reports.report_wording import ASSUMED_HOUR, duration, half_day
from checkin.translation import Translator


def verification_sentence(standing: CodeValidity, now: Certificate | None, voice: Translator) -> str:
    """Return the result as one sentence, with what the event's data says about the person today."""
    if now is None:
        return voice.translate(_NO_MORE if standing is CodeValidity.CHANGED else _VERDICTS[standing])
    return voice.translate(_VERDICTS[standing], what=_what(now, voice))


def certificate_count(issued: int, without: Mapping[WhyNone, Sequence[str]], voice: Translator) -> str:
    """Return how many of those who came get a certificate and how many none; "" where all get one."""
    none = sum(map(len, without.values()))
    return voice.translate(_COUNT, came=issued + none, count=issued, none=none) if none else ""


def without_certificate(
    without: Mapping[WhyNone, Sequence[str]], voice: Translator, backwards: Sequence[str] = ()
) -> list[str]:
    """Return who came and gets no certificate, a line for each reason; `backwards` get one that lacks time."""
    lines = [voice.translate(_WHY_NONE[why], names=", ".join(without[why])) for why in WhyNone if why in without]
    return lines + ([voice.translate(_BACKWARDS, names=", ".join(backwards))] if backwards else [])


def _what(certificate: Certificate, voice: Translator) -> str:
    who = ", ".join(filter(None, (certificate.name, certificate.organisation)))
    assumed = f" ({voice.translate(ASSUMED_HOUR)})"
    halves = [
        f"{half_day(half.half_day, voice)} {duration(half.minutes)}{assumed if half.is_assumed_hour else ''}"
        for half in certificate.halves
    ]
    arrived = f"{certificate.arrived:%d/%m/%Y %H:%M}" if certificate.arrived else ""
    return " – ".join(filter(None, (who, certificate.event.title, " ; ".join(halves), arrived)))


_COUNT = Message(
    "certificate",
    "{came} {came:person|people} came: {count} {count:gets|get} a certificate, {none} {none:gets|get} none.",
)
_WHY_NONE = {
    WhyNone.NOT_YET: Message("certificate", "None yet, a half-day is going on: {names}"),
    WhyNone.DOOR: Message(
        "certificate",
        "None, not read at the door of the workshop they booked, so that its time does not count: {names}",
    ),
    WhyNone.TOO_SHORT: Message("certificate", "None, there for less than half of every half-day: {names}"),
    WhyNone.OUTSIDE: Message("certificate", "None, outside the half-days only: {names}"),
    WhyNone.CLOCK: Message(
        "certificate",
        "None, by the clocks of the desks they left before they came: {names}. Undo the wrong exit in their history; "
        "the exit time of the half-day then counts for them.",
    ),
}
_BACKWARDS = Message(
    "certificate",
    "With a certificate that lacks time, for by the clocks of the desks they left before they came: {names}. Undo the "
    "wrong exit in their history; the exit time of the half-day then counts for them.",
)
_NO_MORE = Message(
    "certificate",
    "Issued by this event, but the details have changed since: there would now be no certificate.",
)
_VERDICTS = {
    CodeValidity.GENUINE: Message("certificate", "Genuine and still correct: {what}."),
    CodeValidity.CHANGED: Message(
        "certificate", "Issued by this event, but the details have changed since. It would now say: {what}."
    ),
    CodeValidity.GONE: Message(
        "certificate",
        "Issued by this event, whose data on this person has been erased: there is nothing to compare it with.",
    ),
    CodeValidity.FORGED: Message(
        "certificate", "Forged, or copied wrongly: this event never made that code. Compare every letter."
    ),
    CodeValidity.OTHER_EVENT: Message("certificate", "This code is from another event. Open that event to verify it."),
    CodeValidity.UNREADABLE: Message(
        "certificate", "This is not a certificate code: those have 24 letters in six groups."
    ),
}
