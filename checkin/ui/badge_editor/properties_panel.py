# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel at the right of the editor: properties of the selection, or of the badge if nothing is selected."""

from collections.abc import Sequence
from functools import partial

from PySide6 import QtWidgets
from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QTextCursor

from checkin.core.attendee import CUSTOM
from checkin.core.badges import badge_edits
from checkin.core.badges.template import (
    MOST_LINES,
    Align,
    Box,
    Condition,
    FoldDirection,
    Shape,
    ShapeElement,
    TextElement,
)
from checkin.core.message import Message
from checkin.services.badges.badge_templates import BadgeOverview
from checkin.translation import translate
from checkin.ui.badge_editor import editing_session
from checkin.ui.badges.badges_heading import badge_formats
from checkin.ui.look.theme import LARGE, SMALL, scale_px
from checkin.ui.look.typesetting import escape_mnemonic
from checkin.ui.widgets.buttons import DropDownButton, IconButton
from checkin.ui.widgets.form_fields import ComboBox, label, labelled_field, line_field
from checkin.ui.widgets.small_inputs import ColourChoice, CountField, IconChoice, MillimetreField, icon_toggle


class PropertySection(QtWidgets.QWidget):
    """A section of the editor's panel, which shows the draft and changes it through `EditingSession`. `show_draft` is
    called after every change; the section hides if it does not apply.
    """

    def __init__(self) -> None:
        super().__init__()
        self.editing: editing_session.EditingSession | None = None
        self.column = QtWidgets.QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)

    def edit(self, editing: editing_session.EditingSession) -> None:
        self.editing = editing

    def apply(self, edit: badge_edits.Edit, key: str = "") -> None:
        if self.editing:
            self.editing.apply(edit, key)

    def show_draft(self, draft: badge_edits.BadgeDraft) -> None:
        raise NotImplementedError

    def row(self, *parts: QtWidgets.QWidget) -> None:
        line_of_parts = QtWidgets.QHBoxLayout()
        line_of_parts.setSpacing(8)
        for part in parts:
            line_of_parts.addWidget(part, 1)
        self.column.addLayout(line_of_parts)


LEAST = 10.0
"""Least side of a badge in millimetres."""


