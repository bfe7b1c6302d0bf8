# SPDX-License-Identifier: GPL-3.0-or-later
"""A person's story in the language of the desk: what happened in one line, then who, where, how and why."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from checkin.core.admission import Reason, Verdict
from checkin.core.field_names import STATE_NAMES
from checkin.core.model import How
from checkin.core.programme.programme import Programme
from checkin.core.story import Changed, Line, What
from checkin.core.words import Words
from checkin.language import Voice, clock_time, say, spoken
from checkin.papers.paper_words import occasion_called
from checkin.ui.look.theme import Colours, Tokens
from checkin.ui.look.wording import LOOKS, field_name

NOTHING = "–"
"""Stands for an empty value."""


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the story. `when` is the hour, with the day where it is not today."""

    line: Line
    when: str
    title: str
    details: tuple[str, ...]
    icon: str

    @property
    def spoken(self) -> str:
        """All of it, for a screen reader."""
        undone = (say(_WAS_UNDONE),) if self.line.is_undone else ()
        return ". ".join((self.when, self.title, *undone, *self.details))


@dataclass(frozen=True, slots=True)
class Teller:
    """What the words depend on: names of the programme, the moment, other people's names, and whose story it is."""

    programme: Programme
    now: datetime
    name_of: Callable[[str], str]
    person: str = ""

    def told(self, line: Line) -> Told:
        return Told(line, self._when(line.at), self._title(line), tuple(self._details(line)), _icon(line))

    def _when(self, at: datetime) -> str:
        local = at.astimezone(self.now.tzinfo)
        return clock_time(local) if local.date() == self.now.date() else f"{local:%d/%m} {clock_time(local)}"

    def _title(self, line: Line) -> str:
        match line.what:
            case What.ARRIVED | What.EXITED | What.REFUSED:
                return self._passage(line)
            case What.CORRECTED:
                return self._corrected(line)
            case What.UNDONE:
                return self._taken_back(line)
            case What.MERGED:
                record = line.other if line.record == self.person else line.record
                return say(_TITLES[What.MERGED], name=self.name_of(record) or NOTHING)
            case What.REGISTERED if line.other:
                return say(_IN_PLACE_OF, name=self.name_of(line.other) or NOTHING)
            case What.PRINTED if line.copy > 1:
                return say(_PRINTED_AGAIN, copy=line.copy)
            case What.WATCHED if line.watched:
                begins, ends = (self._when(at) for at in (line.watched.begins, line.watched.ends))
                return say(_WATCHED, begins=begins, ends=ends)
        return say(_TITLES[line.what], session=self._session(line.session))

    def _taken_back(self, line: Line) -> str:
        if line.target:
            return say(_TAKEN_BACK, what=self._title(line.target), when=self._when(line.target.at))
        return say(_IMPORT_UNDONE if line.is_from_list else _TITLES[What.UNDONE])

    def _passage(self, line: Line) -> str:
        """What happened, and at which control point: "Arrived – Accueil"."""
        words = _verb(line)
        point = self.programme.control_point(line.control_point)
        where = point.name if point else line.control_point
        what = say(words, people=line.people) if line.people > 1 and words is _ARRIVED_GROUP else say(words)
        return f"{what} – {where}" if where else what

    def _corrected(self, line: Line) -> str:
        """One change is the title itself; a status says what became of the registration."""
        if line.other:
            return say(_REPLACED_BY, name=self.name_of(line.other) or NOTHING)
        if line.session:
            return say(_MOVED, session=self._session(line.session))
        if len(line.changes) == 1 and line.changes[0].field == "status":
            state = say(_STATES.get(_only(line.changes[0].new), _CORRECTED))
            return state if not line.is_from_list else f"{state} – {say(_BY_LIST)}"
        return say(_CORRECTED_BY_LIST if line.is_from_list else _CORRECTED)

    def _details(self, line: Line) -> Iterator[str]:
        for change in line.changes:
            if len(line.changes) > 1 or change.field != "status":
                yield self._change(change)
        if line.over and line.what is not What.REFUSED:
            yield say(_OVER, reason=_reason(line.over))
        if line.code:
            yield say(_NEW_CODE, code=line.code)
        if by := " · ".join(part for part in (line.desk, self._how(line)) if part):
            yield by
        if line.why:
            yield say(_ALLOWED, name=line.allowed_by, why=line.why) if line.allowed_by else say(_WHY, why=line.why)

    def _how(self, line: Line) -> str:
        if line.written_at:
            return say(_FROM_PAPER, time=self._when(line.written_at))
        return say(_HOWS[How(line.how)]) if line.how in set(How) else ""

    def _change(self, change: Changed) -> str:
        old, new = (", ".join(self._value(change.field, each) for each in side) for side in (change.old, change.new))
        return say(_CHANGE, field=field_name(change.field), old=old or NOTHING, new=new or NOTHING)

    def _value(self, field: str, value: str) -> str:
        if field in ("status", "presence") and value in STATE_NAMES:
            return say(STATE_NAMES[value])
        if field == "category":
            return self.programme.category_name(value)
        return self._session(value) if field == "sessions" else value

    def _session(self, session_id: str) -> str:
        """Or a half-day."""
        return occasion_called(session_id, self.programme, _voice(spoken()))


@lru_cache(maxsize=2)
def _voice(language: str) -> Voice:
    return Voice(language)


