# SPDX-License-Identifier: GPL-3.0-or-later
"""The desk's verbs. Each is one decision and one transaction, and returns only after the commit.

Nothing here knows a widget, a thread or a device. `StorageError` means that nothing was recorded.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from checkin.core.admission import REPEAT, Decision, Place, Reason, Verdict, decide, entry_point
from checkin.core.answer import Answer
from checkin.core.entries import Entry, Kind
from checkin.core.errors import StorageError, UserError
from checkin.core.history import History
from checkin.core.keyboards import repair
from checkin.core.model import Attendee, How, Presence
from checkin.core.programme import ControlPoint
from checkin.core.tokens import Origin, Token, strip_frame
from checkin.core.words import Words
from checkin.desk.event_file import EventFile, zone_of
from checkin.storage.connection import write

READ_LIMIT = 64
"""Characters of an unknown code kept in the journal and shown: enough to recognise it, not to carry a vCard."""


@dataclass(frozen=True, slots=True)
class _Case:
    """Someone stands at the desk: what was read or picked, what is known of them, and where."""

    token: Token | None
    subject: str
    history: History
    place: Place
    how: How
    read: str = ""


class Desk:
    """One welcome desk at work on one event file. `clock` gives aware times."""

    def __init__(self, event: EventFile, clock: Callable[[], datetime], name: str, control_point: str = "") -> None:
        self._event = event
        self._clock = clock
        self.name = name
        self._refused: tuple[dict[str, object], datetime] | None = None
        self.programme = event.programme()
        self._zone = zone_of(self.programme.event)
        self.control_point = self.programme.control_point(control_point) or self.programme.control_points[0]

    def now(self) -> datetime:
        """The time in the event's zone."""
        return self._clock().astimezone(self._zone)

    # Verbs

    def scan(self, text: str) -> Answer:
        """A code was read. Whatever `text` holds, the answer is a value."""
        token = self._event.key.read(text)
        with write(self._event.db):
            return self._pass(self._case(token, self._subject(token, text), How.CODE, _shown(text)))

    def check_in(self, attendee_id: str) -> Answer:
        """A person was picked from the list."""
        with write(self._event.db):
            return self._pass(self._case(None, attendee_id, How.SEARCH))

    def admit(self, asked: Answer) -> Answer:
        """Let in the person of an answer that asked. If another desk was faster, its answer is the one returned."""
        token = self._event.key.read(asked.ticket) if asked.ticket and asked.how is How.CODE else None
        subject = asked.attendee.id if asked.attendee else (token.id if token else "")
        with write(self._event.db):
            case = self._case(token, subject, asked.how, asked.read, asked.control_point)
            decision = decide(token, case.history, case.place)
            if decision.verdict is not Verdict.ASK:
                return self._record(case, decision)
            entry = self._let_in(case, decision.reason)
            told = replace(case, history=self._event.journal.history(subject))
            return self._answer(told, Decision(Verdict.ADMIT, decision.reason), entry)

    def undo(self, entry_id: bytes) -> Answer:
        """Take back an arrival or an exit, with the correction that came with it. The journal keeps both."""
        with write(self._event.db):
            entry = self._event.journal.entry(entry_id)
            if entry is None or entry.kind not in (Kind.CHECKED_IN, Kind.CHECKED_OUT):
                raise UserError(Words("desk", "There is nothing to undo here."))
            if entry_id.hex() in self._event.journal.undone([entry.subject]):
                raise UserError(Words("desk", "This was already undone. Nothing changed."))
            together = entry.body.get("together", [])
            targets = [entry_id.hex(), *map(str, together if isinstance(together, list) else [])]
            undone = self._append(Kind.UNDONE, entry.subject, {"targets": targets})
            point = self.programme.control_point(str(entry.body.get("control_point")))
            how = entry.body.get("how")
            case = self._case(None, entry.subject, How(str(how)) if how in set(How) else How.CODE, "", point)
            return self._answer(case, Decision(Verdict.REFUSE, Reason.UNDONE, earlier=entry), undone)

    def replace_code(self, attendee_id: str) -> str:
        """Give a person a new code; the old one is answered "replaced" from now on. Returns the new code."""
        with write(self._event.db):
            token = self._event.issue_code()
            self._append(Kind.CODE_REPLACED, attendee_id, {"new": token.code})
        return token.code

    def stand_at(self, control_point: str) -> None:
        """Move to another control point; an unknown one changes nothing."""
        self.control_point = self.programme.control_point(control_point) or self.control_point

    def reload(self) -> None:
        """Read the programme again after another window or command changed the file; its time zone too."""
        self.programme = self._event.programme()
        self._zone = zone_of(self.programme.event)
        points = self.programme.control_points
        self.control_point = self.programme.control_point(self.control_point.id) or points[0]

    def not_saved(self, read: str, how: How, attendee: Attendee | None = None) -> Answer:
        """The answer for a verb whose transaction failed; `attendee` if it is known whom it was for."""
        point, at = self.control_point, self.now()
        return Answer(Verdict.REFUSE, Reason.NOT_SAVED, at, point, how, attendee=attendee, read=_shown(read))

    def resolve(self, typed: str) -> str | None:
        """What a keyboard scanner meant by `typed`: the one reading that is a ticket here, or None.

        Never raises: a disk that cannot be read is for `scan` to say.
        """
        try:
            return repair(typed, self._is_ticket)
        except StorageError:
            return None

    # Steps of a verb, inside its transaction

    def _is_ticket(self, text: str) -> bool:
        token = self._event.key.read(text)
        return token.origin is Origin.GENUINE or self._known(token, text) is not None

    def _known(self, token: Token, text: str) -> str | None:
        """Who has this code: as the list wrote it, or as one of ours in capitals."""
        bare = strip_frame(text)
        wanted = [code for code in (bare, token.code) if code and code.isprintable()]
        return next(filter(None, map(self._event.attendees.by_code, wanted)), None)

    def _subject(self, token: Token, text: str) -> str:
        return self._known(token, text) or token.id

    def _case(
        self, token: Token | None, subject: str, how: How, read: str = "", point: ControlPoint | None = None
    ) -> _Case:
        point = point or self.control_point
        history = self._event.journal.history(subject) if subject else History()
        place = Place(self.programme, point, self.name, self.now(), *self._seats_taken(point))
        return _Case(token, subject, history, place, how, read)

    def _seats_taken(self, point: ControlPoint) -> tuple[int, int]:
        """How many are inside, and how many registered ones are still to come; counted only where seats are."""
        session = self.programme.session(point.session)
        if session is None or not session.capacity:
            return 0, 0
        return self._event.attendees.inside(point.id), self._event.attendees.awaited(session.id, point.id)

    def _pass(self, case: _Case) -> Answer:
        return self._record(case, decide(case.token, case.history, case.place))

    def _record(self, case: _Case, decision: Decision) -> Answer:
        entry = None
        body = _passage(case) | {"reason": decision.reason}
        if decision.reason is Reason.EXIT:
            entry = self._append(Kind.CHECKED_OUT, case.subject, body)
        elif decision.verdict is Verdict.ADMIT:
            entry = self._append(Kind.CHECKED_IN, case.subject, body)
        elif decision.reason is not Reason.REPEATED and not self._is_refused_again(body):
            body |= {"verdict": decision.verdict} | ({} if case.history.attendee else {"read": case.read})
            entry = self._append(Kind.REFUSED, case.subject, body)
        return self._answer(case, decision, entry)

    def _is_refused_again(self, body: dict[str, object]) -> bool:
        """The same refusal of the same code at this desk, a moment ago: read twice, told again, written once."""
        before, now = self._refused, self.now()
        self._refused = (dict(body), now)
        return before is not None and before[0] == body and abs(now - before[1]) < REPEAT

    def _let_in(self, case: _Case, reason: Reason) -> Entry:
        """Over `reason`. What has to be recorded with it is named in `together`, so that undo takes back all."""
        body = _passage(case) | {"reason": reason, "over": reason}
        if reason is Reason.REMOTE and case.history.attendee:
            changes = {"presence": [case.history.attendee.presence, Presence.ON_SITE]}
            corrected = self._append(Kind.ATTENDEE_CORRECTED, case.subject, {"changes": changes})
            body["together"] = [corrected.id.hex()]
        entry = self._append(Kind.CHECKED_IN, case.subject, body)
        if reason is not Reason.EXIT_WITHOUT_ENTRY:
            return entry
        body["together"] = [entry.id.hex()]
        return self._append(Kind.CHECKED_OUT, case.subject, body)

    def _append(self, kind: Kind, subject: str, body: dict[str, object]) -> Entry:
        return self._event.journal.append(kind, subject, body, at=self.now(), desk=self.name)

    def _answer(self, case: _Case, decision: Decision, entry: Entry | None) -> Answer:
        attendee, earlier = case.history.attendee, decision.earlier
        return Answer(
            decision.verdict,
            decision.reason,
            entry.at if entry else case.place.at,
            case.place.control_point,
            case.how,
            attendee=attendee,
            ticket=case.token.code if case.token else (attendee.ticket_code if attendee else ""),
            read=case.read,
            entry=entry.id if entry else None,
            earlier_at=earlier.at if earlier else None,
            earlier_desk=earlier.desk if earlier else "",
            speaker=decision.speaker,
            seats=case.place.seats,
            is_override=entry is not None and "over" in entry.body,
        )


def _passage(case: _Case) -> dict[str, object]:
    """What every entry about someone at a control point says. An exit is written on the way in it belongs to."""
    door = entry_point(case.place.programme, case.place.control_point)
    body: dict[str, object] = {"control_point": door.id, "how": case.how}
    if case.token and case.token.code:
        body["ticket"] = case.token.code[:READ_LIMIT]
    return body


def _shown(text: str) -> str:
    """`text` made safe to show and to store: one line, visible characters only, cut."""
    visible = "".join(c if c.isprintable() else "·" for c in text.strip()[:READ_LIMIT])
    return visible + ("…" if len(text.strip()) > READ_LIMIT else "")
