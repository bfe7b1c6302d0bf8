# SPDX-License-Identifier: GPL-3.0-or-later
"""The keys that act on one person: whom they mean, undo (F8), another code (Ctrl+L), another badge (Ctrl+R)."""

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from checkin.core.answer import Answer, RecentScan
from checkin.core.attendee import Attendee
from checkin.core.chosen_columns import isolated
from checkin.core.decision import Reason
from checkin.core.desk_settings import TiedCodes
from checkin.core.message import Message
from checkin.core.print_jobs import OPEN_JOB_STATES, RequestedBadge
from checkin.services.admission_service import make_displayable
from checkin.services.badge_print_requests import Printing
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.translation import clock_time, translate
from checkin.ui.desk.desk_bars import TyingBar
from checkin.ui.desk.desk_chrome import DeskChrome
from checkin.ui.desk.desk_operations import DeskOperations
from checkin.ui.desk.desk_stage import DeskStage
from checkin.ui.look.drawing import scan_name
from checkin.ui.look.undo_wording import with_people
from checkin.ui.widgets.buttons import ask_agreement
from checkin.ui.widgets.payment_dialog import JustificationRequest, ask_justification


class TargetPerson(QObject):
    """The choice of the person a key refers to. `reported`: a sentence when it refers to none yet.

    An answer that comes during a search removes the highlight from the list: the next key may be meant for that answer,
    until the user types or moves in the list again.
    """

    reported = Signal(str)

    def __init__(self, queries: DeskQueries, operations: DeskOperations, stage: DeskStage) -> None:
        super().__init__(stage)
        self._queries, self._operations, self._stage = queries, operations, stage
        self._matches = stage.search.matches
        self._is_search_newest = False
        operations.is_searching, operations.highlighted = self.is_searching, self._highlighted
        operations.answered.connect(self._turn_to_answer)
        stage.search.query_changed.connect(self._turn_to_search)
        self._matches.view.selectionModel().currentChanged.connect(self._turn_to_search)

    def needs_choice(self) -> bool:
        """Return whether people are found and none is highlighted, and then say so."""
        is_open = self._is_search_newest and self._matches.has_people() and self._matches.chosen() is None
        if is_open:
            self.reported.emit(translate(Message("desk", "Choose a person first (↓).")))
        return is_open

    def is_searching(self) -> bool:
        """Return whether the user looks for a person since the last answer."""
        return self._is_search_newest and bool(self._stage.search.text().strip())

    def person(self, if_empty: Message) -> Attendee | None:
        """Return the person meant; None after saying that one must be chosen, or else the sentence `if_empty`."""
        if self.needs_choice():
            return None
        shown = self._operations.shown
        found = self._highlighted() or (shown.attendee if shown else None)
        if found is None:
            self.reported.emit(translate(if_empty))
        return found

    def person_of_line(self) -> Attendee | None:
        """Return the attendee of the highlighted line of the recent scans; None without one."""
        line = self._stage.recent_scans.selected()
        return self._queries.person(line.attendee) if line else None

    def _highlighted(self) -> Attendee | None:
        match = self._matches.chosen() if self._matches.has_people() else None
        return self._queries.person(match.attendee.id) if match else None

    def _turn_to_answer(self) -> None:
        self._matches.clear_highlight()
        self._is_search_newest = False

    def _turn_to_search(self) -> None:
        self._is_search_newest = True