def colours_of(line: Line, t: Tokens) -> Colours:
    """Of the mark beside a line."""
    if line.is_undone:
        return t.pill_quiet
    match line.what:
        case What.ARRIVED:
            return t.pill_ok
        case What.EXITED:
            return t.pill_exit
        case What.REFUSED:
            return t.pill_refused if line.verdict == Verdict.REFUSE else t.pill_person
    return t.pill_quiet


def _icon(line: Line) -> str:
    if line.what is What.REFUSED and line.reason in set(Reason):
        return LOOKS[Reason(line.reason)].icon
    if _came_back(line):
        return "log-in"
    if line.what is What.CORRECTED and line.other:
        return "users"
    if line.what is What.CORRECTED and [change.field for change in line.changes] == ["status"]:
        return _STATE_ICONS.get(_only(line.changes[0].new), "pencil")
    return _ICONS[line.what]


def _came_back(line: Line) -> bool:
    """Whether somebody who had gone out came in again; the rest of a group, of which some were in, came first now."""
    return line.what is What.ARRIVED and line.reason == Reason.REENTRY and not line.people


def _verb(line: Line) -> Words:
    if line.what is What.REFUSED:
        return LOOKS[Reason(line.reason)].title if line.reason in set(Reason) else _TITLES[What.REFUSED]
    if _came_back(line):
        return _BACK
    return _ARRIVED_GROUP if line.what is What.ARRIVED and line.people > 1 else _TITLES[line.what]


def _reason(text: str) -> str:
    return say(LOOKS[Reason(text)].title) if text in set(Reason) else text


def _only(values: tuple[str, ...]) -> str:
    return values[0] if values else ""


_CORRECTED = Words("story", "Corrected")
_CORRECTED_BY_LIST = Words("story", "Changed by a list")
_BACK = Words("story", "Came back")
_ARRIVED_GROUP = Words("story", "{people} arrived")
_TITLES = {
    What.ADDED: Words("story", "On the list"),
    What.REGISTERED: Words("story", "Registered at the desk"),
    What.CORRECTED: _CORRECTED,
    What.SEEN_BY_LIST: Words("story", "Named again by a list"),
    What.LEFT_LIST: Words("story", "No longer on the list"),
    What.CODE_REPLACED: Words("story", "Code replaced"),
    What.MERGED: Words("story", "Made one with the record of {name}"),
    What.FILLED: Words("story", "Taken over from the other record"),
    What.ARRIVED: Words("story", "Arrived"),
    What.EXITED: Words("story", "Went out"),
    What.REFUSED: Words("story", "Not let in"),
    What.UNDONE: Words("story", "Undone"),
    What.WAITS: Words("story", "Waits for a seat: {session}"),
    What.WAITS_NO_MORE: Words("story", "Waits no more: {session}"),
    What.PRINTED: Words("story", "Badge printed"),
    What.WATCHED: Words("story", "Watched online"),
    What.SIGNED: Words("story", "Signed: {session}"),
    What.OTHER: Words("story", "Recorded by a newer version"),
}
_ICONS = {
    What.ADDED: "list-plus",
    What.REGISTERED: "user-plus",
    What.CORRECTED: "pencil",
    What.SEEN_BY_LIST: "list-plus",
    What.LEFT_LIST: "list-x",
    What.CODE_REPLACED: "refresh-cw",
    What.MERGED: "users",
    What.FILLED: "users",
    What.ARRIVED: "check",
    What.EXITED: "log-out",
    What.REFUSED: "x",
    What.UNDONE: "undo-2",
    What.WAITS: "hourglass",
    What.WAITS_NO_MORE: "hourglass",
    What.PRINTED: "printer",
    What.WATCHED: "monitor",
    What.SIGNED: "pencil",
    What.OTHER: "circle-ellipsis",
}
_STATES = {
    "confirmed": Words("story", "Registration confirmed"),
    "pending": Words("story", "Registration to be approved"),
    "unpaid": Words("story", "Registration unpaid"),
    "cancelled": Words("story", "Registration cancelled"),
    "blocked": Words("story", "Registration blocked"),
}
_STATE_ICONS = {
    "confirmed": "circle-check",
    "pending": "hourglass",
    "unpaid": "banknote",
    "cancelled": "ticket-x",
    "blocked": "ban",
}
_HOWS = {
    How.CODE: Words("story", "by code"),
    How.SEARCH: Words("story", "picked from the list"),
    How.WALK_IN: Words("story", "registered at the desk"),
    How.PAPER: Words("story", "from paper"),
}
_FROM_PAPER = Words("story", "from paper, written {time}")
_WATCHED = Words("story", "Watched online, {begins} to {ends}")
_BY_LIST = Words("story", "by a list")
_MOVED = Words("story", "Sent to {session}")
_REPLACED_BY = Words("story", "Cancelled: {name} came instead")
_IN_PLACE_OF = Words("story", "Registered in place of {name}")
_TAKEN_BACK = Words("story", "Undone: {what}, {when}")
_IMPORT_UNDONE = Words("story", "The import was undone")
_PRINTED_AGAIN = Words("story", "Badge printed, copy {copy}")
_OVER = Words("story", "let in although: {reason}")
_NEW_CODE = Words("story", "new code {code}")
_ALLOWED = Words("story", "{name} allowed it: {why}")
_WHY = Words("story", "why: {why}")
_CHANGE = Words("story", "{field}: {old} → {new}")
_WAS_UNDONE = Words("story", "undone")
