# SPDX-License-Identifier: GPL-3.0-or-later
"""The sessions page of the programme editor, with their speakers and control points."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QApplication, QCheckBox, QGridLayout, QPlainTextEdit, QPushButton, QWidget

from checkin.core.lists.listed_person import SessionNames
from checkin.core.local_time import attach_zone, wall_time
from checkin.core.message import Message
from checkin.core.programme import programme_edits
from checkin.core.programme.programme import Programme, Session, Speaker, session_end
from checkin.core.programme.programme_schema import PROGRAMME_FIELD_NAMES
from checkin.core.schedules.pasted_programme import take_pasted
from checkin.core.schedules.programme_update import ScheduledSession, match_sessions, schedule_line
from checkin.services.programme.programme_importing import present_programme, read_pasted_programme
from checkin.services.programme.programme_use import ProgrammeUse
from checkin.translation import clock_time, current_language, short_day_text, translate
from checkin.ui.import_export.programme_difference_dialog import TextTable, TextTableView
from checkin.ui.look.theme import SMALL
from checkin.ui.programme.session_row import hours_text
from checkin.ui.programme_editor import editor_fields, item_list_page
from checkin.ui.programme_editor.moment_fields import MomentField
from checkin.ui.widgets.boxes import dismiss, row_of, wide, widget_of
from checkin.ui.widgets.buttons import push_button
from checkin.ui.widgets.dialogs import Dialog, asked
from checkin.ui.widgets.form_fields import FormMessage, label
from checkin.ui.widgets.keyboard import add_shortcuts
from checkin.ui.widgets.screen_page import scroll_to

# A programme pasted as text, and above it what is understood of it: sessions to take over, lines to look at again.
# Accepted means take over; changes nothing itself.

SIZE = QSize(1060, 600)
"""Pixels; fits the smallest window."""


class PastedProgrammeDialog(Dialog):
    """The dialog. `found` is what is understood of the text, which can be corrected here."""

    def __init__(self, text: str, programme: Programme, parent: QWidget | None = None) -> None:
        super().__init__(translate(Message("programme editor", "Paste a programme")), parent)
        self._programme = programme
        self.text, self.unread = QPlainTextEdit(text), QPlainTextEdit()
        self.found = read_pasted_programme(text, programme)
        self.table = self._make_table()
        self.notice, self._unread_name = FormMessage(), label("", SMALL, 600)
        self.buttons = self.confirm(translate(_TAKE_OVER, count=0))
        self.take = self.buttons.buttons()[0]
        for field, name in ((self.text, _TEXT), (self.unread, Message("programme editor", "Lines not understood"))):
            field.setAccessibleName(translate(name))
            field.setTabChangesFocus(True)
        self.text.setPlaceholderText(translate(_EXAMPLE))
        self.unread.setReadOnly(True)
        below = QGridLayout()
        below.setHorizontalSpacing(20)
        below.addWidget(label(translate(_TEXT), SMALL, 600), 0, 0)
        below.addWidget(self._unread_name, 0, 1)
        below.addWidget(self.text, 1, 0)
        below.addWidget(self.unread, 1, 1)
        self.arrange(wide(self.table, 3), self.notice, wide(below, 2), self.buttons, heading=translate(_HEADLINE))
        self.resize(SIZE)
        self._show()
        self.text.textChanged.connect(self._read)
        (self.take if self.found.schedule.items else self.text).setFocus()

    def _read(self) -> None:
        self.found = read_pasted_programme(self.text.toPlainText(), self._programme)
        old, self.table = self.table, self._make_table()
        if column := self.layout():
            column.replaceWidget(old, self.table)
        dismiss(old)
        self._show()

    def _show(self) -> None:
        schedule, unread = self.found.schedule, self.found.unread
        self.take.setText(translate(_TAKE_OVER, count=len(schedule.items)))
        self.take.setEnabled(bool(schedule.items))
        notes = [translate(note.words, **note.fields) for note in schedule.notes]
        if schedule.items and not any(item.starts for item in schedule.items):
            notes.append(translate(_NO_DAY))
        self.notice.warn("\n".join(notes))
        self._unread_name.setText(translate(_UNREAD, count=len(unread)))
        self.unread.setPlainText("\n".join(unread))
        for part in (self._unread_name, self.unread):
            part.setVisible(bool(unread))

    def _make_table(self) -> TextTableView:
        items = self.found.schedule.items
        known = match_sessions(items, self._programme.sessions)
        header = (_DAY, _HOURS, PROGRAMME_FIELD_NAMES["title"], PROGRAMME_FIELD_NAMES["room"], _SPEAKERS, _IN_PROGRAMME)
        rows = [(*_row(item), translate(_CHANGED if n in known else _IS_NEW)) for n, item in enumerate(items)]
        return TextTableView(TextTable(translate(_UNDERSTOOD), tuple(map(translate, header)), rows, (0, 1, 5)))


def _row(item: ScheduledSession) -> tuple[str, ...]:
    """Return the day, the hours, the title with its seats, the room and the speakers of a session."""
    day = short_day_text(item.starts.date(), False, current_language()) if item.starts else ""
    hours = " – ".join(clock_time(at) for at in (item.starts, item.ends) if at)
    seats = translate(_SEATS, count=item.capacity) if item.capacity else ""
    title = " · ".join(filter(None, (item.title, seats, translate(_IS_BOOKED) if item.is_booked else "")))
    return day, hours, title, item.room, ", ".join(each.name for each in item.speakers or ())


_HEADLINE = Message("programme editor", "Nothing is taken over yet: what is understood of this text")
_TEXT = Message("programme editor", "Text of a mail, or a table")
_EXAMPLE = Message("programme editor", "Tuesday 2 December\n9:30 – 10:15 Opening (Auditorium)\n11:00 Workshop, Room 4")
_UNDERSTOOD = Message("programme editor", "Understood")
_UNREAD = Message("programme editor", "{count} {count:line|lines} not understood, and not taken over:")
_TAKE_OVER = Message("programme editor", "Take over {count} {count:session|sessions}")
_DAY, _HOURS = Message("programme editor", "Day"), Message("programme editor", "Hours")
_SPEAKERS = Message("programme editor", "Speakers")
_IN_PROGRAMME = Message("programme editor", "In the programme")
_IS_NEW, _CHANGED = Message("programme editor", "new"), Message("programme editor", "replaces its times")
_SEATS = Message("programme editor", "{count} {count:seat|seats}")
_IS_BOOKED = Message("programme editor", "registration required")
_NO_DAY = Message(
    "programme editor", "The event has no date yet: enter it under “Event” first, else these sessions have no hours."
)


_FIELDS = ("name", "role", "organisation")


class SessionsPage(item_list_page.ItemListPage):
    """The page. An empty one offers the sessions found in lists.

    `control_point_wanted` carries the id of the control point to show.
    """

    kind = Session
    control_point_wanted = Signal(str)

    def __init__(self, may_remove: item_list_page.MayRemove, use: ProgrammeUse) -> None:
        self.speakers = speakers_field()
        super().__init__(item_list_page.ListWording(_NAME, _EMPTY, _NEW), _form(self.speakers), may_remove)
        self._use = use
        self.control_point = push_button("", self._go_to_control_point)
        self._guarded, self._registered = label(""), label("", SMALL, 600)
        self.endless = FormMessage()
        self.form.add(self._registered, 0)
        self.form.add(self.endless, 1)
        self.form.add(self._control_point_row(), 4)
        QWidget.setTabOrder(self.form.fields["asks_when_full"].inner, self.control_point)
        self.copy, self.sort = QPushButton(translate(_COPY)), editor_fields.RowButton("list-ordered", translate(_SORT))
        self.copy.clicked.connect(self._copy)
        self.sort.clicked.connect(lambda: self.edited.emit(programme_edits.sort_sessions(self.programme), ()))
        self.paste = QPushButton(translate(Message("programme editor", "Paste a programme…")))
        self.paste.setToolTip("Ctrl+V")
        self.paste.clicked.connect(self._paste_clipboard)
        add_shortcuts(self.list, {"Ctrl+V": self._paste_clipboard})
        self.lay_buttons(self.add, self.copy, self.remove, self.sort, self.paste)
        self.offer_found(_SAID, _TAKE, self._add_listed)
        self.form.edited_beside.connect(self._take_speakers)
        title = self.form.fields["title"]
        assert isinstance(title, editor_fields.TitleField)
        title.lines_pasted.connect(self.ask_pasted)

    def entry(self, item: Session, is_wrong: bool) -> item_list_page.ItemEntry:
        people = self._use.of_session(item)
        booked = translate(PROGRAMME_FIELD_NAMES["is_booked"]) if item.is_booked else ""
        about = translate(_REGISTERED, count=people) if people else booked
        hours = hours_text(item.starts, item.ends, self.programme)
        endless = translate(Message("programme editor", "no end")) if item.starts and not item.ends else ""
        detail = " · ".join(filter(None, (hours, endless, item.room, about)))
        return item_list_page.ItemEntry(
            item.id, item.title or translate(Message("programme editor", "no name")), detail, is_wrong
        )

    def wrong_ids(self) -> set[str]:
        of_speakers = item_list_page.mistaken_ids(self.mistakes, Speaker)
        return super().wrong_ids() | {s.session for s in self.programme.speakers if s.id in of_speakers}

    def show_draft(self, programme: Programme, mistakes: item_list_page.Mistakes) -> None:
        super().show_draft(programme, mistakes)
        self.sort.setEnabled(programme_edits.sort_sessions(programme) != programme)

    def choose(self, item_id: str, field: str) -> None:
        """Choose a session and focus a field of it, or a speaker's row."""
        speaker = next((s for s in self.programme.speakers if s.id == item_id), None)
        if speaker is None:
            super().choose(item_id, field)
            return
        self.choose_row(speaker.session)
        row = self.speakers.rows[programme_edits.speakers_of(self.programme, speaker.session).index(speaker)]
        row.setFocus()
        scroll_to(row)

    def enable_buttons(self, item: Session | None) -> None:
        super().enable_buttons(item)
        self.copy.setEnabled(item is not None)

    def show_item(self, item: Session) -> None:
        own, people = programme_edits.speakers_of(self.programme, item.id), self._use.of_session(item)
        words = _OVERBOOKED if 0 < item.capacity < people else _REGISTERED
        self._registered.setText(translate(words, count=people, seats=item.capacity))
        self._registered.setVisible(bool(people))
        self._set_clocks(item)
        self._ask_for_end(item)
        self.form.show_item(item, {"speakers": own})
        self.speakers.show_row_mistakes(
            {
                n: item_list_page.mistake_sentences(self.mistakes, Speaker, s.id).get("name", "")
                for n, s in enumerate(own)
            }
        )
        self._show_control_point(item)

    def _set_clocks(self, session: Session) -> None:
        """Set the day of both times; the end is on the day of the start unless it says another."""
        zone, day = programme_edits.zone_of_event(self.programme), self.programme.event.day
        for name, own in (("starts", None), ("ends", session.starts)):
            field = self.form.fields[name]
            assert isinstance(field, MomentField)
            field.set_clock(
                own.astimezone(zone).date() if own else day, zone, programme_edits.event_days(self.programme.event)
            )

    def put(self, item: Session, field: str) -> None:
        """Emit the changed programme; a session that moves to another day takes its end along."""
        before = self.programme.session(item.id)
        if field == "starts" and before and before.starts and item.starts and item.ends and before.ends == item.ends:
            zone = programme_edits.zone_of_event(self.programme)
            days = item.starts.astimezone(zone).date() - before.starts.astimezone(zone).date()
            end = attach_zone(wall_time(item.ends, zone) + days, zone)
            item = replace(item, ends=end) if end > item.starts else item
        super().put(item, field)

    def _ask_for_end(self, session: Session) -> None:
        """Say what happens without an end."""
        assumed = session_end(session) if not session.ends else None
        zone = programme_edits.zone_of_event(self.programme)
        self.endless.warn(translate(_ASSUMED_END, time=clock_time(assumed.astimezone(zone))) if assumed else "")

    def _take_speakers(self, name: str, speakers: tuple[Speaker, ...]) -> None:
        session = self.chosen
        count = len(programme_edits.speakers_of(self.programme, session))
        touched = (session, name) if len(speakers) == count else ()
        self.edited.emit(programme_edits.with_speakers(self.programme, session, speakers), touched)

    # Operations

    def _copy(self) -> None:
        if session := self.item:
            name, new_id = self.new_name(session.title), programme_edits.provisional_id(self.programme)
            self.append(replace(session, id=new_id, title=name, also_called=()))

    def _add_listed(self) -> None:
        """Add the sessions found in lists, bookable only; to an empty programme the categories of people too."""
        is_first = not self.programme.sessions
        programme = programme_edits.with_categories(self.programme, self._use.categories() if is_first else ())
        first = programme_edits.provisional_id(programme)
        for title in self.missing():
            new_id = programme_edits.provisional_id(programme)
            new = Session(new_id, title, is_booked=True, also_called=(title,))
            programme = programme_edits.put_item(programme, new)
        self.edited.emit(programme, ())
        self.choose(first, "starts")

    def missing(self) -> Sequence[str]:
        known = SessionNames(self.programme.sessions)
        return [title for title in self._use.listed_sessions if not known.read(title)[0]]

    def _paste_clipboard(self) -> None:
        self.ask_pasted(QApplication.clipboard().text())

    def ask_pasted(self, text: str) -> None:
        """Show what is understood of a text, and add the sessions that are taken over."""
        dialog = PastedProgrammeDialog(text, self.programme, self)
        if asked(dialog):
            schedule = dialog.found.schedule
            self.edited.emit(take_pasted(present_programme(self.programme), schedule), ())
            self._choose_first(schedule.items)

    def _choose_first(self, items: Sequence[ScheduledSession]) -> None:
        found = match_sessions(items, self.programme.sessions)
        if found:
            self.choose(found[min(found)].id, "")

    # Its control point

    def _show_control_point(self, session: Session) -> None:
        points = programme_edits.session_points(self.programme, session.id)
        self._guarded.setText(
            translate(_GUARDED, names=", ".join(d.name for d in points)) if points else translate(_UNGUARDED)
        )
        self.control_point.setText(translate(Message("programme editor", "Show it") if points else _MAKE_DOOR))

    def _go_to_control_point(self) -> None:
        """Show the control point of the session, after creating it if there is none."""
        session = self.item
        if session is None:
            return
        if not (points := programme_edits.session_points(self.programme, session.id)):
            new = replace(
                programme_edits.propose_session_point(session, self.programme.control_points),
                id=programme_edits.provisional_id(self.programme),
            )
            self.edited.emit(programme_edits.put_item(self.programme, new), ())
            points = (new,)
        self.control_point_wanted.emit(points[0].id)

    def _control_point_row(self) -> QWidget:
        return widget_of(row_of(wide(self._guarded), self.control_point))