class UndoKey(QObject):
    """Undo of the highlighted line of the recent scans, else of the shown answer.

    On the idle desk, where neither is visible, the first press only highlights this desk's newest passage; the second
    undoes it. The first press also only informs if a new scan removed the highlight a moment before, because the user
    may have meant the line that is no longer highlighted (docs/adr/0045).
    """

    reported = Signal(str)
    """Emitted with one sentence for the user."""

    def __init__(self, desk: Desk, operations: DeskOperations, chrome: DeskChrome) -> None:
        super().__init__(chrome)
        self._desk, self._operations, self._chrome = desk, operations, chrome
        self._stage = stage = chrome.stage
        stage.recent_scans.chosen_changed.connect(self._show_line)
        stage.recent_scans.undo_chosen.connect(self._undo_line)

    def press(self) -> None:
        """Undo (F8). Without an answer it is about the recent scans, which are read again first."""
        scans, shown = self._stage.recent_scans, self._operations.shown
        if shown is None:
            self._chrome.count()  # a desk that only scans shows no lines, and undoes only what it shows
        was_interrupted = scans.pop_interruption()
        if (line := scans.selected()) is not None:
            self._undo_line(line.entry if line.can_undo else None)
        elif shown is None:
            self._highlight_newest()
        elif was_interrupted and shown.undoes:
            self.reported.emit(translate(_SOMEBODY_PASSED, name=_name(shown)))
        else:
            self._undo(shown.undoes)

    def undo_shown(self) -> None:
        """Undo what the answer shows, whatever is highlighted in the list: its button was pressed."""
        if (shown := self._operations.shown) is not None:
            self._undo(shown.undoes)

    def _undo_line(self, entry: bytes | None) -> None:
        """Undo a line and remove its highlight, so that a later F8 does not ask about it."""
        self._undo(entry)
        if entry is not None:
            self._stage.recent_scans.clear_highlight()

    def _show_line(self) -> None:
        line = self._stage.recent_scans.selected()
        if line is None:
            self._stage.show_undo_target("")
            return
        self._stage.show_undo_target(translate(self._words_for(line), name=_name_of(line), time=clock_time(line.at)))

    def _words_for(self, line: RecentScan) -> Message:
        """Return what a key does with a highlighted line: F8 undoes it, or F7 asks its question again."""
        if line.is_open:
            return _CHOSEN_LATER if self._operations.asked else _CHOSEN_OPEN
        return _CHOSEN if line.can_undo and not line.is_undone else _CHOSEN_FOR_NOTHING

    def _undo(self, entry: bytes | None) -> None:
        if entry is None:
            self.reported.emit(translate(self._nothing))
        else:
            self._operations.undo(entry)

    @property
    def _nothing(self) -> Message:
        """That there is nothing to undo; a desk that only scans has no list to click in."""
        return _NOTHING_SHOWN if self._desk.scans_only else _NOTHING_TO_UNDO

    def _highlight_newest(self) -> None:
        """Highlight the newest passage of this desk; on the idle desk only, because a form is about another person."""
        lines = self._stage.recent_scans.lines if self._stage.is_idle else ()
        newest = next((line for line in lines if line.can_undo and line.desk == self._desk.name), None)
        if newest is None:
            self.reported.emit(translate(self._nothing))
            return
        self._stage.recent_scans.highlight(newest)
        self.reported.emit(translate(_PRESS_AGAIN, name=_name_of(newest), time=clock_time(newest.at)))


def _name(answer: Answer) -> str:
    person = answer.attendee
    return with_people(person.name, answer.people_to_undo, person.places) if person else answer.read


def _name_of(line: RecentScan) -> str:
    return with_people(scan_name(line), line.people if line.can_undo else 0, line.places)


_NOTHING_TO_UNDO = Message(
    "desk", "Nothing to undo here. To undo someone else’s arrival, click their line in “Last arrivals”."
)
_NOTHING_SHOWN = Message("desk", "Nothing to undo: this desk only scans, and undoes only the arrival shown.")
_CHOSEN = Message("desk", "Selected: {name}, {time}. F8 undoes it; Esc goes back.")
_CHOSEN_FOR_NOTHING = Message("desk", "Selected: {name}, {time}. There is nothing to undo; Esc goes back.")
_CHOSEN_OPEN = Message("desk", "Selected: {name}, {time}. F7 shows the answer again; Esc goes back.")
_CHOSEN_LATER = Message(
    "desk", "Selected: {name}, {time}. Answer the question shown first, then click this line again and press F7."
)
_PRESS_AGAIN = Message("desk", "Press F8 again to undo: {name}, {time}.")
_SOMEBODY_PASSED = Message("desk", "Your selection was cleared: someone has come in since. F8 again undoes {name}.")


WAIT_MS = 30_000
"""Milliseconds for which a code is awaited, from the key or from a code that was refused."""