class BadgeSection(PropertySection):
    """The section for the badge itself: name, size, categories, second side, colours. Shown if nothing is selected."""

    def __init__(self) -> None:
        super().__init__()
        self.name, self.usual = line_field(translate(_NAME)), ComboBox(translate(_SIZE))
        self.across, self.down = MillimetreField(translate(_WIDTH), LEAST), MillimetreField(translate(_HEIGHT), LEAST)
        self.ground, self.fold = ColourChoice(translate(_GROUND)), ComboBox(translate(_FOLD))
        self.categories: dict[str, QtWidgets.QCheckBox] = {}
        self.colours: dict[str, ColourChoice] = {}
        self._boxes, self._inks = QtWidgets.QVBoxLayout(), QtWidgets.QVBoxLayout()
        self._fold_field = labelled_field(self.fold, translate(_FOLD))
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self._name_field = labelled_field(self.name, translate(_NAME))
        self.column.addWidget(self._name_field)
        self._usual_field = labelled_field(self.usual, translate(_SIZE))
        self.column.addWidget(self._usual_field)
        self.row(labelled_field(self.across, translate(_WIDTH)), labelled_field(self.down, translate(_HEIGHT)))
        self._whose = label(translate(_WHOSE), SMALL, 600)
        self.column.addWidget(self._whose)
        self.column.addLayout(self._boxes)
        self._boxes.setSpacing(0)
        self.column.addWidget(self._fold_field)
        self.column.addWidget(labelled_field(self.ground, translate(_GROUND)))
        self._inks.setSpacing(8)
        self.column.addLayout(self._inks)
        self._formats = badge_formats()
        self.usual.addItems([*(each.text for each in self._formats), translate(_OWN_SIZE)])
        for way, words in _FOLDS.items():
            self.fold.addItem(translate(words), way)

    def _connect(self) -> None:
        self.name.textEdited.connect(
            lambda name: self.apply(lambda d: badge_edits.change_template(d, name=name), "name")
        )
        self.usual.activated.connect(self._choose_size)
        for field in (self.across, self.down):
            field.edited.connect(self._size)
        self.ground.edited.connect(lambda colour: self.apply(lambda d: badge_edits.change_template(d, ground=colour)))
        self.fold.activated.connect(self._choose_fold)

    def show_draft(self, draft: badge_edits.BadgeDraft) -> None:
        self.setVisible(not draft.selected)
        if draft.selected or self.editing is None:
            return
        template = draft.template
        if self.name.text() != template.name:
            self.name.setText(template.name)
        self._show_format((template.width, template.height))
        self.across.show_value(template.width)
        self.down.show_value(template.height)
        self.ground.show_value(template.ground, template.colour_of(self.editing.subject.category))
        self._fold_field.setVisible(template.sides == 2)
        self.fold.setCurrentIndex(list(_FOLDS).index(template.fold))
        self._show_categories(draft)

    def _show_categories(self, draft: badge_edits.BadgeDraft) -> None:
        """Show the categories of the programme, of the people, and further ones named by the template."""
        assert self.editing
        overview = self.editing.overview
        planned = [category.id for category in overview.programme.categories]
        wanted = list(
            filter(None, dict.fromkeys([*planned, *sorted(overview.by_category), *draft.template.categories]))
        )
        if list(self.categories) != wanted:
            self._make_categories(wanted)
        for part in (self._whose, self._name_field, self._usual_field):  # a ticket has one of two papers
            part.setVisible(overview.is_by_category)
        for each in wanted:
            with QSignalBlocker(self.categories[each]):
                self.categories[each].setChecked(each in draft.template.categories)
            self.categories[each].setVisible(overview.is_by_category)
            self.colours[each].show_value(draft.template.colour_of(each), "")

    def _make_categories(self, wanted: Sequence[str]) -> None:
        assert self.editing
        for old in (*self.categories.values(), *(choice.parentWidget() for choice in self.colours.values())):
            if old:
                old.hide()
                old.deleteLater()
        self.categories, self.colours = {}, {}
        for each in wanted:
            name = self.editing.overview.programme.category_name(each)
            box = QtWidgets.QCheckBox(escape_mnemonic(name))
            box.toggled.connect(lambda on, each=each: self.apply(lambda d: _claim(d, each, is_claimed=on)))
            colour = ColourChoice(translate(_COLOUR_OF, category=name), by_category=False)
            colour.edited.connect(lambda ink, each=each: self.apply(lambda d: _paint(d, each, ink)))
            self._boxes.addWidget(box)
            self._inks.addWidget(labelled_field(colour, translate(_COLOUR_OF, category=name)))
            self.categories[each], self.colours[each] = box, colour

    def _show_format(self, size: tuple[float, float]) -> None:
        """Show the format; if several have this size, the one chosen before."""
        sizes = [each.size for each in self._formats]
        shown = self.usual.currentIndex()
        if shown >= len(sizes) or sizes[shown] != size:
            self.usual.setCurrentIndex(sizes.index(size) if size in sizes else len(sizes))

    def _choose_size(self, place: int) -> None:
        if place < len(self._formats):
            self._resize(*self._formats[place].size)

    def _size(self) -> None:
        self._resize(self.across.value(), self.down.value())

    def _resize(self, width: float, height: float) -> None:
        """Resize the badge. Consecutive resizes are one undo step, each computed from the badge before the first."""
        if self.editing:
            self.editing.resize(lambda draft: badge_edits.resize_draft(draft, float(width), float(height)))

    def _choose_fold(self) -> None:
        fold = FoldDirection(self.fold.currentData())
        self.apply(lambda draft: badge_edits.change_template(draft, fold=fold))


def _claim(draft: badge_edits.BadgeDraft, category: str, *, is_claimed: bool) -> badge_edits.BadgeDraft:
    others = tuple(each for each in draft.template.categories if each != category)
    return badge_edits.change_template(draft, categories=(*others, category) if is_claimed else others)


