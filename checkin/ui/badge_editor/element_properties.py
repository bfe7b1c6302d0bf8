# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel sections for selected elements: colour, position, alignment, condition."""

from functools import partial

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit

from checkin.core.attendee_body import CUSTOM
from checkin.core.badges.badge_draft import BadgeDraft, Edit
from checkin.core.badges.badge_edits import change, raise_, resize
from checkin.core.badges.element_alignment import AlignmentLine, align, distribute
from checkin.core.badges.template import Box, Condition, Shape, ShapeElement, TextElement
from checkin.core.message import Message
from checkin.services.badges.badge_overview import BadgeOverview
from checkin.translation import translate
from checkin.ui.badge_editor.badge_field_menu import badge_field_label
from checkin.ui.badge_editor.property_section import PropertySection
from checkin.ui.widgets.buttons import IconButton
from checkin.ui.widgets.form_fields import ComboBox, labelled_field, line_field
from checkin.ui.widgets.small_inputs import ColourChoice, MillimetreField


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
        self.colour.edited.connect(lambda colour: self.apply(lambda d: change(d, colour=colour)))
        self.stroke.edited.connect(lambda mm: self.apply(lambda d: change(d, stroke=mm), "stroke"))
        self.radius.edited.connect(lambda mm: self.apply(lambda d: change(d, radius=mm), "radius"))

    def show_draft(self, draft: BadgeDraft) -> None:
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
        grid = QGridLayout()
        grid.setSpacing(8)
        for number, (name, field) in enumerate(self.fields.items()):
            grid.addWidget(labelled_field(field, translate(_PLACES[name])), number // 2, number % 2)
            field.edited.connect(lambda mm, name=name: self._move(name, mm))
        self.column.addLayout(grid)

    def show_draft(self, draft: BadgeDraft) -> None:
        self.setVisible(draft.only is not None)
        if draft.only is not None:
            box = draft.elements[draft.only].box
            for name, field in self.fields.items():
                field.show_value(getattr(box, name))

    def _move(self, name: str, mm: float) -> None:
        def edit(draft: BadgeDraft) -> BadgeDraft:
            if draft.only is None:
                return draft
            box = draft.elements[draft.only].box
            values = {n: getattr(box, n) for n in _PLACES} | {name: mm}
            return resize(draft, draft.only, Box(**values))

        self.apply(edit, f"place {name}")


class ArrangeSection(PropertySection):
    """Alignment with each other or the badge, and stacking order."""

    def __init__(self) -> None:
        super().__init__()
        upper, lower = QHBoxLayout(), QHBoxLayout()
        for row in (upper, lower):
            row.setSpacing(2)
            self.column.addLayout(row)
        for lined, (icon, words) in _LINES_UP.items():
            upper.addWidget(self._button(icon, translate(words), partial(align, line=lined)))
        self._spread = [
            self._button(icon, translate(words), partial(distribute, is_down=down))
            for icon, words, down in (
                ("align-horizontal-distribute-center", _ACROSS, False),
                ("align-vertical-distribute-center", _DOWN, True),
            )
        ]
        for button in self._spread:
            lower.addWidget(button)
        lower.addWidget(self._button("bring-to-front", translate(_FRONT), lambda d: raise_(d, 1000)))
        lower.addWidget(self._button("send-to-back", translate(_BACK), lambda d: raise_(d, -1000)))
        upper.addStretch(1)
        lower.addStretch(1)

    def show_draft(self, draft: BadgeDraft) -> None:
        self.setVisible(bool(draft.selected))
        for button in self._spread:
            button.setEnabled(len(draft.selected) >= 3)

    def _button(self, icon: str, name: str, edit: Edit) -> IconButton:
        button = IconButton(icon, name)
        button.clicked.connect(lambda: self.apply(edit))
        return button


class ConditionSection(PropertySection):
    """The condition for showing an element: always, if a field has a value, or if it has one of some words."""

    def __init__(self) -> None:
        super().__init__()
        self.field, self.words = ComboBox(translate(_WHEN)), line_field(translate(_HAS))
        self.words.setPlaceholderText(translate(_ANYTHING))
        self._words_field = labelled_field(self.words, translate(_HAS))
        self.column.addWidget(labelled_field(self.field, translate(_WHEN)))
        self.column.addWidget(self._words_field)
        self.field.activated.connect(self._choose_field)
        self.words.textEdited.connect(self._choose_words)

    def show_draft(self, draft: BadgeDraft) -> None:
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
                    translate(_ONLY, field=badge_field_label(each)) if each else translate(_ALWAYS), each
                )
        self.field.setCurrentIndex(fields.index(field))

    def _choose_field(self) -> None:
        field = self.field.currentData()
        when = Condition(field) if field else None
        self.words.clear()
        self.apply(lambda draft: change(draft, when=when))

    def _choose_words(self) -> None:
        words, field = _words_in(self.words), self.field.currentData()
        self.apply(lambda draft: change(draft, when=Condition(field, words)), "condition")


def _words_in(field: QLineEdit) -> tuple[str, ...]:
    return tuple(word for part in field.text().split(",") if (word := part.strip()))


_COLOUR, _STROKE = Message("badge editor", "Colour"), Message("badge editor", "Line (0: filled)")
_RADIUS = Message("badge editor", "Rounded corners")
_WHEN, _HAS = Message("badge editor", "On whose badges"), Message("badge editor", "One of these words")
_ALWAYS, _ONLY = Message("badge editor", "On every badge"), Message("badge editor", "Only with: {field}")
_ANYTHING = Message("badge editor", "anything, or words separated by commas")
_ACROSS, _DOWN = Message("badge editor", "Space out across"), Message("badge editor", "Space out down")
_FRONT, _BACK = Message("badge editor", "Bring to front"), Message("badge editor", "Send to back")
_PLACES = {
    "x": Message("badge editor", "From the left"),
    "y": Message("badge editor", "From the top"),
    "width": Message("badge editor", "Width"),
    "height": Message("badge editor", "Height"),
}
_LINES_UP = {
    AlignmentLine.LEFT: ("align-start-vertical", Message("badge editor", "Align left")),
    AlignmentLine.CENTRE: ("align-center-vertical", Message("badge editor", "Align centre")),
    AlignmentLine.RIGHT: ("align-end-vertical", Message("badge editor", "Align right")),
    AlignmentLine.TOP: ("align-start-horizontal", Message("badge editor", "Align top")),
    AlignmentLine.MIDDLE: ("align-center-horizontal", Message("badge editor", "Align middle")),
    AlignmentLine.BOTTOM: ("align-end-horizontal", Message("badge editor", "Align bottom")),
}
