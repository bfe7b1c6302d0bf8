# SPDX-License-Identifier: GPL-3.0-or-later
"""The forms for a walk-in or a substitute, and for the fields that an attendee lacks. Write nothing themselves.

First and last name are enough. Listed attendees who may be the same person are shown at every letter.
"""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QScrollArea, QScrollBar, QVBoxLayout, QWidget

from checkin.core.answer import Answer
from checkin.core.attendee import Attendee
from checkin.core.message import Message
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.programme.programme import Requirement
from checkin.services.desk_queries import FormChoices
from checkin.translation import translate
from checkin.ui.desk.walk_in_fields import LikelyPeople, OptionalFields
from checkin.ui.look.theme import DETAIL, scale_px, scaled_font
from checkin.ui.look.undo_wording import person_field_label
from checkin.ui.widgets.form_fields import BIG, ComboBox, FormMessage, labelled_field, line_field, stack, wrong_address
from checkin.ui.widgets.form_page import FormPage, NameFields
from checkin.ui.widgets.screen_page import scroll_to, scroll_unless_large
from checkin.ui.widgets.speaker_wording import session_text

KEPT_MS = 120_000
"""How long the text of a form that was left is kept, for a guest who comes back."""


class WalkInForm(FormPage):
    """The walk-in form: call `start` or `start_instead` before showing it; the caller hides it again."""

    registered = Signal(RegistrationForm)
    """Emitted with the person to add and let in, in place of `instead_of` if that is set."""
    chosen = Signal(str)
    """Emitted with the id of the attendee chosen instead."""
    busy_changed = Signal(bool)
    """Emitted with whether the form is visible and contains text that an answer would interrupt."""

    def __init__(self, choices: FormChoices) -> None:
        super().__init__("user-plus", translate(_REGISTER), spacing=8)
        self._choices = choices
        self._instead_of: Attendee | None = None
        self._is_busy = self._is_kept = self._is_alike = False
        self._warned: tuple[QWidget, Requirement | str] | None = None
        """The missing value or wrong address that Enter stopped at."""
        self._inherited, self._message, self._waiting = FormMessage(), FormMessage(), FormMessage()
        self.names = NameFields()
        self.likely, self.more = LikelyPeople(), OptionalFields(choices)
        self._kept = QTimer(self, singleShot=True, interval=KEPT_MS)
        self._moving = stack(self.likely, self._inherited, self.more)
        self._arrange()
        self._connect()

    # Opening

    @property
    def instead_of(self) -> Attendee | None:
        """The absent person who is replaced, or None."""
        return self._instead_of

    def start(self, text: str = "") -> None:
        """Begin for a walk-in; `text` is what was typed in the search.

        Without `text`, what was left a moment ago is shown again, once. When a substitute's form turns into this one,
        the names stay.
        """
        if text.strip() or self._instead_of or self._is_kept or not self.has_text:
            names = self.names.names if self._instead_of and self.isVisible() else ("", "")
            self.clear()
            self.names.set_names(*names)
            if text.strip():
                self.names.fill(text)
            self._begin()
        elif not self.isVisible():
            self._begin()
            self._is_kept = True
            self._message.note(translate(_KEPT))

    def start_instead(self, absent: Attendee) -> None:
        """Begin for a substitute of `absent`, whose place they take."""
        if self._instead_of is None or self._instead_of.id != absent.id or not self.has_text:
            self.clear(absent)
        self._begin()

    def clear(self, instead_of: Attendee | None = None) -> None:
        """Empty the form: its person is registered, or does not come back."""
        self._instead_of = instead_of
        self.names.fill("")
        self.more.clear(instead_of)
        self._name_changed()

    def refresh(self) -> None:
        """Read seats and similar people again after another arrival."""
        self.more.offer_workshops(is_wanted=self._instead_of is None)
        self._look_for_likely()

    def show_error(self, text: str) -> None:
        """Show why the person was not registered; the typed text stays."""
        self._message.warn(text)

    def show_code_waits(self) -> None:
        self._waiting.note(translate(_WAITS))

    @property
    def has_text(self) -> bool:
        return any(self.names.names) or self.more.has_text

    def form(self) -> RegistrationForm:
        """Return the form as it is now."""
        return self.more.form(*self.names.names)

    # Keys

    def _enter(self) -> None:
        """Handle Enter in any field: go to a missing name, stop once at a wrong e-mail address, at a value without
        which they are not let in here, and at the button where somebody alike is on the list, else register.
        """
        if (missing := self.names.missing) is not None:
            self._message.warn(translate(Message("walk-in", "{field}: required."), field=missing.accessibleName()))
            missing.setFocus()
        elif (wrong := self._wrong_address) and wrong != self._warned:
            self._warned = wrong
            self._message.warn(wrong[1])
            self.more.email.setFocus()
        elif (lacking := self.more.lacking) and lacking != self._warned:
            self._warned = lacking
            self.more.ask_for(*lacking)
        elif self._is_alike and not self.do_button.hasFocus():
            self.do_button.setFocus()
        else:
            self.registered.emit(self.form())

    @property
    def _wrong_address(self) -> tuple[QWidget, str] | None:
        """The e-mail field and what is to be said of it, if no message can go there."""
        sentence = wrong_address(self.form().email)
        return (self.more.email, sentence) if sentence else None

    # Consequences of typing

    def _name_changed(self) -> None:
        self._look_for_likely()
        self._changed()

    def _changed(self) -> None:
        self._set_busy(self.isVisible() and self.has_text)
        self._is_kept, self._warned = False, None
        self._message.note("")

    def _look_for_likely(self) -> None:
        form = self.form()
        people = self._choices.alike(form)
        self._is_alike = bool(people)
        self.likely.show_people(people)
        if people and self.names.isAncestorOf(self.focusWidget() or self):
            scroll_to(self.likely)
        self.do_button.setText(translate(_ALL_THE_SAME if self._is_alike else _REGISTER))
        self.do_button.setEnabled(bool(form.first_name and form.last_name))

    def _set_busy(self, is_busy: bool) -> None:
        if is_busy != self._is_busy:
            self._is_busy = is_busy
            self.busy_changed.emit(is_busy)

    def _begin(self) -> None:
        self._kept.stop()
        absent = self._instead_of
        self.setAccessibleName(translate(_INSTEAD, name=absent.name) if absent else translate(_NEW))
        self.title.show_title(self.accessibleName())
        self._inherited.note(self._told_of(absent) if absent else "")
        self.refresh()

    def _told_of(self, absent: Attendee) -> str:
        """Return what becomes of the absent person, and what of theirs the substitute gets."""
        sessions = (session_text(session, self._choices.programme) for session in self._choices.sessions_of(absent))
        parts = (absent.organisation, self._choices.category_name(absent.category), *sessions)
        kept = " · ".join(part for part in parts if part)
        told = (translate(_NO_LONGER, name=absent.name), translate(_INHERITED, kept=kept) if kept else "")
        return "\n".join(filter(None, told))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._kept.stop()
        self._set_busy(self.has_text)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._set_busy(False)
        self._is_kept = False
        self._waiting.note("")
        self._kept.start()

    # Assembly

    def _arrange(self) -> None:
        self.column.addSpacing(8)
        self.column.addWidget(self.names)
        moving = scroll_unless_large(self._moving)
        if isinstance(moving, QScrollArea):
            bar = moving.verticalScrollBar()
            bar.rangeChanged.connect(lambda _, most: self._leave_room_for(bar if most else None))
        self.column.addWidget(moving, 1)
        self.column.addWidget(self._waiting)
        self.column.addWidget(self._message)
        self.add_buttons()

    def _leave_room_for(self, bar: QScrollBar | None) -> None:
        """Let the names end where the fields below them do, beside their scroll bar."""
        self.names.setContentsMargins(0, 0, bar.sizeHint().width() if bar else 0, 0)

    def _connect(self) -> None:
        self.setFocusProxy(self.names)
        self.names.changed.connect(self._name_changed)
        self.more.email_changed.connect(self._name_changed)
        self.more.changed.connect(self._changed)
        self.more.organisation.entered.connect(self._enter)
        self.more.columns.entered.connect(self._enter)
        self.likely.chosen.connect(self.chosen)
        self.entered.connect(self._enter)
        self.do_button.clicked.connect(self._enter)
        self._kept.timeout.connect(self.clear)