def _form(speakers: editor_fields.RowsField) -> item_list_page.ItemForm:
    return item_list_page.ItemForm(
        {
            "title": editor_fields.TitleField(PROGRAMME_FIELD_NAMES["title"]),
            "starts": MomentField(PROGRAMME_FIELD_NAMES["starts"]),
            "ends": MomentField(PROGRAMME_FIELD_NAMES["ends"]),
            "room": editor_fields.TextField(PROGRAMME_FIELD_NAMES["room"]),
            "capacity": editor_fields.NumberField(PROGRAMME_FIELD_NAMES["capacity"], translate(_NO_LIMIT)),
            "waiting": editor_fields.NumberField(PROGRAMME_FIELD_NAMES["waiting"], translate(_NONE)),
            "is_booked": editor_fields.TickField(_BOOKED),
            "asks_when_full": editor_fields.TickField(PROGRAMME_FIELD_NAMES["asks_when_full"]),
            "is_streamed": editor_fields.TickField(PROGRAMME_FIELD_NAMES["is_streamed"]),
            "speakers": speakers,
        },
        (
            (("title", 12),),
            (("starts", 6), ("ends", 6)),
            (("room", 6), ("capacity", 3), ("waiting", 3)),
            (("is_booked", 8), ("is_streamed", 4)),
            (("asks_when_full", 12),),
            (("speakers", 12),),
        ),
    )