def _paint(draft: badge_edits.BadgeDraft, category: str, colour: str) -> badge_edits.BadgeDraft:
    return badge_edits.change_template(draft, colours={**draft.template.colours, category: colour})


_NAME, _SIZE = Message("badge editor", "Name of the badge"), Message("badge editor", "Size")
_WIDTH, _HEIGHT = Message("badge editor", "Width"), Message("badge editor", "Height")
_OWN_SIZE = Message("badge editor", "Another size")
_WHOSE = Message("badge editor", "Who gets it (nothing ticked: everyone else)")
_GROUND, _FOLD = Message("badge editor", "Background"), Message("badge editor", "Second side")
_COLOUR_OF = Message("badge editor", "Colour: {category}")
_FOLDS = {
    FoldDirection.NONE: Message("badge editor", "Printed on the back"),
    FoldDirection.BESIDE: Message("badge editor", "Folded, to the left of the front"),
    FoldDirection.OVER: Message("badge editor", "Folded, above the front"),
}


# The panel sections for selected elements: colour, position, alignment, condition.


class ColourSection(PropertySection):
    """The colour of texts and shapes; for shapes also line width and corner radius."""

    def __init__(self) -> None:
        super().__init__()
        self.colour = ColourChoice(translate(_COLOUR))
        self.stroke, self.radius = (
            MillimetreField(translate(_STROKE), 0, 20, 0.1),
            MillimetreField(translate(_RADIUS), 0, 100),
        )
        self._stroke_field, self._radius_field = (
            labelled_field(self.stroke, translate(_STROKE)),
            labelled_field(self.radius, translate(_RADIUS)),
        )
        self.column.addWidget(labelled_field(self.colour, translate(_COLOUR)))
        self.row(self._stroke_field, self._radius_field)
        self.colour.edited.connect(lambda colour: self.apply(lambda d: badge_edits.change(d, colour=colour)))
        self.stroke.edited.connect(lambda mm: self.apply(lambda d: badge_edits.change(d, stroke=mm), "stroke"))
        self.radius.edited.connect(lambda mm: self.apply(lambda d: badge_edits.change(d, radius=mm), "radius"))

    def show_draft(self, draft: badge_edits.BadgeDraft) -> None:
        found = [element for element in draft.chosen if isinstance(element, TextElement | ShapeElement)]
        self.setVisible(bool(found))
        if not found or self.editing is None:
            return
        self.colour.show_value(found[0].colour, draft.template.colour_of(self.editing.subject.category))
        areas = [element for element in found if isinstance(element, ShapeElement)]
        self._stroke_field.setVisible(bool(areas))
        self._radius_field.setVisible(any(area.shape is Shape.BOX for area in areas))
        if areas:
            self.stroke.show_value(areas[0].stroke)
            self.radius.show_value(areas[0].radius)