_NEW = Message("walk-in", "Register here")
_INSTEAD = Message("walk-in", "In place of {name}")
_NO_LONGER = Message("walk-in", "{name} is no longer coming: their registration is cancelled.")
_INHERITED = Message("walk-in", "Kept from their registration: {kept}")
_REGISTER = Message("walk-in", "Register (Enter)")
_ALL_THE_SAME = Message("walk-in", "Register anyway (Enter)")
_KEPT = Message("walk-in", "What you typed a moment ago is still here. For someone else: F2 again.")
_WAITS = Message("walk-in", "A code was scanned: you will see the answer when the form is closed.")


class MissingFieldsForm(FormPage):
    """The form with one field for each value that is missing and needed before check-in; Enter leads through them, and
    submits from the last.
    """

    filled = Signal(Answer, dict)
    """Emitted with the answer that asked and the new values by field name."""
    busy_changed = Signal(bool)
    """Emitted with whether the form is visible and contains text that an answer would interrupt."""

    def __init__(self) -> None:
        super().__init__("clipboard-pen", translate(Message("complete", "Save and continue (Enter)")), spacing=16)
        self._asked: Answer | None = None
        self.fields: dict[str, QLineEdit | ComboBox] = {}
        self._message = FormMessage()
        self._places = QVBoxLayout()
        self.column.addWidget(self._message)
        self.column.addLayout(self._places)
        self.column.addStretch(1)
        self.add_buttons()
        self.entered.connect(self._enter)
        self.do_button.clicked.connect(self._finish)

    def start(self, asked: Answer) -> None:
        """Begin for the attendee of an INCOMPLETE answer."""
        self._asked = asked
        self.title.show_title(asked.attendee.name if asked.attendee else "")
        self.setAccessibleName(translate(_STILL_MISSING))
        self._message.note(translate(_STILL_MISSING))
        self._take_fields_away()
        self.fields = {name: self._field(name, asked.ticketing.choices.get(name, ())) for name in asked.missing}
        for name, field in self.fields.items():
            self._places.addWidget(labelled_field(field, person_field_label(name)))
        self.setFocusProxy(next(iter(self.fields.values()), self.do_button))

    def _field(self, name: str, choices: tuple[str, ...]) -> QLineEdit | ComboBox:
        if not choices:
            line = line_field(person_field_label(name), is_big=True)
            line.textChanged.connect(self._changed)
            return line
        box = ComboBox(person_field_label(name))
        box.setFixedHeight(scale_px(BIG))
        box.setFont(scaled_font(DETAIL, 600))
        box.setPlaceholderText(translate(Message("complete", "Choose…")))
        box.addItems(list(choices))
        box.setCurrentIndex(-1)
        box.currentTextChanged.connect(self._changed)
        return box

    def clear(self) -> None:
        """Clear the form of its person."""
        self._asked, self.fields = None, {}
        self.title.show_title("")
        self._take_fields_away()

    def _take_fields_away(self) -> None:
        while (item := self._places.takeAt(0)) is not None:
            if place := item.widget():
                place.deleteLater()

    def show_error(self, text: str) -> None:
        """Show why nothing was saved; what was typed stays."""
        self._message.warn(text)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.busy_changed.emit(False)

    def _enter(self) -> None:
        empty = next((field for field in self.fields.values() if not _text(field)), None)
        if empty is not None and not empty.hasFocus():
            empty.setFocus()
        else:
            self._finish()

    def _finish(self) -> None:
        values = {name: text for name, field in self.fields.items() if (text := _text(field))}
        if self._asked is not None and values:
            self.filled.emit(self._asked, values)

    def _changed(self) -> None:
        self.busy_changed.emit(self.isVisible() and any(_text(field) for field in self.fields.values()))


def _text(field: QLineEdit | ComboBox) -> str:
    return (field.text() if isinstance(field, QLineEdit) else field.currentText()).strip()


_STILL_MISSING = Message("complete", "Fill in before they go in")
