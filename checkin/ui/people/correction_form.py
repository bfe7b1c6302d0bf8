# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages that correct a person, merge two records, or replace a code. Write nothing themselves."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from checkin.core.attendee import CUSTOM, FIELD_NAMES, MOST_PLACES, STATE_NAMES, Attendee, Presence, parse_places
from checkin.core.decision import Reason
from checkin.core.merged_records import merge_fields
from checkin.core.message import Message
from checkin.core.people.registration_form import ONE_TICKET_EACH, tidy_field
from checkin.core.programme.programme import Programme
from checkin.services.desk_queries import ColumnToFill, FormChoices
from checkin.services.people_queries import Person
from checkin.services.registration import NewValue
from checkin.translation import translate
from checkin.ui.look.answer_looks import LOOKS
from checkin.ui.look.drawing import draw_rounded, faded, person_pill, status_pill
from checkin.ui.look.theme import LARGE, RADIUS, SMALL, design_painter, design_rect, text_scale, tokens
from checkin.ui.look.undo_wording import person_field_label
from checkin.ui.people.person_panel import Fact, FactList, PersonHeader, person_facts
from checkin.ui.widgets import form_fields
from checkin.ui.widgets.boxes import column_of, row_of, wide
from checkin.ui.widgets.camera_preview import layout_code_card, paint_code_card
from checkin.ui.widgets.form_page import ColumnFields, CompletingField, FormPage, NameFields
from checkin.ui.widgets.keyboard import add_shortcuts
from checkin.ui.widgets.layouts import FieldGrid
from checkin.ui.widgets.screen_page import scroll_to, scroll_unless_large
from checkin.ui.widgets.speaker_wording import WORKSHOPS, WorkshopBoxes


class CorrectionFields(FieldGrid):
    """The fields of a person that a desk may correct, except the names. `fill` them with a person, then `changes`
    returns what differs.
    """

    def __init__(self, choices: FormChoices) -> None:
        super().__init__()
        self._choices = choices
        self._opened: Attendee | None = None
        self.organisation = CompletingField(translate(FIELD_NAMES["organisation"]), choices.organisations)
        self.lines = {
            name: form_fields.line_field(translate(FIELD_NAMES[name]))
            for name in ("role", "email", "phone", "note", "places")
        }
        self.lines["places"].setValidator(QIntValidator(1, MOST_PLACES, self))
        self.category, self.presence = (
            form_fields.ComboBox(translate(FIELD_NAMES["category"])),
            form_fields.ComboBox(translate(FIELD_NAMES["presence"])),
        )
        for presence in Presence:
            self.presence.addItem(translate(STATE_NAMES[presence]).capitalize(), str(presence))
        self.one_each, self.workshops = form_fields.FormMessage(), WorkshopBoxes()
        self.columns = ColumnFields(choices)
        self._shown: dict[str, str] = {}
        self._arrange()

    def fill(self, person: Attendee, titles: Sequence[str]) -> None:
        """Show a person. `titles` are the custom columns to offer, even where the person has no value."""
        self._opened = person
        self.organisation.setText(person.organisation)
        self.organisation.setCursorPosition(0)
        for name, field in self.lines.items():
            field.setText(str(getattr(person, name)))
            field.setCursorPosition(0)
        is_one_each = self._choices.is_one_ticket_each
        self.lines["places"].setEnabled(not is_one_each)
        self.one_each.note(translate(ONE_TICKET_EACH) if is_one_each else "")
        self._offer_categories(person)
        self.presence.setCurrentIndex(self.presence.findData(str(person.presence)))
        workshops = self._choices.workshops()
        self.workshops.show_workshops(workshops, self._choices.programme)
        self.workshops.tick(person.sessions)
        self._workshops.setVisible(bool(workshops))
        self._offer_custom(person, titles)
        made_now = (*self.workshops.boxes, *self.custom.values())
        for before, after in pairwise((self.presence, *made_now, self.lines["note"])):
            QWidget.setTabOrder(before, after)  # Tab would come to new ones last

    @property
    def custom(self) -> Mapping[str, QLineEdit]:
        """The fields of the list's columns, by title."""
        return self.columns.fields

    def changes(self) -> dict[str, NewValue]:
        """Return the changed fields by the names that corrections use."""
        person = self._opened
        if person is None:
            return {}
        return {name: value for name, value in self._values(person) if value != _before(person, name)}

    def _values(self, person: Attendee) -> Iterator[tuple[str, NewValue]]:
        yield "organisation", tidy_field(self.organisation.text())
        for name, field in self.lines.items():
            yield name, str(parse_places(field.text())) if name == "places" else tidy_field(field.text())
        yield "category", str(self.category.currentData() or "")
        yield "presence", str(self.presence.currentData())
        yield "sessions", self._sessions(person)
        for title, field in self.custom.items():
            if field.text() != self._shown[title]:  # a field shows one line, and at most so many letters of a value
                yield CUSTOM + title, tidy_field(field.text())

    def _sessions(self, person: Attendee) -> tuple[str, ...]:
        """Return the sessions in their old order; sessions that are not offered (over, or removed) are kept."""
        ticked = self.workshops.ticked
        offered = {workshop.session.id for workshop in self._choices.workshops()}
        kept = [session for session in person.sessions if session in ticked or session not in offered]
        return (*kept, *(session for session in ticked if session not in kept))

    def _offer_categories(self, person: Attendee) -> None:
        self.category.clear()
        offered = {category.id: category.name for category in self._choices.categories}
        offered = {"": translate(Message("people", "No category"))} | offered
        offered.setdefault(person.category, self._choices.category_name(person.category))
        for each, name in offered.items():
            self.category.addItem(name, each)
        self.category.setCurrentIndex(list(offered).index(person.category))

    def _offer_custom(self, person: Attendee, titles: Sequence[str]) -> None:
        self.columns.clear()
        names = {column.field: column.name for column in self._choices.programme.columns}
        self.columns.offer([ColumnToFill(names.get(CUSTOM + title, title), title) for title in titles])
        for title, field in self.custom.items():
            field.setText(person.custom.get(title, ""))
            field.setCursorPosition(0)
        self._shown = {title: field.text() for title, field in self.custom.items()}

    def _arrange(self) -> None:
        """Lay the fields in the order of the registration form, which has most of them."""
        self._workshops = form_fields.labelled_field(self.workshops, translate(WORKSHOPS))
        category, presence = (
            form_fields.labelled_field(field, field.accessibleName()) for field in (self.category, self.presence)
        )
        self.lay(
            (form_fields.labelled_field(self.organisation, translate(FIELD_NAMES["organisation"])), category),
            (
                self._labelled("email"),
                self._labelled("role"),
                form_fields.labelled_field(self.lines["places"], translate(Message("walk-in", "People"))),
            ),
            (self._labelled("phone"), presence),
            (self.one_each,),
            (self._workshops,),
            (self.columns,),
            (self._labelled("note"),),
        )

    def _labelled(self, name: str) -> QWidget:
        return form_fields.labelled_field(self.lines[name], translate(FIELD_NAMES[name]))


