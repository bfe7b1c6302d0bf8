# SPDX-License-Identifier: GPL-3.0-or-later
"""The forms for a walk-in or a substitute, and for the fields that an attendee lacks. Write nothing themselves.

First and last name are enough. Listed attendees who may be the same person are shown at every letter.
"""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QHideEvent, QIntValidator, QPainter, QPaintEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QScrollArea, QScrollBar, QSizePolicy, QVBoxLayout, QWidget

from checkin.core.answer import Answer
from checkin.core.attendee import FIELD_NAMES, MOST_PLACES, Attendee, parse_places
from checkin.core.message import Message
from checkin.core.people.registration_form import ONE_TICKET_EACH, DuplicateReason, RegistrationForm, tidy_field
from checkin.core.programme.programme import Category, Requirement
from checkin.core.text_folding import fold_text
from checkin.services.desk_queries import MOST_ALIKE, FormChoices, SimilarPerson
from checkin.translation import translate
from checkin.ui.look import drawing, theme
from checkin.ui.look.screen_reader import announce
from checkin.ui.look.undo_wording import person_field_label, requirement_text
from checkin.ui.widgets.form_fields import (
    BIG,
    ComboBox,
    FormMessage,
    WrappingCheckBox,
    labelled_field,
    line_field,
    stack,
    wrong_address,
)
from checkin.ui.widgets.form_page import ColumnFields, CompletingField, FormPage, NameFields
from checkin.ui.widgets.keyboard import number_keys
from checkin.ui.widgets.layouts import FieldGrid
from checkin.ui.widgets.screen_page import scroll_to, scroll_unless_large
from checkin.ui.widgets.speaker_wording import WORKSHOPS, WorkshopBoxes, session_text

# Its optional fields, and the attendees on the list whom a walk-in may be.

USUAL = "participant"
"""The category that is preselected where the programme has it; else its first."""

_CONSENT = Message("walk-in", "The person agrees to their details being kept for this event.")
_NEEDED = Message(
    "walk-in", "To enter here they need {condition}. Choose, or press Enter again to register them without it."
)


