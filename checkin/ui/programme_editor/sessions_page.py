# SPDX-License-Identifier: GPL-3.0-or-later
"""The sessions page of the programme editor, with their speakers and control points."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from checkin.core.message import Message
from checkin.core.programme.programme import Event, Programme, Session, Speaker
from checkin.core.programme.programme_edits import (
    provisional_id,
    put_item,
    remove_item,
    session_points,
    sort_sessions,
    speakers_of,
    with_speakers,
    zone_of_event,
)
from checkin.core.programme.programme_wording import PROGRAMME_FIELD_NAMES
from checkin.core.programme.proposed_control_points import propose_session_point, unique_name, with_categories
from checkin.core.text_folding import fold_text
from checkin.desk.programme.programme_use import ProgrammeUse
from checkin.language import translate
from checkin.ui.look.theme import SMALL
from checkin.ui.programme.programme_value_texts import session_hours_on_day
from checkin.ui.programme_editor.editor_fields import NumberField, TextField, TickField
from checkin.ui.programme_editor.item_form import ItemForm
from checkin.ui.programme_editor.item_list_page import ItemEntry, ItemListPage
from checkin.ui.programme_editor.page_mistakes import Mistakes, first_named, mistake_sentences, mistaken_ids
from checkin.ui.programme_editor.rows_field import RowButton, RowsField
from checkin.ui.programme_editor.speakers_field import speakers_field
from checkin.ui.programme_editor.time_fields import MomentField
from checkin.ui.widgets.labels import label
from checkin.ui.widgets.scrolling import scroll_to


class SessionsPage(QWidget):
    """The page; `may_remove` asks the user. An empty one offers the sessions found in lists.

    `door_wanted` carries the id of the control point to show.
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
        self.page = ItemListPage(_NAME, self.form, _EMPTY)
        self.add, self.copy = QPushButton(translate(_ADD)), QPushButton(translate(_COPY))
        self.remove, self.sort = QPushButton(translate(_REMOVE)), RowButton("list-ordered", translate(_SORT))
        verbs = ((self.add, self._add), (self.copy, self._copy), (self.remove, self._remove), (self.sort, self._sort))
        for button, verb in verbs:
            self.page.add_button(button, verb)
        self.take = QPushButton(translate(_TAKE, count=len(said)))
        self.take.setAutoDefault(False)
        self.take.clicked.connect(self._take_said)
        if said:
            self.page.add_to_begin(label(translate(_SAID, names=first_named(said))), self.take)
        self.page.chosen_changed.connect(self._show_chosen)
        self.form.edited.connect(
            lambda session, field: self._put(put_item(self._programme, session), session.id, field)
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
        of_speakers = mistaken_ids(mistakes, Speaker)
        bad = mistaken_ids(mistakes, Session) | {s.session for s in programme.speakers if s.id in of_speakers}
        entries = [self._entry(session, session.id in bad) for session in programme.sessions]
        self.page.show_entries(entries, self.page.chosen)
        self.sort.setEnabled(sort_sessions(programme) != programme)
        self._show_chosen()

    def choose(self, item_id: str, field: str) -> None:
        speaker = next((s for s in self._programme.speakers if s.id == item_id), None)
        self.page.choose(speaker.session if speaker else item_id)
        if speaker:
            at = speakers_of(self._programme, speaker.session).index(speaker)
            self.speakers.rows[at].setFocus()
            scroll_to(self.speakers.rows[at])
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
        is_overbooked = 0 < session.capacity < people
        words = _OVERBOOKED if is_overbooked else _REGISTERED
        self._registered.setText(translate(words, count=people, seats=session.capacity))
        self._registered.setVisible(bool(people))
        self._set_clocks(session)
        self.form.show_item(session, {"speakers": own})
        self.form.tell(mistake_sentences(self._mistakes, Session, session.id))
        self.speakers.show_row_mistakes(
            {n: mistake_sentences(self._mistakes, Speaker, s.id).get("name", "") for n, s in enumerate(own)}
        )
        self._show_door(session)

    def _set_clocks(self, session: Session) -> None:
        """Set the day of both times; the end is on the day of the start unless it says another."""
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
        self._append(Session(provisional_id(self._programme), self._fresh_name(translate(_NEW))))

    def _copy(self) -> None:
        if session := self._programme.session(self.page.chosen):
            name = self._fresh_name(session.title)
            self._append(replace(session, id=provisional_id(self._programme), title=name, also_called=()))

    def _append(self, session: Session) -> None:
        self.edited.emit(put_item(self._programme, session), ())
        self.choose(session.id, "title")
        title = self.form.fields["title"]
        assert isinstance(title, TextField)
        title.line.selectAll()

    def _take_said(self) -> None:
        """Add the sessions found in lists, bookable only, and the categories of people."""
        programme = with_categories(self._programme, self._use.categories())
        for title in self._said:
            programme = put_item(
                programme, Session(provisional_id(programme), title, is_booked=True, also_called=(title,))
            )
        self.edited.emit(programme, ())
        self.choose(programme.sessions[0].id, "starts")

    def _remove(self) -> None:
        session = self._programme.session(self.page.chosen)
        if session and self._may_remove(self._programme, session):
            self.edited.emit(remove_item(self._programme, session), ())

    def _sort(self) -> None:
        self.edited.emit(sort_sessions(self._programme), ())

    def _entry(self, session: Session, is_wrong: bool) -> ItemEntry:
        people = self._use.of_session(session)
        booked = translate(PROGRAMME_FIELD_NAMES["is_booked"]) if session.is_booked else ""
        about = translate(_REGISTERED, count=people) if people else booked
        detail = " · ".join(
            filter(None, (session_hours_on_day(session, self._programme.event.day), session.room, about))
        )
        return ItemEntry(session.id, session.title or translate(_UNNAMED), detail, is_wrong)

    def _fresh_name(self, name: str) -> str:
        return unique_name(name, {fold_text(s.title) for s in self._programme.sessions})

    # Its control point

    def _show_door(self, session: Session) -> None:
        doors = session_points(self._programme, session.id)
        self._guarded.setText(
            translate(_GUARDED, names=", ".join(d.name for d in doors)) if doors else translate(_UNGUARDED)
        )
        self.door.setText(translate(_OPEN_DOOR if doors else _MAKE_DOOR))

    def _go_through_door(self) -> None:
        """Show the control point of the session, after creating it if there is none."""
        session = self._programme.session(self.page.chosen)
        if session is None:
            return
        if not (doors := session_points(self._programme, session.id)):
            new = replace(
                propose_session_point(session, self._programme.control_points), id=provisional_id(self._programme)
            )
            self.edited.emit(put_item(self._programme, new), ())
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
            "title": TextField(PROGRAMME_FIELD_NAMES["title"]),
            "starts": MomentField(PROGRAMME_FIELD_NAMES["starts"]),
            "ends": MomentField(PROGRAMME_FIELD_NAMES["ends"]),
            "room": TextField(PROGRAMME_FIELD_NAMES["room"]),
            "capacity": NumberField(PROGRAMME_FIELD_NAMES["capacity"], translate(_NO_LIMIT)),
            "waiting": NumberField(PROGRAMME_FIELD_NAMES["waiting"], translate(_NONE)),
            "is_booked": TickField(_BOOKED),
            "is_streamed": TickField(PROGRAMME_FIELD_NAMES["is_streamed"], is_beside=True),
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


_SAID = Message("programme editor", "The list of people has sessions, whose times you then fill in: {names}")
_TAKE = Message("programme editor", "Use the sessions in the list ({count})")
_REGISTERED = Message("programme editor", "{count} registered")
_OVERBOOKED = Message(
    "programme editor", "{count} registered for {seats} {seats:seat|seats}. They all stay registered."
)
_NAME = Message("programme editor", "Sessions")
_EMPTY = Message("programme editor", "No session yet. Add the first one, or load a programme from a file.")
_ADD = Message("programme editor", "Add")
_COPY = Message("programme editor", "Duplicate")
_REMOVE = Message("programme editor", "Remove")
_SORT = Message("programme editor", "Sort by time")
_NEW = Message("programme editor", "New session")
_UNNAMED = Message("programme editor", "no name")
_NO_LIMIT = Message("programme editor", "no limit")
_NONE = Message("programme editor", "none")
_BOOKED = Message("programme editor", "Registration required: only people registered for it are expected")
_GUARDED = Message("programme editor", "Scanned at: {names}")
_UNGUARDED = Message("programme editor", "Nobody is checked at the door of this session.")
_MAKE_DOOR = Message("programme editor", "Add a control point")
_OPEN_DOOR = Message("programme editor", "Show it")
