# SPDX-License-Identifier: GPL-3.0-or-later
"""What phones ask, answered in the desk's thread by the desk's own operations.

A phone is an input and a display of its desk. It has no operation to export, list, register, correct or overrule: a
phone cannot do what is not here.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Qt, Signal

from checkin.core.answer import Answer
from checkin.core.attendee import Attendee
from checkin.core.decision import Reason, Verdict
from checkin.core.message import LANGUAGES, CheckinError, Message, UserError
from checkin.core.payments import MEANS_NAMES, PaymentMeans
from checkin.core.people_list import capital
from checkin.core.phones import Phone
from checkin.core.programme.programme import PointMode, Programme
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.translation import Translator, clock_time, current_language, error_text, speaking, translate
from checkin.ui.desk.answer_content import answer_content
from checkin.ui.desk.answer_steps import AnswerAction, AnswerStep, answer_steps
from checkin.ui.desk.desk_operations import DeskOperations
from checkin.ui.look.answer_looks import AnswerFamily, answer_look

MOST_FOUND = 8
"""People whom a search lists: enough to choose from, too few to copy the list."""

COLOURS = {AnswerFamily.WELCOME: "green", AnswerFamily.PERSON: "orange", AnswerFamily.REFUSED: "red"}
_COLOUR_OF_READ = {Verdict.ADMIT: "green", Verdict.DUPLICATE: "orange", Verdict.ASK: "orange", Verdict.REFUSE: "blue"}

_ANSWERED_HERE = {
    AnswerAction.ADMIT,
    AnswerAction.COUNT,
    AnswerAction.PICK,
    AnswerAction.ORDER,
    AnswerAction.TAKE_BACK,
    AnswerAction.UNDO,
}
_LOOKED_UP_AT_DESK = {AnswerAction.COMPLETE, AnswerAction.PAY, AnswerAction.MOVE, AnswerAction.WAIT}


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question on its way from the server's thread, and the place for its answer."""

    path: str
    phone: Phone
    question: Mapping[str, str]
    answer: "Future[Mapping[str, object]]" = field(default_factory=Future)


class PhoneDesk(QObject):
    """Answers phones. `ask` may be called from any thread; the rest happens in the desk's."""

    answered = Signal(Answer)
    """Emitted after what a phone asked was recorded, or could not be."""

    _asked = Signal(object)

    def __init__(self, desk: Desk, queries: DeskQueries) -> None:
        super().__init__()
        self._desk, self._queries = desk, queries
        self._operations: dict[str, DeskOperations] = {}
        self._voices: dict[str, Translator] = {}
        self._last: dict[str, str] = {}
        """The id of the last question of each phone that counts."""
        self._asked.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def ask(self, path: str, phone: Phone, question: Mapping[str, str]) -> "Future[Mapping[str, object]]":
        """Return the answer, once the desk's thread has it."""
        asked = AskedQuestion(path, phone, question)
        self._asked.emit(asked)
        return asked.answer

    def _take(self, asked: AskedQuestion) -> None:
        try:
            asked.answer.set_result(self.answer(asked.path, asked.phone, asked.question))
        except CheckinError as error:
            with speaking(self._voice_of(asked.question)):
                asked.answer.set_result({"error": "refused", "text": error_text(error)})
        except Exception:
            asked.answer.set_result({"error": "fault"})
            raise

    def answer(self, path: str, phone: Phone, question: Mapping[str, str]) -> Mapping[str, object]:
        """Return the answer to a question, as the page shows it, in the language that the question names, else in the
        desk's. Raises `UserError` and `StorageError`.
        """
        match path:
            case "/figures":
                return self._figures()
            case "/find":
                return {"people": self._found(question.get("query", ""))}
            case _:
                return self._counted(path, phone, question)

    def _counted(self, path: str, phone: Phone, question: Mapping[str, str]) -> Mapping[str, object]:
        operations = self._operations.get(phone.name)
        if operations is None:
            operations = self._operations[phone.name] = DeskOperations(self._desk, self._queries, self)
        is_about_last = question.get("of", "") == self._last.get(phone.name)
        if path in ("/admit", "/undo") and not is_about_last:
            return {"error": "past"}
        if path == "/pick" and self._desk.scans_only:
            raise UserError(_SCANS_ONLY)
        with self._in_the_name_of(phone):
            try:
                _act(path, operations, question)
            except CheckinError as error:
                if not operations.failed(error):
                    raise
        self._last[phone.name] = question.get("id", "")
        shown = operations.shown
        if shown is None:
            return {"error": "past"}
        phone.answered = answer_content(shown, self._desk.programme).title
        self.answered.emit(shown)
        with speaking(self._voice_of(question)):
            return phone_answer(shown, self._desk.programme)

    def _voice_of(self, question: Mapping[str, str]) -> Translator:
        wanted = question.get("language", "")
        code = wanted if wanted in LANGUAGES else current_language()
        if code not in self._voices:
            self._voices[code] = Translator(code)
        return self._voices[code]

    @contextmanager
    def _in_the_name_of(self, phone: Phone) -> Iterator[None]:
        """Write entries in the name of the phone at this desk."""
        name = self._desk.name
        self._desk.rename(translate(_PHONE, desk=name, phone=phone.name))
        try:
            yield
        finally:
            self._desk.rename(name)

    def _found(self, query: str) -> list[Mapping[str, str]]:
        if self._desk.scans_only or len(query.strip()) < 2:
            return []
        found = self._queries.search(query, self._desk.programme, self._desk.control_point, MOST_FOUND)
        return [{"ref": match.attendee.id, "name": _short(match.attendee)} for match in found]

    def _figures(self) -> Mapping[str, object]:
        programme, now = self._desk.programme, self._desk.now()
        entries = (point for point in programme.control_points if point.mode is PointMode.ENTRY)
        points = [(point.name, self._queries.tally(programme, point, now)) for point in entries]
        figures = [{"name": name, "arrived": tally.arrived, "expected": tally.expected} for name, tally in points]
        return {"event": programme.event.title, "at": clock_time(now), "points": figures}