class PlaceSection(PropertySection):
    """Position and size of a single element."""

    def __init__(self) -> None:
        super().__init__()
        self.fields = {name: MillimetreField(translate(words), step=0.5) for name, words in _PLACES.items()}
        grid = QtWidgets.QGridLayout()
        grid.setSpacing(8)
        for number, (name, field) in enumerate(self.fields.items()):
            grid.addWidget(labelled_field(field, translate(_PLACES[name])), number // 2, number % 2)
            field.edited.connect(lambda mm, name=name: self._move(name, mm))
        self.column.addLayout(grid)

    def show_draft(self, draft: badge_edits.BadgeDraft) -> None:
        self.setVisible(draft.only is not None)
        if draft.only is not None:
            box = draft.elements[draft.only].box
            for name, field in self.fields.items():
                field.show_value(getattr(box, name))

    def _move(self, name: str, mm: float) -> None:
        def edit(draft: badge_edits.BadgeDraft) -> badge_edits.BadgeDraft:
            if draft.only is None:
                return draft
            box = draft.elements[draft.only].box
            values = {n: getattr(box, n) for n in _PLACES} | {name: mm}
            return badge_edits.resize(draft, draft.only, Box(**values))

        self.apply(edit, f"place {name}")


class ArrangeSection(PropertySection):
    """Alignment with each other or the badge, and stacking order."""

    def __init__(self) -> None:
        super().__init__()
        upper, lower = QtWidgets.QHBoxLayout(), QtWidgets.QHBoxLayout()
        for row in (upper, lower):
            row.setSpacing(2)
            self.column.addLayout(row)
        for lined, (icon, words) in _LINES_UP.items():
            upper.addWidget(self._button(icon, translate(words), partial(badge_edits.align, line=lined)))
        self._spread = [
            self._button(icon, translate(words), partial(badge_edits.distribute, is_down=down))
            for icon, words, down in (
                ("align-horizontal-distribute-center", _ACROSS, False),
                ("align-vertical-distribute-center", _DOWN, True),
            )
        ]
        for button in self._spread:
            lower.addWidget(button)
        lower.addWidget(self._button("bring-to-front", translate(_FRONT), lambda d: badge_edits.raise_(d, 1000)))
        lower.addWidget(self._button("send-to-back", translate(_BACK), lambda d: badge_edits.raise_(d, -1000)))
        upper.addStretch(1)
        lower.addStretch(1)

    def show_draft(self, draft: badge_edits.BadgeDraft) -> None:
        self.setVisible(bool(draft.selected))
        for button in self._spread:
            button.setEnabled(len(draft.selected) >= 3)

    def _button(self, icon: str, name: str, edit: badge_edits.Edit) -> IconButton:
        button = IconButton(icon, name)
        button.clicked.connect(lambda: self.apply(edit))
        return button


class ConditionSection(PropertySection):
    """The condition for showing an element: always, if a field has a value, or if it has one of some words."""

    def __init__(self) -> None:
        super().__init__()
        self.field, self.words = ComboBox(translate(_WHEN)), line_field(translate(_HAS))
        self.words.setPlaceholderText(translate(Message("badge editor", "anything, or words separated by commas")))
        self._words_field = labelled_field(self.words, translate(_HAS))
        self.column.addWidget(labelled_field(self.field, translate(_WHEN)))
        self.column.addWidget(self._words_field)
        self.field.activated.connect(self._choose_field)
        self.words.textEdited.connect(self._choose_words)

    def show_draft(self, draft: badge_edits.BadgeDraft) -> None:
        self.setVisible(bool(draft.selected))
        if not draft.selected or self.editing is None:
            return
        when = draft.chosen[0].when
        self._show_fields(self.editing.overview, when.field if when else "")
        self._words_field.setVisible(when is not None)
        if when and _words_in(self.words) != when.words:
            self.words.setText(", ".join(when.words))

    def _show_fields(self, overview: BadgeOverview, field: str) -> None:
        fields = ["", *overview.fields.names, *(CUSTOM + title for title in overview.columns)]
        fields += [field] if field not in fields else []
        if [self.field.itemData(n) for n in range(self.field.count())] != fields:
            self.field.clear()
            for each in fields:
                self.field.addItem(
                    translate(_ONLY, field=editing_session.badge_field_label(each)) if each else translate(_ALWAYS),
                    each,
                )
        self.field.setCurrentIndex(fields.index(field))

    def _choose_field(self) -> None:
        field = self.field.currentData()
        when = Condition(field) if field else None
        self.words.clear()
        self.apply(lambda draft: badge_edits.change(draft, when=when))

    def _choose_words(self) -> None:
        words, field = _words_in(self.words), self.field.currentData()
        self.apply(lambda draft: badge_edits.change(draft, when=Condition(field, words)), "condition")


def _words_in(field: QtWidgets.QLineEdit) -> tuple[str, ...]:
    return tuple(word for part in field.text().split(",") if (word := part.strip()))


_COLOUR, _STROKE = Message("badge editor", "Colour"), Message("badge editor", "Line (0: filled)")
_RADIUS = Message("badge editor", "Rounded corners")
_WHEN, _HAS = Message("badge editor", "On whose badges"), Message("badge editor", "One of these words")
_ALWAYS, _ONLY = Message("badge editor", "On every badge"), Message("badge editor", "Only with: {field}")
_ACROSS, _DOWN = Message("badge editor", "Space out across"), Message("badge editor", "Space out down")
_FRONT, _BACK = Message("badge editor", "Bring to front"), Message("badge editor", "Send to back")
_PLACES = {
    "x": Message("badge editor", "From the left"),
    "y": Message("badge editor", "From the top"),
    "width": Message("badge editor", "Width"),
    "height": Message("badge editor", "Height"),
}
_LINES_UP = {
    badge_edits.AlignmentLine.LEFT: ("align-start-vertical", Message("badge editor", "Align left")),
    badge_edits.AlignmentLine.CENTRE: ("align-center-vertical", Message("badge editor", "Align centre")),
    badge_edits.AlignmentLine.RIGHT: ("align-end-vertical", Message("badge editor", "Align right")),
    badge_edits.AlignmentLine.TOP: ("align-start-horizontal", Message("badge editor", "Align top")),
    badge_edits.AlignmentLine.MIDDLE: ("align-center-horizontal", Message("badge editor", "Align middle")),
    badge_edits.AlignmentLine.BOTTOM: ("align-end-horizontal", Message("badge editor", "Align bottom")),
}


TEXT_HEIGHT = 76
"""Pixels."""


class TextSection(PropertySection):
    """Words and style of the selected texts."""

    def __init__(self) -> None:
        super().__init__()
        self.words = QtWidgets.QPlainTextEdit()
        self.words.setAccessibleName(translate(Message("badge editor", "Text")))
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(scale_px(TEXT_HEIGHT))
        self.menu = editing_session.FieldMenu(self)
        self.insert = DropDownButton(translate(Message("badge editor", "Insert a field")))
        self.insert.setAutoDefault(False)
        self.insert.setMenu(self.menu)
        self.letters, self.least = (
            MillimetreField(translate(_TEXT_SIZE), 1, 100),
            MillimetreField(translate(_LEAST), 0.5, 100),
        )
        self.lines = CountField(translate(_LINES), 1, MOST_LINES)
        self.align = IconChoice([(value, icon, translate(words)) for value, (icon, words) in _ALIGNS.items()])
        self.bold = icon_toggle(
            "bold", translate(_BOLD), lambda on: self.apply(lambda d: badge_edits.change(d, is_bold=on))
        )
        self.capitals = icon_toggle(
            "case-upper", translate(_CAPITALS), lambda on: self.apply(lambda d: badge_edits.change(d, is_capitals=on))
        )
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self.column.addWidget(self.words)
        self.column.addWidget(self.insert)
        style = QtWidgets.QHBoxLayout()
        style.setSpacing(2)
        for part in (self.align, self.bold, self.capitals):
            style.addWidget(part)
        style.addStretch(1)
        self.column.addLayout(style)
        fields = ((self.letters, _TEXT_SIZE), (self.least, _LEAST), (self.lines, _LINES))
        self.row(*(labelled_field(field, translate(words)) for field, words in fields))

    def _connect(self) -> None:
        self.words.textChanged.connect(self._write)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.menu.chosen.connect(self._insert)
        self.letters.edited.connect(lambda mm: self.apply(lambda d: _sized(d, mm), "size"))
        self.least.edited.connect(lambda mm: self.apply(lambda d: badge_edits.change(d, least=mm), "least"))
        self.lines.edited.connect(lambda count: self.apply(lambda d: badge_edits.change(d, lines=count), "lines"))
        self.align.edited.connect(lambda way: self.apply(lambda d: badge_edits.change(d, align=way)))

    def show_draft(self, draft: badge_edits.BadgeDraft) -> None:
        found = [element for element in draft.chosen if isinstance(element, TextElement)]
        self.setVisible(bool(found) and len(found) == len(draft.chosen))
        if not found:
            return
        first = found[0]
        is_one = len(found) == 1
        self.words.setVisible(is_one)
        self.insert.setVisible(is_one)
        self._show_words(first.text)
        self.letters.show_value(first.size)
        self.least.setMaximum(first.size)
        self.least.show_value(first.least)
        self.lines.show_value(first.lines)
        self.align.show_value(first.align)
        self.bold.setChecked(first.is_bold)
        self.capitals.setChecked(first.is_capitals)

    def _show_words(self, text: str) -> None:
        """Show the text, unless it is the one being typed, so that the cursor stays."""
        if editing_session.parse_merge_fields(self.words.toPlainText()) != text:
            with QSignalBlocker(self.words):
                self.words.setPlainText(editing_session.format_merge_fields(text))

    def _write(self) -> None:
        text = editing_session.parse_merge_fields(self.words.toPlainText())
        self.apply(lambda draft: badge_edits.change(draft, text=text), "words")

    def _insert(self, field: str) -> None:
        self.words.insertPlainText(editing_session.format_merge_fields(field))
        self.words.setFocus()

    def _fill_menu(self) -> None:
        if self.editing:
            self.menu.show_fields(self.editing.overview, self.editing.person)

    def begin_writing(self) -> None:
        """Focus the text and select all of it, to be replaced by typing."""
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.moveCursor(QTextCursor.MoveOperation.End)
        self.words.selectAll()


def _sized(draft: badge_edits.BadgeDraft, mm: float) -> badge_edits.BadgeDraft:
    """Return the draft with a text size in mm; the least size is lowered with it."""
    for element in draft.chosen:
        if isinstance(element, TextElement) and element.least > mm:
            draft = badge_edits.change(draft, least=mm)
    return badge_edits.change(draft, size=mm)


_TEXT_SIZE, _LEAST = Message("badge editor", "Letters"), Message("badge editor", "At least")
_LINES = Message("badge editor", "Lines")
_BOLD, _CAPITALS = Message("badge editor", "Bold"), Message("badge editor", "Capitals")
_ALIGNS = {
    Align.LEFT: ("text-align-start", Message("badge editor", "Align text left")),
    Align.CENTRE: ("text-align-center", Message("badge editor", "Centre text")),
    Align.RIGHT: ("text-align-end", Message("badge editor", "Align text right")),
}


_BADGE = Message("badge editor", "The badge")
_TICKET = Message("badge editor", "The ticket")
_SEVERAL = Message("badge editor", "{count} elements selected")


class PropertiesPanel(QtWidgets.QScrollArea):
    """The sections that apply, below each other."""

    def __init__(self) -> None:
        super().__init__()
        self._editing: editing_session.EditingSession | None = None
        self.heading = label("", LARGE, 600)
        self.text, self.whole = TextSection(), BadgeSection()
        self.colour, self.place = ColourSection(), PlaceSection()
        self.arrange, self.condition = ArrangeSection(), ConditionSection()
        self.sections = (self.whole, self.text, self.colour, self.place, self.arrange, self.condition)
        inner = QtWidgets.QWidget()
        column = QtWidgets.QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        for part in (self.heading, *self.sections):
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def sizeHint(self) -> QSize:
        return scale_px(QSize(300, 400))

    def edit(self, editing: editing_session.EditingSession) -> None:
        if self._editing:
            self._editing.changed.disconnect(self.show_draft)
        self._editing = editing
        for section in self.sections:
            section.edit(editing)
        editing.changed.connect(self.show_draft)
        self.show_draft()

    def show_draft(self) -> None:
        if self._editing is None:
            return
        draft = self._editing.draft
        self.heading.setText(_heading(draft, translate(_BADGE if self._editing.overview.is_by_category else _TICKET)))
        for section in self.sections:
            section.show_draft(draft)


def _heading(draft: badge_edits.BadgeDraft, whole: str) -> str:
    if not draft.selected:
        return whole
    if draft.only is not None:
        return editing_session.kind_name(draft.elements[draft.only])
    return translate(_SEVERAL, count=len(draft.selected))
