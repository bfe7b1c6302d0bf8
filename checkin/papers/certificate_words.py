# SPDX-License-Identifier: GPL-3.0-or-later
"""What a verified certificate is said to be worth, in sentences."""

from checkin.core.evening.certificates import Certificate, Standing
from checkin.core.words import Words
from checkin.language import Voice
from checkin.papers.paper_words import duration, half_day


def verdict(standing: Standing, now: Certificate | None, voice: Voice) -> str:
    """One sentence, and what the event says of that person today."""
    if now is None:
        is_changed = standing in (Standing.CHANGED, Standing.COUNTED_ON)
        return voice.say(_NO_MORE if is_changed else _VERDICTS[standing])
    return voice.say(_VERDICTS[standing], what=_what(now, voice))


def _what(said: Certificate, voice: Voice) -> str:
    who = ", ".join(filter(None, (said.name, said.organisation)))
    halves = [f"{half_day(half.half_day, voice)} {duration(half.minutes)}" for half in said.halves]
    arrived = f"{said.arrived:%d/%m/%Y %H:%M}" if said.arrived else ""
    return " – ".join(filter(None, (who, said.event.title, " ; ".join(halves), arrived)))


_NO_MORE = Words(
    "certificate",
    "This certificate was made by this event, but what it says has changed since: today there would be none.",
)
_VERDICTS = {
    Standing.GENUINE: Words("certificate", "Genuine, and still right: {what}."),
    Standing.COUNTED_ON: Words(
        "certificate",
        "Made by this event, but it counted until the end of the programme, which nobody had confirmed. "
        "Now it would say: {what}.",
    ),
    Standing.CHANGED: Words(
        "certificate", "Made by this event, but what it says has changed since. Today it would say: {what}."
    ),
    Standing.GONE: Words(
        "certificate", "Made by this event, which does not know the person any more: nothing can be compared."
    ),
    Standing.FORGED: Words(
        "certificate", "Forged, or not copied exactly: this event never made that code. Compare every letter."
    ),
    Standing.OTHER_EVENT: Words("certificate", "A code of another event. Open that event to verify it."),
    Standing.UNREADABLE: Words("certificate", "This is no code of a certificate: they are 24 letters in six groups."),
}