def _act(path: str, operations: DeskOperations, question: Mapping[str, str]) -> None:
    number, means, shown = question.get("number", ""), question.get("means", ""), operations.shown
    match path:
        case "/code":
            operations.scan(question.get("text", ""))
        case "/pick":
            operations.check_in(question.get("ref", ""))
        case "/undo" if shown and shown.can_undo and shown.entry:
            operations.undo(shown.entry)
        case "/admit" if shown and shown.asks_payment and means in set(PaymentMeans):
            operations.admit_paid(shown, PaymentMeans(means))
        case "/admit" if shown and number.isascii() and number.isdecimal():
            operations.choose(int(number))
        case "/admit" if shown and shown.can_take_back:
            operations.take_back()
        case "/admit" if shown and not shown.asks_payment:
            operations.admit()


def phone_answer(answer: Answer, programme: Programme) -> Mapping[str, object]:
    """Return what a phone shows of an answer: `colour`, `word`, `name`, `facts`, `detail` and `choices`, each with the
    path and the fields of the question that it asks. `at_desk`: more is to be done, at the desk. `is_lost`: nothing was
    saved, and the same question may be asked again.
    """
    content = answer_content(answer, programme)
    steps = answer_steps(answer)
    family = answer_look(answer).family
    facts = (*(chip.text for chip in content.chips if chip.is_large), *content.columns)
    asks_more = answer.verdict is Verdict.ASK or any(step.action in _LOOKED_UP_AT_DESK for step in steps)
    choices = [*_choices(answer, steps)]
    return {
        "colour": COLOURS.get(family)
        or ("violet" if family is AnswerFamily.TECHNICAL else _COLOUR_OF_READ[answer.verdict]),
        "word": content.title,
        "name": " ".join(content.lines),
        "facts": " · ".join(facts),
        "detail": " · ".join(filter(None, (content.detail, *content.notes))),
        "choices": choices,
        "at_desk": asks_more and not any(choice["path"] == "/admit" for choice in choices),
        "is_lost": answer.reason is Reason.NOT_SAVED,
    }


def _choices(answer: Answer, steps: tuple[AnswerStep, ...]) -> Iterator[Mapping[str, str]]:
    if answer.asks_payment:
        for means, words in MEANS_NAMES.items():
            yield {"label": capital(translate(_PAID, how=translate(words))), "path": "/admit", "means": str(means)}
    for step in steps:
        is_about_money = step.action is AnswerAction.ADMIT and answer.asks_payment
        if step.action not in _ANSWERED_HERE or is_about_money:
            continue
        if step.action is AnswerAction.UNDO:
            if answer.can_undo:  # the passage of somebody who was in before is another's
                yield {"label": step.label, "path": "/undo"}
        else:
            number = {"number": str(step.number)} if step.number else {}
            yield {"label": step.label or str(step.number), "path": "/admit", **number}


def _short(person: Attendee) -> str:
    """Return the first name, an initial and the organisation: enough to choose by, and no list to copy."""
    initial = f"{person.last_name[:1]}." if person.first_name and person.last_name else person.last_name
    return " · ".join(filter(None, (f"{person.first_name} {initial}".strip(), person.organisation)))


_PHONE = Message("phones", "{desk} · phone of {phone}")
_SCANS_ONLY = Message("phones", "This desk only scans. Search at a desk that has the list.")
_PAID = Message("phones", "paid: {how}")
