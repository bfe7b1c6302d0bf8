# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of the programme editor with the sessions, their speakers, and the door of each."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from checkin.core.programme.edits import (
    doors_of,
    in_time,
    provisional_id,
    speakers_of,
    with_part,
    with_speakers,
    without_part,
    zone_of_event,
)
from checkin.core.programme.names import PART_NAMES
from checkin.core.programme.programme import Event, Programme, Session, Speaker
from checkin.core.programme.proposal import door, unique_name, with_categories
from checkin.core.search import fold
from checkin.core.words import Words
from checkin.desk.programme.use import ProgrammeUse
from checkin.language import say
from checkin.ui.look.theme import SMALL
from checkin.ui.parts.labels import label
from checkin.ui.parts.scrolling import reveal
from checkin.ui.programme.values import hours
from checkin.ui.programme_editor.fields import NumberField, TextField, TickField
from checkin.ui.programme_editor.form import ItemForm
from checkin.ui.programme_editor.list import Entry, ListPage
from checkin.ui.programme_editor.pages import Mistakes, first_named, told, wrong
from checkin.ui.programme_editor.rows import IconButton, RowsField
from checkin.ui.programme_editor.speakers import speakers_field
from checkin.ui.programme_editor.times import MomentField


class SessionsPage(QWidget):
    """`may_remove` asks whoever edits. The sessions that lists speak of are offered where there is none.
    `door_wanted` carries the control point to be looked at.
    """

    edited = Signal(object, object)
    broken_changed = Signal()
    door_wanted = Signal(str)

    def __init__(self, may_remove: Callable[[Programme, Session], bool], use: ProgrammeUse) -> None:
        super().__init__()
        self._use, self._said, said = use, use.said, use.said
        self._may_remove, self._programme = may_remove, Programme(Event(""))
        self._mistakes: Mistakes = ()
        self.speakers = speakers_field()
        self.form = _form(self.speakers)
        self.door = QPushButton()
        self.door.setAutoDefault(False)
        self.door.clicked.connect(self._go_through_door)
        self._guarded = label("")
        self._registered = label("", SMALL, 600)
        self.form.add(self._registered, 0)
        self.form.add(self._door_row(), 3)
        self.page = ListPage(_NAME, self.form, _EMPTY)
        self.add, self.copy = QPushButton(say(_ADD)), QPushButton(say(_COPY))
        self.remove, self.sort = QPushButton(say(_REMOVE)), IconButton("list-ordered", say(_SORT))
        verbs = ((self.add, self._add), (self.copy, self._copy), (self.remove, self._remove), (self.sort, self._sort))
        for button, verb in verbs:
            self.page.add_button(button, verb)
        self.take = QPushButton(say(_TAKE, count=len(said)))
        self.take.setAutoDefault(False)
        self.take.clicked.connect(self._take_said)
        if said:
            self.page.add_to_begin(label(say(_SAID, names=first_named(said))), self.take)
        self.page.chosen_changed.connect(self._show_chosen)
        self.form.edited.connect(
            lambda session, field: self._put(with_part(self._programme, session), session.id, field)
        )
        self.form.edited_beside.connect(self._take_speakers)
        self.form.broken_changed.connect(self.broken_changed)
        self.setFocusProxy(self.page.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)

    @property
    def is_broken(self) -> bool:
        return self.form.is_broken

    def show_draft(self, programme: Programme, mistakes: Mistakes) -> None:
        self._programme, self._mistakes = programme, mistakes
        of_speakers = wrong(mistakes, Speaker)
        bad = wrong(mistakes, Session) | {s.session for s in programme.speakers if s.id in of_speakers}
        entries = [self._entry(session, session.id in bad) for session in programme.sessions]
        self.page.show_entries(entries, self.page.chosen)
        self.sort.setEnabled(in_time(programme) != programme)
        self._show_chosen()

    def choose(self, item_id: str, field: str) -> None:
        speaker = next((s for s in self._programme.speakers if s.id == item_id), None)
        self.page.choose(speaker.session if speaker else item_id)
        if speaker:
            at = speakers_of(self._programme, speaker.session).index(speaker)
            self.speakers.rows[at].setFocus()
            reveal(self.speakers.rows[at])
        else:
            self.page.go_to(field)

    def _show_chosen(self) -> None:
        session = self._programme.session(self.page.chosen)
        for button in (self.copy, self.remove):
            button.setEnabled(session is not None)
        if session is None:
            return
        own = speakers_of(self._programme, session.id)
        people = self._use.of_session(session)
        self._registered.setText(say(_REGISTERED, count=people))
        self._registered.setVisible(bool(people))
        self._set_clocks(session)
        self.form.show_item(session, {"speakers": own})
        self.form.tell(told(self._mistakes, Session, session.id))
        self.speakers.tell_rows({n: told(self._mistakes, Speaker, s.id).get("name", "") for n, s in enumerate(own)})
        self._show_door(session)

    def _set_clocks(self, session: Session) -> None:
        """The end is on the day of the beginning, unless it says another."""
        zone, day = zone_of_event(self._programme), self._programme.event.day
        for name, own in (("starts", None), ("ends", session.starts)):
            field = self.form.fields[name]
            assert isinstance(field, MomentField)
            field.set_clock(own.astimezone(zone).date() if own else day, zone)

    def _put(self, programme: Programme, session_id: str, field: str) -> None:
        self.edited.emit(programme, (session_id, field))

    def _take_speakers(self, name: str, speakers: tuple[Speaker, ...]) -> None:
        session = self.page.chosen
        count = len(speakers_of(self._programme, session))
        touched = (session, name) if len(speakers) == count else ()
        self.edited.emit(with_speakers(self._programme, session, speakers), touched)

    # Verbs

    def _add(self) -> None:
        self._append(Session(provisional_id(self._programme), self._fresh_name(say(_NEW))))

    def _copy(self) -> None:
        if session := self._programme.session(self.page.chosen):
            name = self._fresh_name(session.title)
            self._append(replace(session, id=provisional_id(self._programme), title=name, also_called=()))

    def _append(self, session: Session) -> None:
        self.edited.emit(with_part(self._programme, session), ())
        self.choose(session.id, "title")
        title = self.form.fields["title"]
        assert isinstance(title, TextField)
        title.line.selectAll()

    def _take_said(self) -> None:
        """For those registered only: the list says who they are, and of which categories people are."""
        programme = with_categories(self._programme, self._use.categories())
        for title in self._said:
            programme = with_part(
                programme, Session(provisional_id(programme), title, is_booked=True, also_called=(title,))
            )
        self.edited.emit(programme, ())
        self.choose(programme.sessions[0].id, "starts")

    def _remove(self) -> None:
        session = self._programme.session(self.page.chosen)
        if session and self._may_remove(self._programme, session):
            self.edited.emit(without_part(self._programme, session), ())

    def _sort(self) -> None:
        self.edited.emit(in_time(self._programme), ())

    def _entry(self, session: Session, is_wrong: bool) -> Entry:
        people = self._use.of_session(session)
        booked = say(PART_NAMES["is_booked"]) if session.is_booked else ""
        about = say(_REGISTERED, count=people) if people else booked
        detail = " · ".join(filter(None, (hours(session, self._programme.event.day), session.room, about)))
        return Entry(session.id, session.title or say(_UNNAMED), detail, is_wrong)

    def _fresh_name(self, name: str) -> str:
        return unique_name(name, {fold(s.title) for s in self._programme.sessions})

    # Its door

    def _show_door(self, session: Session) -> None:
        doors = doors_of(self._programme, session.id)
        self._guarded.setText(say(_GUARDED, names=", ".join(d.name for d in doors)) if doors else say(_UNGUARDED))
        self.door.setText(say(_OPEN_DOOR if doors else _MAKE_DOOR))

    def _go_through_door(self) -> None:
        """To the door of the session; one is made if there is none."""
        session = self._programme.session(self.page.chosen)
        if session is None:
            return
        if not (doors := doors_of(self._programme, session.id)):
            new = replace(door(session, self._programme.control_points), id=provisional_id(self._programme))
            self.edited.emit(with_part(self._programme, new), ())
            doors = (new,)
        self.door_wanted.emit(doors[0].id)

    def _door_row(self) -> QWidget:
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._guarded, 1)
        row.addWidget(self.door)
        return place