class SpeakerFieldRow(editor_fields.FieldRow):
    """A speaker of the session: name, role, organisation, and whether they are confirmed."""

    def __init__(self) -> None:
        self._speaker = Speaker("", "", "", "", "")
        self.lines = {field: editor_fields.LineInput() for field in _FIELDS}
        for field, line in self.lines.items():
            line.setPlaceholderText(translate(PROGRAMME_FIELD_NAMES[field]))
            line.setAccessibleName(translate(PROGRAMME_FIELD_NAMES[field]))
        self.to_confirm = QCheckBox(translate(Message("programme editor", "To confirm")))
        name, role, organisation = self.lines.values()
        super().__init__([[(name, 1), (self.to_confirm, 0)], [(role, 1), (organisation, 1)]], _REMOVE_SPEAKER)
        for line in self.lines.values():
            line.textEdited.connect(self.edited)
        self.to_confirm.clicked.connect(self.edited)

    def value(self) -> Speaker:
        """Return the speaker with hidden values kept: id, and the speaker they replace."""
        texts = {field: schedule_line(line.text()) for field, line in self.lines.items()}
        return replace(self._speaker, is_confirmed=not self.to_confirm.isChecked(), **texts)

    def show_value(self, value: Speaker) -> None:
        self._speaker = value
        for field, line in self.lines.items():
            if schedule_line(line.text()) != getattr(value, field):
                line.setText(getattr(value, field))
                line.setCursorPosition(0)
        self.to_confirm.setChecked(not value.is_confirmed)


