# SPDX-License-Identifier: GPL-3.0-or-later
"""The desk: the one screen of the day. Turns codes, keys and clicks into the desk's verbs and shows their answers.

Knows no camera, thread or file. It never says yes before the desk's verb has returned.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from checkin.core.admission import Reason, Verdict
from checkin.core.answer import Answer
from checkin.core.errors import CheckinError, StorageError
from checkin.core.model import Attendee, How
from checkin.core.registration_form import RegistrationForm, tidy
from checkin.core.supervisor import Authority
from checkin.core.words import Words
from checkin.desk.board import Board
from checkin.desk.desk import NOBODY_TO_LET_IN, Desk
from checkin.desk.form_choices import FormChoices
from checkin.language import clock_time, day_text, say, sentence
from checkin.ui.code_queue import QUESTION_MS, CodeQueue
from checkin.ui.details import provisional_code
from checkin.ui.footer import SAVED_HERE, Footer
from checkin.ui.header import Header
from checkin.ui.lights import Light
from checkin.ui.preview import Polygon
from checkin.ui.search_box import may_be_code
from checkin.ui.stage import Stage
from checkin.ui.steps import Action, Step
from checkin.ui.upcoming import next_line
from checkin.ui.walk_in_form import WalkInForm

LINGER_MS = {Verdict.ADMIT: 8_000, Verdict.DUPLICATE: 20_000, Verdict.REFUSE: 30_000}
"""How long an answer stays when nothing follows. A question stays until something does."""

PHOTO_MS, PHOTO_LINGER_MS = 8_000, 60_000
"""How long a code is left to be photographed: before codes that waited, and when nothing follows."""

TICK_MS = 1_000


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a verb was called for, until it returns: told if the disk fails."""

    read: str
    how: How
    attendee: Attendee | None = None