class TyingKey(QObject):
    """The wait for a code that becomes one person's (Ctrl+L). `bar` shows whose.

    It ends with the code, with Esc, after `WAIT_MS`, and when the desk turns to somebody else. A code that cannot be
    theirs is refused with the reason, and the next one is awaited.
    """

    reported = Signal(str)
    """Emitted with one sentence for the user."""

    def __init__(self, desk: Desk, operations: DeskOperations, stage: DeskStage) -> None:
        super().__init__(stage)
        self._desk, self._operations, self._stage = desk, operations, stage
        self._person: Attendee | None = None
        self.rule = TiedCodes.ASK
        """What becomes of a person's other codes, as in the settings. The strip offers the other way for one person."""
        self._keeps = True
        self.bar = TyingBar()
        self.bar.left.connect(self.leave)
        self.bar.turned_over.connect(self._turn_over)
        self._wait = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._wait.timeout.connect(self._give_up)
        operations.answered.connect(self._turn_to)

    @property
    def is_waiting(self) -> bool:
        """Whether the next code is for a person, and no scan."""
        return self._person is not None

    def begin(self, person: Attendee) -> None:
        """Await the code of a person."""
        self._person, self._keeps = person, self._keeps_usually()
        self._wait.start()
        self.bar.show_person(person.name, keeps=self._keeps)
        self._stage.search.setFocus()

    def give_scanned(self, person: Attendee) -> None:
        """Tie the code that was scanned last, and was nobody's; of a person whom no user chose, ask first. What is
        scanned while it is asked changes neither.
        """
        code = self._operations.scanned
        if self._operations.chose(person) or self._is_agreed(person, code):
            self._operations.tie(person, code, keeps=self._keeps_usually())

    def _is_agreed(self, person: Attendee, code: str) -> bool:
        question = translate(_ASK, code=isolated(make_displayable(code)), name=person.name), translate(_ASK_NOTE)
        do = translate(Message("tie", "Give it to {name}"), name=person.name)
        return ask_agreement(self._stage.window(), question, do)

    def take(self, text: str) -> bool:
        """Tie a code that was read, if one is awaited; return whether it was. After one that cannot be theirs the next
        is awaited.
        """
        person = self._person
        if person is None:
            return False
        self._wait.start()
        self._operations.tie(person, text, keeps=self._keeps)
        return True

    def leave(self) -> bool:
        """Await no code any more; return whether one was awaited."""
        was_waiting, self._person = self.is_waiting, None
        self._wait.stop()
        self.bar.hide()
        return was_waiting

    def _give_up(self) -> None:
        if person := self._person:
            self.leave()
            self.reported.emit(translate(_GIVEN_UP, name=person.name))

    def _turn_to(self, answer: Answer) -> None:
        """End the wait with an answer: that the code is theirs now, one about somebody else, or that nothing was
        saved; not with that of a code that cannot be theirs.
        """
        if answer.reason is not Reason.NOT_TIED:
            self.leave()

    def _keeps_usually(self) -> bool:
        """Return whether old codes stay valid, as this desk's settings say, else as at the newest code of the event;
        before the first one they do, because that takes nothing away.
        """
        if self.rule is TiedCodes.ASK:
            return self._desk.tying.kept_last() is not False
        return self.rule is TiedCodes.KEEP

    def _turn_over(self) -> None:
        """Let the other codes of this person be replaced instead of staying valid, or the other way round."""
        if person := self._person:
            self._keeps = not self._keeps
            self._wait.start()
            self.bar.show_person(person.name, keeps=self._keeps)
            self._stage.search.setFocus()


_ASK = Message("tie", "Give the code {code} to {name}?")
_ASK_NOTE = Message("tie", "Only if you hand this badge or wristband to them. Another event’s ticket: Esc.")
_GIVEN_UP = Message("tie", "No code was read: nothing was given to {name}. Ctrl+L begins again.")


# The request for another badge of one person, the same from every screen. Prints nothing itself.


