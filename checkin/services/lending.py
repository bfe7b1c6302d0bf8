# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbered things that a control point lends: who has one, and whom the next one is for (docs/adr/0081)."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta

from checkin.core.admission_rules import counting_point
from checkin.core.answer import Answer, LentThing
from checkin.core.attendee import CheckInMethod
from checkin.core.decision import Decision, Reason, Verdict
from checkin.core.entries import THING, EntryKind
from checkin.core.programme.daily_points import find_point
from checkin.core.programme.programme import PointMode
from checkin.core.text_folding import fold_text
from checkin.services.admission_service import AdmissionService, make_displayable
from checkin.services.event_file import EventFile

_NUMBER = re.compile(r"[a-z]{0,3} ?[0-9]{1,4}")
"""What a number of a thing looks like. Any other text may be the ticket of somebody who is not on the list."""

WAIT = timedelta(minutes=2)
"""How long after a person was read a number is for that person."""


@dataclass(frozen=True, slots=True)
class ThingMeaning:
    """What the number of a `thing` would do: it is with `holder` (a name, "" for nobody), and may come back here; or it
    is for `borrower`.
    """

    thing: str
    holder: str = ""
    borrower: str = ""
    is_taken_back: bool = False


class Lending:
    """The things lent where this desk stands. What a number means runs inside the transaction of the scan."""

    def __init__(self, event: EventFile, admission: AdmissionService) -> None:
        self._event, self._admission = event, admission

    @property
    def _point(self) -> str:
        """The control point that lends, also where things come back; "" where none are lent."""
        point = counting_point(self._admission.programme, self._admission.control_point)
        return point.id if point.gives else ""

    def number(self, text: str) -> str:
        """Return the number of a thing as it is kept: “Headset 012” is “12” where headsets are lent."""
        name = counting_point(self._admission.programme, self._admission.control_point).gives
        plain = fold_text(make_displayable(text))
        bare = plain.removeprefix(fold_text(name)).strip() or plain
        return bare.lstrip("0") or bare if bare.isdecimal() else bare

    def holder(self, text: str) -> str:
        """Return the id of the person who has the thing with this code or number now; "" if it is here, or for another
        text.
        """
        point = self._point
        subjects = [entry.subject for entry in self._event.journal.lent(self.number(text))] if point else []
        for person, history in self._event.journal.histories(list(dict.fromkeys(subjects))) if subjects else ():
            visit = history.visit(point)
            if visit.is_inside and visit.thing == self.number(text):
                return person
        return ""

    def borrower(self, text: str) -> str:
        """Return the id of the person for whom this number is meant: the last one whose code was read here, or who was
        picked, at this desk and a moment ago; "" for nobody, or for a text that is no number.

        Who has a thing already exchanges it only after being read again: a number alone gives nobody a second one.
        """
        admission, point = self._admission, self._point
        if not point or self._takes_back or not self._is_number(text):
            return ""
        mine = [e for e in self._event.journal.newest_passages(point, 5) if e.desk == admission.name]
        if not mine or not mine[0].subject or admission.now() - mine[0].at > WAIT:
            return ""
        visit = self._event.journal.history(mine[0].subject).visit(point)
        has_got_it_since = visit.thing and any(e.id > mine[0].id for e in self._event.journal.lent(visit.thing))
        return self._event.journal.person(mine[0].subject) if visit.is_inside and not has_got_it_since else ""

    def meaning(self, text: str) -> ThingMeaning | None:
        """Return what the number of a thing would do here; None for a text that is no number, or where none are
        lent.
        """
        if not self._point or not self._is_number(text):
            return None
        holder, borrower = self.holder(text), self.borrower(text)
        return ThingMeaning(self._called(text), self._name(holder), self._name(borrower), self._takes_back)

    def answer(self, text: str) -> Answer | None:
        """Return the answer to the number of a thing; None for a text that is no number, or where none are lent.

        A thing that is out is not lent a second time: the person who is served stays the one who is served.
        """
        if not self._point or not self._is_number(text):
            return None
        holder, borrower = self.holder(text), self.borrower(text)
        if holder and self._takes_back:
            return self._admission.pass_through(self._admission.case(None, holder, CheckInMethod.CODE))
        if holder and borrower not in ("", holder):
            return self._about(text, borrower, Reason.THING_OUT, self._name(holder))
        if holder:
            return self._look_up(text, holder)
        return self._lend(borrower, text) if borrower else self._about(text, "", Reason.THING_HERE)

    def take_back(self, person: str) -> Answer:
        """Record that the person gave back what they have from here, where it was lent; nothing if they have nothing
        any more.
        """
        with self._event.transaction():
            return self._take_back(person)

    def _take_back(self, person: str) -> Answer:
        point = find_point(self._admission.programme, self._point)
        case = self._admission.case(None, person, CheckInMethod.SEARCH, point=point)
        visit = case.history.visit(self._point)
        if not visit.is_inside:
            return self._admission.answer(case, Decision(Verdict.DUPLICATE, Reason.REPEATED, earlier=visit.left), None)
        return self._admission.record(case, Decision(Verdict.ADMIT, Reason.EXIT))

    def hand_on(self, waiting: Answer) -> Answer:
        """Record that the holder gave back the number of a THING_OUT answer, and that its person has it now."""
        number = waiting.lent.about
        with self._event.transaction():
            if holder := self.holder(number):
                self._take_back(holder)
            return self._lend(waiting.attendee.id if waiting.attendee else "", number)

    def _lend(self, person: str, text: str) -> Answer:
        """Record that the person has the thing with this number, in place of what they had."""
        case = self._admission.case(None, person, CheckInMethod.CODE)
        point = case.place.control_point
        before = case.history.visit(point.id).thing
        entry = self._admission.append(
            EntryKind.THING_LENT, case.subject, {"control_point": point.id, THING: self.number(text)}
        )
        answer = self._admission.answer(case, Decision(Verdict.ADMIT, Reason.LENT), entry)
        return replace(answer, lent=replace(answer.lent, before=self._called(before) if before else ""))

    def _look_up(self, text: str, holder: str) -> Answer:
        """Return who has the thing. Nothing is recorded, and the next number is not for them."""
        case = self._admission.case(None, holder, CheckInMethod.CODE)
        arrived = case.history.visit(self._point).arrived
        answer = self._admission.answer(
            case, Decision(Verdict.DUPLICATE, Reason.ALREADY_ARRIVED, earlier=arrived), None
        )
        return replace(answer, lent=replace(answer.lent, is_asked=False, about=self._called(text)))

    def _about(self, text: str, person: str, reason: Reason, holder: str = "") -> Answer:
        """Return an answer about a thing that gives it to nobody; nothing is recorded."""
        case = self._admission.case(None, person, CheckInMethod.CODE)
        answer = self._admission.answer(case, Decision(Verdict.REFUSE, reason), None)
        lent = LentThing(answer.lent.name, bool(person), self._called(text), holder)
        return replace(answer, lent=lent)

    @property
    def _takes_back(self) -> bool:
        return self._admission.control_point.mode is PointMode.EXIT

    def _is_number(self, text: str) -> bool:
        return _NUMBER.fullmatch(self.number(text)) is not None

    def _called(self, text: str) -> str:
        """Return the thing as people call it: “headset 12”."""
        name = counting_point(self._admission.programme, self._admission.control_point).gives
        return f"{name} {self.number(text)}".strip()

    def _name(self, person: str) -> str:
        found = self._event.attendees.get(person) if person else None
        return found.name if found else ""