def _before(person: Attendee, name: str) -> NewValue:
    if name.startswith(CUSTOM):
        return person.custom.get(name.removeprefix(CUSTOM), "")
    value = getattr(person, name)
    return value if isinstance(value, tuple) else str(value)


class CorrectionForm(FormPage):
    """A form; call `start` before showing it.

    Escape leaves, and a new start for the same person restores what was typed.
    """

    corrected = Signal(str, dict)
    """Emitted with the id of the person and the changed fields."""

    def __init__(self, choices: FormChoices) -> None:
        super().__init__("pencil", translate(Message("people", "Save (Enter)")), spacing=8)
        self._person: Attendee | None = None
        self._warned = ""
        """The sentence about a wrong address that Enter stopped at."""
        self.names, self.fields, self._message = NameFields(), CorrectionFields(choices), form_fields.FormMessage()
        self.column.addSpacing(8)
        self.column.addWidget(self.names)
        self.column.addWidget(scroll_unless_large(form_fields.stack(self.fields)), 1)
        self.column.addWidget(self._message)
        self.add_buttons()
        self.setFocusProxy(self.names)
        self.names.changed.connect(self._look_at_names)
        self.fields.organisation.entered.connect(self._enter)
        self.fields.columns.entered.connect(self._enter)
        self.entered.connect(self._enter)
        self.do_button.clicked.connect(self._enter)

    def start(self, person: Attendee, titles: Sequence[str]) -> None:
        """Begin for `person`; `titles` are the custom columns to offer."""
        is_kept = self._person is not None and self._person.id == person.id and bool(self.changes())
        self._message.note(translate(_KEPT) if is_kept else "")
        self._warned = ""
        if not is_kept:
            self._person = person
            self.names.set_names(person.first_name, person.last_name)
            self.names.first.selectAll()  # as Tab would: what is typed takes its place
            self.fields.fill(person, titles)
            self.title.show_title(translate(_TITLE, name=person.name))
            self.setAccessibleName(translate(_TITLE, name=person.name))
            for top in (self.fields.top, self.title):
                scroll_to(top)
        self._look_at_names()

    @property
    def name(self) -> str:
        """The name of the person as they are now, before the correction."""
        return self._person.name if self._person else ""

    def forget(self) -> None:
        """Drop what was typed: it is saved, or not wanted."""
        self._person = None

    def changes(self) -> dict[str, NewValue]:
        """Return the fields that differ from when the form was opened."""
        if self._person is None:
            return {}
        opened = (self._person.first_name, self._person.last_name)
        pairs = zip(("first_name", "last_name"), opened, self.names.names, strict=True)
        return {name: new for name, old, new in pairs if new != old} | self.fields.changes()

    def _enter(self) -> None:
        """Handle Enter in any field: go to a name that was emptied, stop once at a wrong e-mail address, else
        submit.
        """
        if self._person is None:
            return
        if self._is_name_gone():
            field = self.names.missing
            (field or self.names).setFocus()
        elif (wrong := form_fields.wrong_address(str(self.changes().get("email", "")))) and wrong != self._warned:
            self._warned = wrong
            self._message.warn(wrong)
            self.fields.lines["email"].setFocus()
        else:
            self.corrected.emit(self._person.id, self.changes())

    def _look_at_names(self) -> None:
        self.do_button.setEnabled(not self._is_name_gone())

    def _is_name_gone(self) -> bool:
        person = self._person
        if person is None:
            return True
        before = (person.first_name, person.last_name)
        return any(old and not new for old, new in zip(before, self.names.names, strict=True))