class OptionalFields(FieldGrid):
    """The optional half of the walk-in form. For a substitute, category and workshops are the absent person's and are
    not asked.
    """

    email_changed = Signal()
    changed = Signal()

    def __init__(self, choices: FormChoices) -> None:
        super().__init__()
        self._choices = choices
        self._instead_of: Attendee | None = None
        self.organisation = CompletingField(translate(FIELD_NAMES["organisation"]), choices.organisations)
        self.email, self.role = line_field(translate(FIELD_NAMES["email"])), line_field(translate(FIELD_NAMES["role"]))
        self.note = line_field(translate(FIELD_NAMES["note"]))
        self.category, self.people = (
            ComboBox(translate(FIELD_NAMES["category"])),
            line_field(translate(FIELD_NAMES["places"])),
        )
        self.columns = ColumnFields(choices)
        self.needed, self.one_each = FormMessage(), FormMessage()
        self.workshops, self.consent = WorkshopBoxes(), WrappingCheckBox(translate(_CONSENT))
        self.people.setValidator(QIntValidator(1, MOST_PLACES, self.people))
        self._arrange()
        self.email.textChanged.connect(lambda _: self.email_changed.emit())
        self.columns.changed.connect(self.changed)
        self.columns.changed.connect(lambda: self.needed.note(""))
        for field in self._lines():
            field.textChanged.connect(lambda _: self.changed.emit())
        self.category.currentIndexChanged.connect(lambda _: self._offer_columns())
        self.category.currentIndexChanged.connect(lambda _: self.needed.note(""))

    def clear(self, instead_of: Attendee | None = None) -> None:
        """Empty all fields; workshops are set by `offer_workshops`."""
        self._instead_of = instead_of
        for field in self._lines():
            field.clear()
        self.columns.clear()
        self.needed.note("")
        self.people.setText(str(instead_of.places if instead_of else 1))
        self._offer_people()
        self.organisation.setPlaceholderText(instead_of.organisation if instead_of else "")
        self.consent.setChecked(False)
        self._offer_categories(() if instead_of else self._choices.categories)
        self.workshops.clear()

    def offer_workshops(self, *, is_wanted: bool) -> None:
        """Show the workshops with the seats that are left now, or none of them."""
        workshops = self._choices.workshops() if is_wanted else []
        self.workshops.show_workshops(workshops, self._choices.programme)
        self._workshops.setVisible(bool(workshops))
        self._offer_columns()

    def _offer_columns(self) -> None:
        """Offer the columns required here and chosen for the category, which of a substitute is the absent person's. A
        hint says what comes with the place.
        """
        absent = self._instead_of
        category = absent.category if absent else self.category.currentData() or ""
        self.columns.offer(self._choices.columns_here(category, absent), self._choices.columns_kept(absent))
        for before, after in pairwise((self.people, *self.workshops.boxes, *self.columns.fields.values(), self.note)):
            QWidget.setTabOrder(before, after)

    @property
    def lacking(self) -> tuple[QWidget, Requirement] | None:
        """The first field whose value lets nobody in here, and what would; None if there is none. A substitute has the
        category of the absent person.
        """
        category = self.category.currentData() or ""
        required = None if self._instead_of else self._choices.lacking_category(category)
        return (self.category, required) if required else self.columns.missing

    def ask_for(self, field: QWidget, required: Requirement) -> None:
        """Lead to a field without whose value nobody is let in here, and say which values do."""
        self.needed.warn(translate(_NEEDED, condition=requirement_text(required)))
        field.setFocus()
        scroll_to(self.needed)
        scroll_to(field)

    @property
    def has_text(self) -> bool:
        return any(field.text().strip() for field in self._lines()) or bool(self.columns.texts())

    def form(self, first_name: str, last_name: str) -> RegistrationForm:
        """Return the form with the given names and all fields as they are now."""
        return RegistrationForm(
            first_name,
            last_name,
            organisation=self.organisation.text(),
            role=self.role.text(),
            email=self.email.text(),
            category=self.category.currentData() or "",
            sessions=self.workshops.ticked,
            note=self.note.text(),
            places=parse_places(self.people.text()),
            has_consented=self.consent.isChecked(),
            custom={title: tidy_field(text) for title, text in self.columns.texts().items()},
        )

    def _lines(self) -> Sequence[QLineEdit]:
        return self.organisation, self.email, self.role, self.note

    def _offer_categories(self, categories: Sequence[Category]) -> None:
        self.category.clear()
        for category in categories:
            self.category.addItem(category.name, category.id)
        usual = (at for at, c in enumerate(categories) if USUAL in (fold_text(c.id), fold_text(c.name)))
        self.category.setCurrentIndex(next(usual, 0 if categories else -1))
        self._category.setVisible(bool(categories))

    def _offer_people(self) -> None:
        is_one_each = self._choices.is_one_ticket_each
        self.people.setEnabled(not is_one_each)
        if is_one_each:
            self.people.setText("1")
        self.one_each.note(translate(ONE_TICKET_EACH) if is_one_each else "")

    def _arrange(self) -> None:
        self._category = labelled_field(self.category, translate(FIELD_NAMES["category"]))
        self._workshops = labelled_field(self.workshops, translate(WORKSHOPS))
        self.lay(
            (labelled_field(self.organisation, translate(FIELD_NAMES["organisation"])), self._category),
            (
                labelled_field(self.email, translate(FIELD_NAMES["email"])),
                labelled_field(self.role, translate(FIELD_NAMES["role"])),
                labelled_field(self.people, translate(Message("walk-in", "People"))),
            ),
            (self.one_each,),
            (self._workshops,),
            (self.columns,),
            (self.needed,),
            (labelled_field(self.note, translate(FIELD_NAMES["note"])),),
            (self.consent,),
        )


ROW = 44

_MAYBE = Message("walk-in", "Perhaps already on the list: one key checks them in")
_SAME = Message("walk-in", "Someone of this name is already on the list. Ask before you register a second person.")


