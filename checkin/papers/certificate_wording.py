# SPDX-License-Identifier: GPL-3.0-or-later
"""The sentences for the result of verifying a certificate."""

from checkin.core.evening.attendance_certificate import Certificate, CodeValidity
from checkin.core.message import Message
from checkin.language import Translator
from checkin.papers.paper_wording import duration, half_day


def verification_sentence(standing: CodeValidity, now: Certificate | None, voice: Translator) -> str:
    """Return the result as one sentence, with what the event's data says about the person today."""
    if now is None:
        is_changed = standing in (CodeValidity.CHANGED, CodeValidity.COUNTED_ON)
        return voice.say(_NO_MORE if is_changed else _VERDICTS[standing])
    return voice.say(_VERDICTS[standing], what=_what(now, voice))


def _what(said: Certificate, voice: Translator) -> str:
    who = ", ".join(filter(None, (said.name, said.organisation)))
    halves = [f"{half_day(half.half_day, voice)} {duration(half.minutes)}" for half in said.halves]
    arrived = f"{said.arrived:%d/%m/%Y %H:%M}" if said.arrived else ""
    return " – ".join(filter(None, (who, said.event.title, " ; ".join(halves), arrived)))


_NO_MORE = Message(
    "certificate",
    "Issued by this event, but the details have changed since: there would now be no certificate.",
)
_VERDICTS = {
    CodeValidity.GENUINE: Message("certificate", "Genuine and still correct: {what}."),
    CodeValidity.COUNTED_ON: Message(
        "certificate",
        "Issued by this event, but it counted time to the end of the programme, which nobody had confirmed. It "
        "would now say: {what}.",
    ),
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