_TITLE = Message("people", "Correct {name}")
_KEPT = Message("people", "What you typed before is still here, not yet saved.")


class MergePage(FormPage):
    """A page with two records. Arrows, a click, or 1 and 2 choose; Enter asks for the merge, Escape leaves."""

    confirmed = Signal(str, str)
    """Emitted with the ids of the record that stays and of the one that is merged into it."""

    def __init__(self) -> None:
        super().__init__("users", translate(Message("people", "Merge (Enter)")), spacing=12)
        self._people: tuple[Person, ...] = ()
        self.kept = 0
        self._sentence, self._filled = form_fields.Paragraph(LARGE), form_fields.Paragraph()
        self.cards = (RecordCard(), RecordCard())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.column.addWidget(self._sentence)
        self.column.addLayout(row_of(*(wide(each) for each in self.cards), spacing=16), 1)
        self.column.addWidget(self._filled)
        self.add_buttons()
        for button in (self.do_button, self.leave_button):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrows belong to the page
        for number, each in enumerate(self.cards):
            each.pressed.connect(lambda chosen=number: self.choose(chosen))
        self.entered.connect(self._ask)
        self.do_button.clicked.connect(self._ask)

    def start(self, one: Person, other: Person, programme: Programme) -> None:
        """Begin with two records; one with an arrival is proposed to stay."""
        self._people = (one, other)
        self.title.show_title(translate(Message("people", "Are these two the same person?")))
        self._sentence.show_text(translate(_SENTENCE))
        for each, person in zip(self.cards, self._people, strict=True):
            each.show_record(person, programme)
        self.choose(int(not one.visits and bool(other.visits)))

    def choose(self, number: int) -> None:
        """Choose the record that stays: 0 is at the left, 1 at the right."""
        self.kept = number
        for at, each in enumerate(self.cards):
            each.set_kept(at == number)
        keep, drop = self._people[number].attendee, self._people[1 - number].attendee
        news = ", ".join(map(person_field_label, merge_fields(keep, drop)))
        self._filled.show_text(translate(_FILLED, fields=news) if news else translate(_NOTHING))
        self.setAccessibleName(translate(_KEEPS, name=keep.name, code=keep.ticket_code))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_1:
                self.choose(0)
            case Qt.Key.Key_Right | Qt.Key.Key_2:
                self.choose(1)
            case _:
                super().keyPressEvent(event)

    def _ask(self) -> None:
        keep, drop = self._people[self.kept], self._people[1 - self.kept]
        self.confirmed.emit(keep.attendee.id, drop.attendee.id)


