# SPDX-License-Identifier: GPL-3.0-or-later
"""The screen of all people: the list, and the pages over it. Turns requested actions into operations.

What is shown is read from the event file after every action. Decides nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from checkin.core.access import decides_entrance
from checkin.core.answer import Answer
from checkin.core.attendee import Attendee, Status
from checkin.core.chosen_columns import titles_to_correct
from checkin.core.message import Message
from checkin.services.desk import Desk
from checkin.services.people_queries import PeopleQueries, Person
from checkin.services.registration import NewValue
from checkin.services.registration_choices import FormChoices
from checkin.translation import translate
from checkin.ui.look.access_wording import person_field_label
from checkin.ui.look.theme import GAP, MARGIN
from checkin.ui.people.correction_form import CorrectionForm
from checkin.ui.people.merge_page import MergePage
from checkin.ui.people.people_browser import PeopleBrowser
from checkin.ui.people.person_actions import PersonAction
from checkin.ui.people.person_operations import PersonOperations
from checkin.ui.people.replace_code_page import ReplaceCodePage
from checkin.ui.supervision.supervision_flow import SupervisionFlow
from checkin.ui.widgets.form_page import FormPage
from checkin.ui.widgets.navigation_rail import PARTICIPANTS
from checkin.ui.widgets.pages import Pages
from checkin.ui.widgets.screen_heading import ScreenHeading, event_line
from checkin.ui.widgets.screen_page import Keys, ScreenPage

LOOK_MS = 2_000
"""Milliseconds between checks whether another window has written to the file."""


@dataclass(frozen=True, slots=True)
class PeopleContext:
    """The dependencies of the screen, all of one desk."""

    desk: Desk
    people: PeopleQueries
    choices: FormChoices
    supervised: SupervisionFlow


class PeopleScreen(ScreenPage):
    """The screen; `show_person` opens one person's timeline."""

    changed = Signal()
    """Emitted when people or their states changed, so that counts must be read again."""
    reported = Signal(str)
    badge_asked = Signal()
    """Emitted when there is a badge to print."""
    code_wanted = Signal(Attendee)
    """Emitted with the person to whom the desk is to give a code."""
    needs_review = Signal(Answer)
    """Emitted with an answer that must be shown at the desk."""

    def __init__(self, sources: PeopleContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._people = sources.desk, sources.people
        self.heading = ScreenHeading(PARTICIPANTS, sources.desk.now)
        self.list = PeopleBrowser(sources.desk, sources.people)
        self._choices, self._supervised = sources.choices, sources.supervised
        self._operations = PersonOperations(self._desk, self._people, sources.supervised, self)
        self._pages = Pages()
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._look_for_others)
        self._assemble()
        self._connect()

    def refresh(self) -> None:
        """Read everything again; an open form stays open."""
        self.heading.set_place(event_line(self._desk.programme.event))
        self.list.refresh()

    @property
    def keys(self) -> Keys:
        """The keys of the list; a page over it shows its own on buttons."""
        return _KEYS if self._pages.currentWidget() is self.list else ()

    def show_person(self, attendee_id: str) -> None:
        """Show the list with the timeline of this person."""
        self._open(self.list)
        self.list.show_person(attendee_id)

    def correct(self, attendee_id: str) -> None:
        """Open the correction form of this person, above their timeline."""
        self.show_person(attendee_id)
        if person := self._people.person(attendee_id):
            self._correct(person)

    def replace_code(self, attendee_id: str) -> None:
        """Ask whether to replace this person's code, above their timeline."""
        self.show_person(attendee_id)
        if person := self._people.person(attendee_id):
            self._ask_code(person)

    # Actions

    def _act(self, act: PersonAction) -> None:
        standings = self.list.standings
        people = [standing.attendee for standing in standings]
        if act in self._for_all:
            self._for_all[act](people)
        elif act is PersonAction.COPY_CODE:
            self._operations.copy_codes(standings)
        elif act is PersonAction.MERGE:
            self._compare(*(person.id for person in people))
        elif self.list.person is not None:
            self._for_one[act](self.list.person)

    @property
    def _for_all(self) -> Mapping[PersonAction, Callable[[list[Attendee]], None]]:
        operations = self._operations
        return {
            PersonAction.APPROVE: operations.confirm,
            PersonAction.PAID: operations.confirm,
            PersonAction.BRING_BACK: operations.reinstate,
            PersonAction.CANCEL: lambda people: operations.set_status(people, Status.CANCELLED),
            PersonAction.BLOCK: lambda people: operations.set_status(people, Status.BLOCKED),
        }

    @property
    def _for_one(self) -> Mapping[PersonAction, Callable[[Person], None]]:
        return {
            PersonAction.CHECK_IN: lambda person: self._operations.check_in(person.attendee),
            PersonAction.TAKE_BACK: lambda person: self._operations.take_back(person.attendee),
            PersonAction.UNDO: self._undo,
            PersonAction.CORRECT: self._correct,
            PersonAction.PRINT: lambda person: self._operations.print_badge(person.attendee),
            PersonAction.REPLACE_CODE: self._ask_code,
            PersonAction.TIE_CODE: lambda person: self.code_wanted.emit(person.attendee),
            PersonAction.UNTIE_CODE: self._operations.untie_code,
            PersonAction.PHOTOGRAPH: self._operations.choose_photograph,
            PersonAction.REMOVE_PHOTOGRAPH: self._operations.remove_photograph,
            PersonAction.SEPARATE: self._operations.separate,
            PersonAction.GIVE_DATA: self._operations.give_data,
        }

    def _undo(self, person: Person) -> None:
        """Undo the chosen line of the timeline, or else the newest arrival here."""
        chosen = self.list.panel.story.selected()
        if chosen is None:
            self._operations.undo_newest(person)
        elif chosen.line.can_undo:
            self._operations.undo(chosen.line.entry)
        else:
            self._operations.report_not_undoable()

    def _correct(self, person: Person) -> None:
        """Open the correction form, with the list's columns that are chosen, asked for, or this person's."""
        self.form.start(person.attendee, titles_to_correct(person.attendee, self._desk.programme))
        self._open(self.form)

    def _save(self, attendee_id: str, changes: dict[str, NewValue]) -> None:
        """Write the changes; those of what decides about entrances need a supervisor, once one is named."""
        decisive = [name for name in changes if decides_entrance(name, self._desk.programme)]
        may, by = self._supervised.ask_correction(self.form.name, decisive) if decisive else (True, None)
        if not may:
            return
        person = self._desk.registration.correct(attendee_id, changes, by)
        self.form.forget()
        self._open(self.list)
        self.changed.emit()
        fields = ", ".join(person_field_label(name) for name in changes)
        self.reported.emit(
            translate(_CORRECTED, name=person.name, fields=fields) if changes else translate(_SAME, name=person.name)
        )

    def _ask_code(self, person: Person) -> None:
        self.code_page.ask(person.attendee)
        self._open(self.code_page)

    def _replace_code(self, attendee_id: str) -> None:
        self._desk.replace_code(attendee_id)
        if (person := self._people.person(attendee_id)) is not None:
            self.code_page.show_code(person.attendee, prints=bool(self._desk.printing.plan.printer))
        self.changed.emit()

    def _compare(self, one: str, other: str) -> None:
        first, second = self._people.person(one), self._people.person(other)
        if first and second:
            self.merge_page.start(first, second, self._desk.programme)
            self._open(self.merge_page)

    def _merge(self, keep_id: str, drop_id: str) -> None:
        keep, drop = self._people.person(keep_id), self._people.person(drop_id)
        if keep and drop and self._operations.merge(keep.attendee, drop.attendee):
            self.show_person(keep_id)

    def _open(self, page: QWidget) -> None:
        """Show the list, or a page over it."""
        self._pages.setCurrentWidget(page)
        self.heading.setVisible(page is self.list)
        self.setFocusProxy(page)
        self.setFocus()
        self.keys_changed.emit()

    # Changes by others

    def _look_for_others(self) -> None:
        if self._people.has_changed():
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._look.stop()

    # Assembly

    def _assemble(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.heading)
        inner = QVBoxLayout()
        outer.addLayout(inner, 1)
        inner.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        inner.addWidget(self._pages)
        self._pages.addWidget(self.list)
        self.heading.add(self.list.counts)
        self.setFocusProxy(self.list)

    # The pages over the list, each made when it is first opened

    @cached_property
    def form(self) -> CorrectionForm:
        form = CorrectionForm(self._choices)
        form.corrected.connect(self._save)
        self._add_page(form)
        return form

    @cached_property
    def code_page(self) -> ReplaceCodePage:
        page = ReplaceCodePage()
        page.confirmed.connect(self._replace_code)
        page.badge_wanted.connect(self._operations.print_badge)
        self._add_page(page)
        return page

    @cached_property
    def merge_page(self) -> MergePage:
        page = MergePage()
        page.confirmed.connect(self._merge)
        self._add_page(page)
        return page

    def _add_page(self, page: FormPage) -> None:
        page.left.connect(self._close_page)
        self._pages.addWidget(page)

    def _connect(self) -> None:
        self.list.action_wanted.connect(self._act)
        self.list.undo_wanted.connect(self._operations.undo)
        self.list.reported.connect(self.reported)
        self._operations.changed.connect(self.changed)
        self._operations.reported.connect(self.reported)
        self._operations.badge_asked.connect(self.badge_asked)
        self._operations.needs_review.connect(self.needs_review)

    def _close_page(self) -> None:
        self._open(self.list)


_CORRECTED = Message("people", "{name} is corrected: {fields}.")
_SAME = Message("people", "{name}: everything is as it was. Nothing was changed.")
_KEYS = (
    ("F2", Message("footer", "Register")),
    ("F3", Message("footer", "Search")),
    ("F4", Message("footer", "Correct")),
    ("F7", Message("footer", "Let in")),
    ("F8", Message("footer", "Undo")),
    ("Ctrl+I", Message("footer", "Import")),
)