def speakers_field() -> editor_fields.RowsField:
    return editor_fields.RowsField(_SPEAKERS, _ADD_SPEAKER, SpeakerFieldRow, lambda: Speaker("", "", "", "", ""))


_SAID = Message("programme editor", "The list of people has sessions, whose times you then fill in: {names}")
_TAKE = Message("programme editor", "Use the sessions in the list ({count})")
_REGISTERED = Message("programme editor", "{count} registered")
_OVERBOOKED = Message(
    "programme editor", "{count} registered for {seats} {seats:seat|seats}. They all stay registered."
)
_ASSUMED_END = Message(
    "programme editor",
    "When does it end? Until you say it, certificates, sheets and exports count it until {time} and mark this as an "
    "assumed hour; tickets say only when it begins.",
)
_NAME = Message("programme editor", "Sessions")
_EMPTY = Message("programme editor", "No session yet. Add the first one, paste a programme, or load one from a file.")
_COPY = Message("programme editor", "Duplicate")
_SORT = Message("programme editor", "Sort by time")
_NEW = Message("programme editor", "New session")
_NO_LIMIT = Message("programme editor", "no limit")
_NONE = Message("programme editor", "none")
_BOOKED = Message("programme editor", "Registration required: only people registered for it are expected")
_GUARDED = Message("programme editor", "Scanned at: {names}")
_UNGUARDED = Message("programme editor", "Nobody is checked at the door of this session.")
_MAKE_DOOR = Message("programme editor", "Add a control point")

_ADD_SPEAKER = Message("programme editor", "Add a speaker")
_REMOVE_SPEAKER = Message("programme editor", "Remove this speaker")