def _form(speakers: RowsField) -> ItemForm:
    return ItemForm(
        {
            "title": TextField(PART_NAMES["title"]),
            "starts": MomentField(PART_NAMES["starts"]),
            "ends": MomentField(PART_NAMES["ends"]),
            "room": TextField(PART_NAMES["room"]),
            "capacity": NumberField(PART_NAMES["capacity"], say(_NO_LIMIT)),
            "waiting": NumberField(PART_NAMES["waiting"], say(_NONE)),
            "is_booked": TickField(_BOOKED),
            "is_streamed": TickField(PART_NAMES["is_streamed"], is_beside=True),
            "speakers": speakers,
        },
        (
            (("title", 12),),
            (("starts", 3), ("ends", 3), ("room", 6)),
            (("capacity", 3), ("waiting", 3), ("is_streamed", 6)),
            (("is_booked", 12),),
            (("speakers", 12),),
        ),
    )


_SAID = Words("programme editor", "The list of people names sessions, whose times you then fill in: {names}")
_TAKE = Words("programme editor", "Take the sessions of the list ({count})")
_REGISTERED = Words("programme editor", "{count} registered")
_NAME = Words("programme editor", "Sessions")
_EMPTY = Words("programme editor", "No session yet. Add the first one, or load a programme from a file.")
_ADD = Words("programme editor", "Add")
_COPY = Words("programme editor", "Duplicate")
_REMOVE = Words("programme editor", "Remove")
_SORT = Words("programme editor", "Put in the order of the day")
_NEW = Words("programme editor", "New session")
_UNNAMED = Words("programme editor", "without a name")
_NO_LIMIT = Words("programme editor", "no limit")
_NONE = Words("programme editor", "none")
_BOOKED = Words("programme editor", "On registration: only those registered for it are expected")
_GUARDED = Words("programme editor", "Scanned at: {names}")
_UNGUARDED = Words("programme editor", "No check at the door of this session.")
_MAKE_DOOR = Words("programme editor", "Add a control point")
_OPEN_DOOR = Words("programme editor", "Go to it")
