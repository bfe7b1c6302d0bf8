# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of the walk-in form: its optional fields, and the attendees on the list whom a walk-in may be."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QIntValidator, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from checkin.core.attendee import FIELD_NAMES, MOST_PLACES, Attendee, parse_places
from checkin.core.message import Message
from checkin.core.people.registration_form import ONE_TICKET_EACH, DuplicateReason, RegistrationForm, tidy_field
from checkin.core.programme.programme import Category, Requirement
from checkin.core.text_folding import fold_text
from checkin.services.desk_queries import MOST_ALIKE, FormChoices, SimilarPerson
from checkin.translation import translate
from checkin.ui.look import drawing
from checkin.ui.look.screen_reader import announce
from checkin.ui.look.theme import RADIUS, SMALL, TEXT, design_painter, design_rect, font, scale_px, tokens
from checkin.ui.look.undo_wording import requirement_text
from checkin.ui.widgets.form_fields import ComboBox, FormMessage, WrappingCheckBox, labelled_field, line_field
from checkin.ui.widgets.form_page import ColumnFields, CompletingField
from checkin.ui.widgets.keyboard import number_keys
from checkin.ui.widgets.layouts import FieldGrid
from checkin.ui.widgets.screen_page import scroll_to
from checkin.ui.widgets.speaker_wording import WORKSHOPS, WorkshopBoxes

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
        """The people shown, as spoken."""
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
        return scale_px(QSize(320, ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._alike is None:
            return
        t, match = tokens(self.palette()), self._alike.match
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = design_rect(self)
        drawing.draw_rounded(painter, box, RADIUS - 2, t.hover if self.underMouse() else t.surface, t.edge)
        middle = box.center().y()
        cap = QFontMetricsF(font(SMALL, 600)).horizontalAdvance(self._key) + 16
        drawing.draw_key_cap(painter, QPointF(10 + cap, middle), self._key, t)
        pill = drawing.draw_pill(painter, QPointF(box.right() - 10, middle), drawing.person_pill(match, t))
        text = box.adjusted(22 + cap, 0, 0, 0)
        text.setRight(pill.left() - 12)
        name = min(text.width() * 0.6, QFontMetricsF(font(TEXT, 600)).horizontalAdvance(match.attendee.name) + 1)
        drawing.draw_elided(
            painter, QRectF(text.left(), text.top(), name, text.height()), match.attendee.name, font(TEXT, 600), t.ink
        )
        rest = text.adjusted(name + 10, 0, 0, 0)
        drawing.draw_elided(painter, rest, drawing.match_detail_line(match), font(SMALL), t.quiet)


_SPOKEN = Message("walk-in", "Perhaps: {person}")