class LikelyPeople(QWidget):
    """The attendees whom a walk-in may be; one key checks in that attendee instead. Hidden while there are none. Never
    takes the focus, so that typing goes on.
    """

    chosen = Signal(str)
    """Emitted with the id of the chosen attendee."""

    def __init__(self) -> None:
        super().__init__()
        self._heading = FormMessage()
        self._rows = [_Row(number) for number in range(1, MOST_ALIKE + 1)]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._heading)
        for row in self._rows:
            row.clicked.connect(lambda _=False, r=row: self.chosen.emit(r.attendee_id))
            column.addWidget(row)
        self.hide()

    def show_people(self, people: Sequence[SimilarPerson]) -> None:
        before = self.names
        if self.has_namesake(people):
            self._heading.warn(translate(_SAME))
        else:
            self._heading.note(translate(_MAYBE) if people else "")
        for row, alike in zip(self._rows, [*people, *[None] * MOST_ALIKE], strict=False):
            row.show_person(alike)
        self.setVisible(bool(people))
        if self.names != before:
            announce(self, ". ".join(self.names))

    @staticmethod
    def has_namesake(people: Sequence[SimilarPerson]) -> bool:
        return any(alike.likeness is DuplicateReason.SAME_NAME for alike in people)

    @property
    def names(self) -> list[str]:
        return [row.accessibleName() for row in self._rows if row.isVisible()]


class _Row(QAbstractButton):
    """One person: key, name and distinguishing fields, and their state at this control point."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._alike: SimilarPerson | None = None
        self._key = f"Alt+{number}"
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        shortcut = QShortcut(self)
        shortcut.setKeys(number_keys(number, "Alt"))
        shortcut.activated.connect(self.click)
        self.hide()

    @property
    def attendee_id(self) -> str:
        return self._alike.match.attendee.id if self._alike else ""

    def show_person(self, alike: SimilarPerson | None) -> None:
        self._alike = alike
        if alike:
            person = drawing.match_description(alike.match)
            self.setAccessibleName(f"{translate(_SPOKEN, person=person)} ({self._key})")
            self.setToolTip(person)
        self.setVisible(alike is not None)
        self.update()

    def sizeHint(self) -> QSize:
        return theme.scale_px(QSize(320, ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._alike is None:
            return
        t, match = theme.tokens(self.palette()), self._alike.match
        painter = theme.design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = theme.design_rect(self)
        drawing.draw_rounded(painter, box, theme.RADIUS - 2, t.hover if self.underMouse() else t.surface, t.edge)
        middle = box.center().y()
        cap = QFontMetricsF(theme.font(theme.SMALL, 600)).horizontalAdvance(self._key) + 16
        drawing.draw_key_cap(painter, QPointF(10 + cap, middle), self._key, t)
        pill = drawing.draw_pill(painter, QPointF(box.right() - 10, middle), drawing.person_pill(match, t))
        text = box.adjusted(22 + cap, 0, 0, 0)
        text.setRight(pill.left() - 12)
        name = min(
            text.width() * 0.6, QFontMetricsF(theme.font(theme.TEXT, 600)).horizontalAdvance(match.attendee.name) + 1
        )
        drawing.draw_elided(
            painter,
            QRectF(text.left(), text.top(), name, text.height()),
            match.attendee.name,
            theme.font(theme.TEXT, 600),
            t.ink,
        )
        rest = text.adjusted(name + 10, 0, 0, 0)
        drawing.draw_elided(painter, rest, drawing.match_detail_line(match), theme.font(theme.SMALL), t.quiet)


_SPOKEN = Message("walk-in", "Perhaps: {person}")


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
        box.setFixedHeight(theme.scale_px(BIG))
        box.setFont(theme.scaled_font(theme.DETAIL, 600))
        box.setPlaceholderText(translate(Message("complete", "Choose…")))
        box.addItems(list(choices))
        box.setCurrentIndex(-1)
        box.currentTextChanged.connect(self._changed)
        return box

    def clear(self) -> None:
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
