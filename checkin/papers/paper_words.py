# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands on papers: the words, and how days, half-days and durations are said."""

from datetime import date, datetime, tzinfo

from checkin.core.evening.exits import ExitProof
from checkin.core.evening.half_days import HalfDay, Part, day_and_part
from checkin.core.evening.sign_in import Occasion
from checkin.core.evening.sign_in_remarks import Remark
from checkin.core.programme.programme import Programme
from checkin.core.words import Words
from checkin.language import Voice

TITLE = Words("sheet", "Sign-in sheet")
ORGANISER = Words("sheet", "Organised by {name}")
PAGE = Words("sheet", "Page {number}/{count}")
BLANK_MADE = Words("sheet", "List of {day}, {time}.")
FILLED_MADE = Words("sheet", "From the scans of the day; made on {day} at {time}.")
PROVISIONAL = Words("sheet", "provisional")
WHY_PROVISIONAL = Words(
    "sheet",
    "Provisional on {day} at {time}: not every exit hour is past and confirmed by the organiser.",
)
BOOKED_DOOR = Words(
    "sheet",
    "A booked session with a control point counts, in the half-day too, only for those who were scanned there.",
)
SO_FAR = Words("sheet", "Expected: {expected} · Seen by {time}: {seen}, of whom not expected: {added}")
EXITS = {
    ExitProof.READ: Words("sheet", "exit scanned"),
    ExitProof.CONFIRMED: Words("sheet", "exit assumed at {time}, hour confirmed by the organiser"),
    ExitProof.SESSION: Words("sheet", "exit assumed at {time}, the end of the session"),
    ExitProof.ASSUMED: Words("sheet", "exit assumed at {time}, hour not confirmed"),
    ExitProof.ONGOING: Words("sheet", "no exit scanned, counted until {time}"),
}
ABSENT = Words("sheet", "absent")
BRIEF = Words("sheet", "too short")
EXPECTED = Words("sheet", "Expected: {expected}")
SUMS = Words(
    "sheet", "Expected: {expected} · Present: {present}, of whom not expected: {added} · Expected and absent: {absent}"
)
NOBODY_READ = Words("sheet", "No badge was read for this session: presence was not observed")
FORGOTTEN = Words("sheet", "Counted here and not listed, for their names were erased: {count}")
SIGNATURES = Words("sheet", "Signatures of the speakers and of the organiser")
THE_ORGANISER = Words("sheet", "The organiser")

_NAME = Words("sheet", "Name")
_ORGANISATION = Words("export", "Organisation")
_SIGNATURE = Words("sheet", "Signature")
BLANK_COLUMNS = (None, _NAME, _ORGANISATION, _SIGNATURE)
FILLED_COLUMNS = (
    None,
    _NAME,
    _ORGANISATION,
    Words("sheet", "Arrival"),
    Words("sheet", "Exit"),
    Words("sheet", "Time"),
    _SIGNATURE,
)

_PARTS = {
    Part.MORNING: Words("sheet", "{day}, morning"),
    Part.AFTERNOON: Words("sheet", "{day}, afternoon"),
    Part.EVENING: Words("sheet", "{day}, evening"),
}


def half_day(half: HalfDay, voice: Voice) -> str:
    return _part_of(half.day, half.part, voice)


def _part_of(day: date, part: Part, voice: Voice) -> str:
    told = voice.day(day)
    return voice.say(_PARTS[part], day=told[:1].upper() + told[1:])


def occasion_called(occasion: str, programme: Programme, voice: Voice) -> str:
    """A half-day or session by its id, also one that the programme has no more."""
    if found := day_and_part(occasion):
        return _part_of(*found, voice)
    session = programme.session(occasion)
    return session.title if session else occasion


def what_and_when(occasion: Occasion, voice: Voice, zone: tzinfo) -> tuple[str, str]:
    """The session, "" of a half-day; and the day with its hours."""
    begins, ends = (at.astimezone(zone) for at in (occasion.time.begins, occasion.time.ends))
    if occasion.half_day:
        what, day = "", half_day(occasion.half_day, voice)
    else:
        what, day = occasion.session.title if occasion.session else "", voice.day(begins.date())
    return what, f"{day[:1].upper()}{day[1:]}, {begins:%H:%M} – {ends:%H:%M}"


def exit_told(exit_: ExitProof, left: datetime, voice: Voice) -> str:
    """What tells when somebody left; `left` on the clock of the hall."""
    return voice.say(EXITS[exit_], time=f"{left:%H:%M}")


def why_provisional(made: datetime, voice: Voice) -> str:
    return voice.say(WHY_PROVISIONAL, day=f"{made:%d/%m/%Y}", time=f"{made:%H:%M}")


def duration(minutes: int) -> str:
    """ "3 h 05": the same in both languages, and never broken."""
    hours, rest = divmod(minutes, 60)
    return f"{hours}\u00a0h\u00a0{rest:02}" if hours else f"{rest}\u00a0min"


def said(remark: Remark, voice: Voice) -> str:
    fields = {name: voice.say(v) if isinstance(v, Words) else v for name, v in remark.fields.items()}
    return voice.say(remark.words, **fields)