class DeskWindow(QWidget):
    """`desk` and `board` belong to this thread. `language` is the one spoken ("fr" or "en")."""

    answered = Signal(Answer)
    called = Signal()
    """A code is there: whatever else is shown, this screen is wanted."""
    control_point_chosen = Signal(str)
    overrule_wanted = Signal(Answer)
    closed = Signal()

    def __init__(self, desk: Desk, board: Board, language: str) -> None:
        super().__init__()
        self._desk, self._board, self._language = desk, board, language
        self._attempt: Attempt | None = None
        self._asked: Answer | None = None
        self._shown: Answer | None = None
        self._disk_failed, self._has_space = False, True
        self._standing = say(SAVED_HERE)
        self._lights = {
            "camera": Light(Words("light", "Camera"), None),
            "disk": Light(Words("light", "Disk"), True),
        }
        self.header, self.stage, self.footer = Header(), Stage(), Footer()
        self._assemble()
        self._connect()
        self._codes = CodeQueue(self)
        self._codes.due.connect(self._scan)
        self._choices = FormChoices(desk, board)
        self._form = self._make_form()
        self._linger = _timer(self, 0, self.rest, single=True)
        self._counting = _timer(self, 0, self._count, single=True)
        self._tick = _timer(self, TICK_MS, self._keep_time)
        self._tick.start()
        self.refresh()
        self._keep_time()

    # Input

    def take_code(self, text: str) -> None:
        """A code was read by camera or scanner. Codes of one moment are answered one after another."""
        self.called.emit()
        self._codes.add(text)
        if self._codes.is_paused:
            self._form.tell_code_waits()

    def take_image(self, image: QImage | None) -> None:
        self.stage.set_image(image)

    def outline(self, polygons: Sequence[Polygon]) -> None:
        self.stage.outline(polygons, ok=True)

    def admit(self) -> None:
        """F7: let in the person of the answer that asked."""
        if (asked := self._asked) is not None:
            self._attempt = Attempt(asked.read, asked.how, asked.attendee)
            self._show(self._desk.admit(asked))

    def ask_overrule(self) -> None:
        """F9: ask who lets in the person of the answer shown, in spite of it."""
        if self._shown is not None and self._shown.can_overrule:
            self.overrule_wanted.emit(self._shown)
        else:
            self.tell(say(NOBODY_TO_LET_IN))

    def overrule(self, refused: Answer, authority: Authority) -> None:
        """Let in the person of `refused`, on somebody's authority."""
        self._attempt = Attempt(refused.read, refused.how, refused.attendee)
        self._show(self._desk.overrule(refused, authority))

    def undo_last(self) -> None:
        """F8: take back the line selected in the list, or what the answer shows; on the idle desk the newest arrival.

        Never anybody else: an answer that cannot be undone, or a line, leaves everyone as they are.
        """
        entry = self._undoable()
        if entry is not None:
            self.undo(entry)
        else:
            self.tell(say(_NOTHING_TO_UNDO))

    def _undoable(self) -> bytes | None:
        if (passage := self.stage.passages.selected()) is not None:
            return passage.entry if passage.can_undo else None
        if self._shown is not None:
            return self._shown.entry if self._shown.verdict is Verdict.ADMIT else None
        if self.stage.is_showing(self._form):
            return None
        passages = self._board.passages(self._desk.programme, self._desk.control_point)
        return next((p.entry for p in passages if p.can_undo), None)

    def undo(self, entry: bytes) -> None:
        self._attempt = Attempt("", How.SEARCH, self._shown.attendee if self._shown else None)
        self._show(self._desk.undo(entry))

    def register(self) -> None:
        """F2: somebody who is on no list. What was typed to find them is taken over."""
        typed = self.stage.search.text()
        self.stage.search.dismiss()
        self._open_form(lambda: self._form.start(typed))

    def substitute(self) -> None:
        """F6: somebody came instead of the person of the answer."""
        if self._shown is not None and (absent := self._shown.attendee) is not None:
            self._open_form(lambda: self._form.start_instead(absent))

    def search(self) -> None:
        """F3."""
        self.stage.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.stage.search.selectAll()

    def rest(self) -> None:
        """The camera owns the loud place again."""
        self._asked = self._shown = None
        self.stage.show_idle()

    def toggle_full_screen(self) -> None:
        """F11."""
        window = self.window()
        window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)

    # Output

    def say_always(self, text: str) -> None:
        """The sentence that stands at the bottom when there is nothing else to tell."""
        self._standing = text
        self.tell(text)

    def tell(self, text: str) -> None:
        """One sentence at the bottom, until the next answer."""
        self.footer.set_status(text)

    def fail(self, error: CheckinError) -> None:
        """A verb failed: when nothing was saved, that is the loudest answer there is."""
        self.tell(sentence(error))
        if self.stage.is_showing(self._form):
            self._form.show_error(sentence(error))
        attempt, self._attempt = self._attempt, None
        if isinstance(error, StorageError) and attempt is not None:
            self._disk_failed = True
            self._show_disk()
            asked = self._asked
            self._present(self._desk.not_saved(attempt.read, attempt.how, attempt.attendee))
            self._asked = asked  # F7 may be tried again

    def set_light(self, name: str, is_ok: bool | None, tip: str = "") -> None:
        self._lights[name] = Light(self._lights[name].words, is_ok, tip)
        self.header.set_lights(tuple(self._lights.values()))

    def show_space(self, is_enough: bool) -> None:
        """Whether the event's disk has room; a failed write is told until a write succeeds."""
        self._has_space = is_enough
        self._show_disk()

    def _show_disk(self) -> None:
        self.set_light("disk", self._has_space and not self._disk_failed, "" if self._has_space else say(_LOW_DISK))

    def show_camera(self, words: str, caption: str, is_live: bool, is_mirrored: bool) -> None:
        """`words` is the camera's state as a sentence, `caption` what stands under a living picture."""
        self.set_light("camera", is_live, words)
        self.stage.set_camera(caption if is_live else "", is_mirrored)
        if not is_live:
            self.stage.set_image(None)

    def refresh(self) -> None:
        """Everything beside the answer, read again: after a start, an import, another window's work."""
        self._choices.forget()
        programme, point = self._desk.programme, self._desk.control_point
        title = programme.event.title
        day = day_text(programme.event.day, self._language) if programme.event.day else ""
        demo = say(Words("desk", "Demonstration")) if programme.event.is_demo else ""
        self.setWindowTitle(f"{title} – {self._desk.name}")
        self.header.set_event(title, " · ".join(t for t in (day, self._desk.name, demo) if t))
        self.header.set_control_points(programme.control_points, point.id)
        self.header.set_lights(tuple(self._lights.values()))
        self._count()

    # Steps

    def _scan(self, text: str) -> None:
        self._attempt = Attempt(text, How.CODE)
        self._show(self._desk.scan(text))

    def _check_in(self, attendee_id: str) -> None:
        self._attempt = Attempt("", How.SEARCH, self._board.person(attendee_id))
        self._show(self._desk.check_in(attendee_id))

    def _register(self, form: RegistrationForm) -> None:
        named = Attendee("", form.first_name, form.last_name, "", organisation=form.organisation)
        self._attempt = Attempt("", How.WALK_IN, named)
        registration, absent = self._desk.registration, self._form.instead_of
        self._show(registration.substitute(absent.id, form) if absent else registration.walk_in(form))
        self._choices.remember(tidy(form.organisation))
        self._form.clear()

    def _choose_instead(self, attendee_id: str) -> None:
        """The person in the form is one of the list."""
        self._check_in(attendee_id)
        self._form.clear()

    def _open_form(self, start: Callable[[], None]) -> None:
        self._linger.stop()
        self._asked = self._shown = None  # F7 and F8 were about what is no longer seen
        start()
        self.stage.show_form(self._form)
        self._form.setFocus()

    def _show(self, answer: Answer) -> None:
        """Of a verb that has returned: it is on the disk."""
        self._attempt = None
        self.footer.set_status(self._standing)
        if self._disk_failed:
            self._disk_failed = False
            self._show_disk()
        self._present(answer)
        self._counting.start()

    def _present(self, answer: Answer) -> None:
        self._asked = answer if answer.can_admit else None
        self._shown = answer
        if self._asked:
            self._codes.hold(QUESTION_MS)
        if (is_new := bool(provisional_code(answer))) and self._codes.is_waiting:
            self._codes.hold(PHOTO_MS)
        self.stage.show_answer(answer, self._desk.programme)
        self.stage.search.setFocus()  # the next name can be typed at once, whatever was clicked before
        self._linger.stop()
        if answer.verdict in LINGER_MS:
            self._linger.start(PHOTO_LINGER_MS if is_new else LINGER_MS[answer.verdict])
        self.answered.emit(answer)

    def _step(self, step: Step) -> None:
        if step.number:
            self._choose(step.number)
        else:
            self._verbs[step.action]()

    @property
    def _verbs(self) -> dict[Action, Callable[[], None]]:
        return {
            Action.ADMIT: self.admit,
            Action.UNDO: self.undo_last,
            Action.SEARCH: self.search,
            Action.OVERRULE: self.ask_overrule,
            Action.WALK_IN: self.register,
            Action.SUBSTITUTE: self.substitute,
        }

    def _choose(self, number: int) -> bool:
        """What a number means to the answer that is shown: one of the people, or how many of a group."""
        shown = self._shown
        if shown is not None and 1 <= number <= len(shown.candidates):
            self._check_in(shown.candidates[number - 1].attendee.id)
            return True
        if shown is not None and shown is self._asked and shown.reason is Reason.GROUP:
            self._attempt = Attempt(shown.read, shown.how, shown.attendee)
            self._show(self._desk.admit(shown, min(number, shown.to_come)))
            return True
        return False

    def _look_up(self, query: str) -> None:
        desk = self._desk
        self.stage.search.set_matches(self._board.search(query, desk.programme, desk.control_point))

    def _stand_at(self, point: str) -> None:
        self._codes.clear()
        self._desk.stand_at(point)
        self.rest()
        self.refresh()
        self.control_point_chosen.emit(point)

    def _count(self) -> None:
        desk = self._desk
        tally = self._board.tally(desk.programme, desk.control_point, desk.now())
        self.header.set_tally(tally)
        self.stage.chart.set_pace(tally.per_minute)
        self.stage.passages.show_passages(self._board.passages(desk.programme, desk.control_point))
        if self.stage.is_showing(self._form):
            self._form.refresh()

    def _keep_time(self) -> None:
        now = self._desk.now()
        self.header.set_clock(clock_time(now))
        self.stage.chart.set_next(next_line(self._desk.programme, now))
        if self._board.has_changed():
            stood = self._desk.control_point
            self._desk.reload()
            self.refresh()
            if self._desk.control_point.id != stood.id:
                self.rest()
                here = self._desk.control_point.name
                self.tell(say(_POINT_GONE, gone=stood.name, here=here))
        elif now.second == 0:
            self._count()

    def _assemble(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.stage, 1)
        column.addWidget(self.footer)
        self.setMinimumSize(1100, 640)
        self.stage.search.setFocus()

    def _connect(self) -> None:
        self.header.control_point_chosen.connect(self._stand_at)
        self.header.menu_closed.connect(self.stage.search.setFocus, Qt.ConnectionType.QueuedConnection)
        self.stage.answer.step_chosen.connect(self._step)
        self.stage.passages.undo_chosen.connect(self.undo)
        self.stage.search.query_changed.connect(self._look_up)
        self.stage.search.chosen.connect(self._check_in)
        self.stage.search.entered.connect(self._enter)
        for key, verb in (
            (Qt.Key.Key_F2, self.register),
            (Qt.Key.Key_F6, self.substitute),
            (Qt.Key.Key_F3, self.search),
            (Qt.Key.Key_F7, self.admit),
            (Qt.Key.Key_F8, self.undo_last),
            (Qt.Key.Key_F9, self.ask_overrule),
            (Qt.Key.Key_F11, self.toggle_full_screen),
            (Qt.Key.Key_Escape, self._escape),
        ):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(verb)

    def _make_form(self) -> WalkInForm:
        form = WalkInForm(self._choices)
        form.registered.connect(self._register)
        form.chosen.connect(self._choose_instead)
        form.left.connect(self._escape)
        form.busy_changed.connect(self._codes.pause)
        return form

    def _enter(self, text: str, marked: str) -> None:
        """Enter in the search box. A ticket is a scan, whatever names it resembles; then the person marked, if any.

        A text with a digit never takes a person by itself: it may be a number nobody has.
        """
        if _is_number(text) and self._choose(int(text)):
            self.stage.search.dismiss()
        elif code := self._desk.resolve(text):
            self.stage.search.dismiss()
            self.take_code(code)
        elif marked:
            self.stage.search.dismiss()
            self._check_in(marked)
        elif may_be_code(text):
            self.stage.search.dismiss()
            self.take_code(text)
        else:
            self.tell(say(_NOBODY, text=text))

    def _escape(self) -> None:
        if self.stage.search.text():
            self.stage.search.dismiss()
        elif self.stage.is_idle and self.window().isFullScreen():
            self.toggle_full_screen()
        else:
            self.rest()
        self.stage.search.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._tick.stop()
        super().closeEvent(event)
        self.closed.emit()


_LOW_DISK = Words("desk", "The disk is nearly full. Make room before the next guests.")
_NOTHING_TO_UNDO = Words("desk", "There is nothing to undo here.")
_POINT_GONE = Words(
    "desk", "The control point “{gone}” is no longer in the programme. This desk now stands at “{here}”."
)
_NOBODY = Words("desk", "Nobody matches “{text}”. Try another spelling, or the organisation.")


def _is_number(text: str) -> bool:
    """One or two digits: no ticket, but an answer to a question that asked for a number."""
    return len(text) <= 2 and text.isdecimal() and text.isascii() and int(text) > 0


def _timer(parent: QWidget, milliseconds: int, timeout: object, *, single: bool = False) -> QTimer:
    timer = QTimer(parent)
    timer.setInterval(milliseconds)
    timer.setSingleShot(single)
    timer.timeout.connect(timeout)
    return timer