def request_badge(printing: Printing, person: Attendee, parent: QWidget | None) -> tuple[RequestedBadge | None, str]:
    """Request a badge; return it with the sentence to show, which stays true whatever becomes of the job.

    A badge that is still on its way is returned instead of a new one. A reason is asked for if a badge was printed
    before. Return (None, "") if the user cancelled. Raise `UserError` without a printer.
    """
    newest = printing.newest_of(person.id)
    if newest and newest.state in OPEN_JOB_STATES:
        return printing.asked(newest.id), translate(_ON_ITS_WAY, name=person.name)
    is_to_be_explained = bool(printing.plan.printer) and printing.wants_reason(person.id)
    why = ask_justification(reprint_request(person.name), parent) if is_to_be_explained else ""
    if is_to_be_explained and not why:
        return None, ""
    return printing.asked(printing.ask(person.id, why)), translate(_ASKED, name=person.name)


def reprint_request(name: str) -> JustificationRequest:
    """Return the question why the badge of the attendee `name` is printed again."""
    return JustificationRequest(
        title=translate(Message("printing", "Print the badge again")),
        question=translate(Message("printing", "Print the badge of {name} again?"), name=name),
        detail=translate(_DETAIL),
        does=translate(Message("printing", "Print")),
        whys=tuple(map(translate, _WHYS)),
        missing=translate(Message("printing", "First say why: choose with ↓, or type. Then Enter prints.")),
    )


_ASKED = Message("printing", "The badge for {name} was sent to print.")
_ON_ITS_WAY = Message("printing", "A badge for {name} was already waiting to print. No second one was added.")
_WHYS = (
    Message("printing", "Badly printed"),
    Message("printing", "Damaged"),
    Message("printing", "Lost"),
    Message("printing", "Spelling corrected"),
)
_DETAIL = Message("printing", "A badge has probably been printed already. The reason is kept in the history.")


# The badge of the attendee shown at the desk: followed through its print job, sent to the second printer, printed
# again.


class DeskBadges(QObject):
    """The badge actions of the desk. `asked_for`: there is something to print. `reported`: a sentence for the user."""

    asked_for = Signal()
    reported = Signal(str)

    def __init__(self, desk: Desk, meant: TargetPerson, operations: DeskOperations, stage: DeskStage) -> None:
        super().__init__(stage)
        self._desk, self._meant, self._operations, self._stage = desk, meant, operations, stage

    def follow(self) -> None:
        """Show the current state of the answer's print job."""
        shown = self._operations.shown
        if shown is None or shown.badge is None:
            return
        job = self._desk.printing.job(shown.badge.job.id)
        if job and job != shown.badge.job:
            self._show(replace(shown, badge=replace(shown.badge, job=job)))

    def print_on_second(self) -> bool:
        """Move the answer's badge from a failing printer to the second one; return False if the answer has no such
        badge.
        """
        shown = self._operations.shown
        if shown is None or not shown.lacks_badge or not shown.badge or not shown.badge.can_go_to_second:
            return False
        self._desk.printing.move(shown.badge.job.id, shown.badge.second)
        self.follow()
        self.reported.emit(translate(_MOVED, printer=self._desk.printing.plan.name_of(shown.badge.second)))
        self.asked_for.emit()
        return True

    def reprint(self) -> None:
        """Request a badge for the person of the selected line, else for the one found or answered."""
        if person := self._meant.person_of_line() or self._meant.person(_NOBODY):
            self.reprint_for(person, self._stage)

    def reprint_for(self, person: Attendee, parent: QWidget) -> None:
        """Request another badge for `person`; an answer about that person then follows it.

        Raise `UserError` without a printer.
        """
        badge, sentence = request_badge(self._desk.printing, person, parent)
        if badge is None:
            return
        shown = self._operations.shown
        if shown and shown.attendee and shown.attendee.id == person.id:
            self._show(replace(shown, badge=replace(badge, is_by_hand=True)))
        else:
            self.reported.emit(sentence)
        self.asked_for.emit()

    def _show(self, answer: Answer) -> None:
        self._operations.amend(answer)
        self._stage.show_answer(answer, self._desk.programme, self._desk.photographs.shown(answer))


_MOVED = Message("printing", "The badge is being sent to {printer}.")
_NOBODY = Message("printing", "No person is shown whose badge could be printed. Search by name, or scan a code.")
