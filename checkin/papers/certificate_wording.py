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
    "This certificate was made by this event, but what it says has changed since: today there would be none.",
)
_VERDICTS = {
    CodeValidity.GENUINE: Message("certificate", "Genuine, and still right: {what}."),
    CodeValidity.COUNTED_ON: Message(
        "certificate",
        "Made by this event, but it counted until the end of the programme, which nobody had confirmed. "
        "Now it would say: {what}.",
    ),
    CodeValidity.CHANGED: Message(
        "certificate", "Made by this event, but what it says has changed since. Today it would say: {what}."
    ),
    CodeValidity.GONE: Message(
        "certificate", "Made by this event, which does not know the person any more: nothing can be compared."
    ),
    CodeValidity.FORGED: Message(
        "certificate", "Forged, or not copied exactly: this event never made that code. Compare every letter."
    ),
    CodeValidity.OTHER_EVENT: Message("certificate", "A code of another event. Open that event to verify it."),
    CodeValidity.UNREADABLE: Message(
        "certificate", "This is no code of a certificate: they are 24 letters in six groups."
    ),
}