class RecordCard(QWidget):
    """One of the two records, and whether it stays."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._role, self._head, self._facts = form_fields.Paragraph(SMALL, 600), PersonHeader(), FactList()
        self._is_kept = False
        page = form_fields.stack(self._role, self._head, self._facts)
        if inner := page.layout():
            inner.setContentsMargins(16, 12, 16, 12)
        column_of(scroll_unless_large(page), around=(2, 2, 2, 2), of=self)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_record(self, person: Person, programme: Programme) -> None:
        attendee, t = person.attendee, tokens(self.palette())
        detail = " · ".join(part for part in (attendee.organisation, attendee.role) if part)
        pills = dict.fromkeys([person_pill(person.standing, t), status_pill(attendee.status, t)])
        self._head.show_person((attendee.first_name, attendee.last_name), detail, list(pills))
        code, note = (
            Fact(person_field_label("ticket_code"), attendee.ticket_code),
            Fact(person_field_label("note"), attendee.note),
        )
        self._facts.show_facts([fact for fact in (code, *person_facts(person, programme), note) if fact.text])

    def set_kept(self, is_kept: bool) -> None:
        self._is_kept = is_kept
        self._role.show_text(translate(Message("people", "This record is kept") if is_kept else _GOES))
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = design_rect(self).adjusted(1, 1, -1, -1)
        draw_rounded(painter, box, RADIUS, t.selected if self._is_kept else t.surface)
        painter.setPen(QPen(faded(t.accent if self._is_kept else t.line, 1), 2 if self._is_kept else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, RADIUS, RADIUS)


_SENTENCE = Message(
    "people",
    "They become one record: both codes work, arrivals are counted once. Choose with ← and → which record to keep.",
)
_GOES = Message("people", "Joins the other record")
_FILLED = Message("people", "Taken from the other record: {fields}.")
_NOTHING = Message("people", "Nothing to take from the other record except its code and its arrivals.")
_KEEPS = Message("people", "The record of {name} with the code {code} stays.")


class ReplaceCodePage(FormPage):
    """The page that replaces a person's code: first the question, then the new code. Call `ask` first, `show_code`
    after the replacement.
    """

    confirmed = Signal(str)
    """Emitted with the id of the person whose code is to be replaced."""
    badge_wanted = Signal(Attendee)
    """Emitted with the person, who has the new code."""

    def __init__(self) -> None:
        super().__init__("refresh-cw", translate(Message("people", "Replace the code (Enter)")), spacing=12)
        self._person: Attendee | None = None
        self.code = ""
        self._sentence = form_fields.label("", LARGE)
        self.column.addWidget(self._sentence)
        self.column.addStretch(1)
        self.print_button = QPushButton(translate(Message("people", "Print the badge (Ctrl+R)")))
        self.add_buttons(self.print_button)
        self.rest_below = QWidget()
        self.add_below(self.rest_below)
        self.entered.connect(self._replace)
        self.do_button.clicked.connect(self._replace)
        self.print_button.clicked.connect(lambda: self.badge_wanted.emit(self._person))
        add_shortcuts(self, {"Ctrl+R": self.print_button.click})
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def ask(self, person: Attendee) -> None:
        self._show(
            person, translate(_REPLACE_CODE_TITLE, name=person.name), translate(_QUESTION, answer=translate(_REPLACED))
        )
        self.do_button.setVisible(True)
        self.rest_below.show()  # the buttons stand below the question; later below the code
        self._offer_badge(False)

    def show_code(self, person: Attendee, *, prints: bool) -> None:
        """Show the new code; `prints`: this computer can print it on a badge."""
        self._show(person, translate(_DONE, name=person.name), translate(_OLD, answer=translate(_REPLACED)))
        self.code = person.ticket_code
        self.do_button.setVisible(False)
        self.rest_below.hide()
        self._offer_badge(prints)
        self.setFocus()
        self.update()

    def _show(self, person: Attendee, title: str, sentence: str) -> None:
        self._person, self.code = person, ""
        self.title.show_title(title)
        self._sentence.setText(sentence)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)

    def _offer_badge(self, prints: bool) -> None:
        self.print_button.setVisible(prints)
        self.print_button.setEnabled(prints)  # disables its key while hidden

    def _replace(self) -> None:
        """Confirm on Enter; close the page once the code was replaced."""
        if self.code:
            self.left.emit()
        elif self._person is not None:
            self.confirmed.emit(self._person.id)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.code:
            painter = design_painter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            top, room = (
                self._sentence.geometry().bottom() / text_scale() + 16,
                self.leave_button.y() / text_scale() - 16,
            )
            natural = layout_code_card(self.code, QPointF(0, 0), 1).card
            scale = max(0.5, (room - top) / natural.height())
            width = layout_code_card(self.code, QPointF(0, 0), scale).card.width()
            paint_code_card(
                painter, layout_code_card(self.code, QPointF((design_rect(self).width() + width) / 2, top), scale)
            )


_REPLACED = LOOKS[Reason.CODE_REPLACED].title
_REPLACE_CODE_TITLE = Message("people", "Replace the code of {name}?")
_QUESTION = Message(
    "people",
    "For a lost badge, or a code someone else has. The old code then gives “{answer}”; arrivals stay. This is final.",
)
_DONE = Message("people", "New code for {name}")
_OLD = Message("people", "Let them photograph it. The old code now gives “{answer}”.")
