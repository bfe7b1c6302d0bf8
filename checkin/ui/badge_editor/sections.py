# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts of the editor's panel for what is in hand: its colour, where it stands, how it is lined up, its condition."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit

from checkin.core.badges.arrange import Line, align, distribute
from checkin.core.badges.draft import Draft, Edit
from checkin.core.badges.edits import change, raise_, resize
from checkin.core.badges.fields import FIELDS
from checkin.core.badges.template import Area, Box, Condition, Shape, Text
from checkin.core.history import CUSTOM
from checkin.core.words import Words
from checkin.language import say
from checkin.ui.badge_editor.fields import field_name
from checkin.ui.badge_editor.section import Section
from checkin.ui.parts.form_fields import Choice, labelled, line
from checkin.ui.parts.icon_button import IconButton
from checkin.ui.parts.small_inputs import ColourChoice, Millimetres


class ColourSection(Section):
    """Of texts and shapes; of shapes also how thick their line is, and how round their corners."""

    def __init__(self) -> None:
        super().__init__()
        self.colour = ColourChoice(say(_COLOUR))
        self.stroke, self.radius = Millimetres(say(_STROKE), 0, 20, 0.1), Millimetres(say(_RADIUS), 0, 100)
        self._stroke_field, self._radius_field = (
            labelled(self.stroke, say(_STROKE)),
            labelled(self.radius, say(_RADIUS)),
        )
        self.column.addWidget(labelled(self.colour, say(_COLOUR)))
        self.row(self._stroke_field, self._radius_field)
        self.colour.edited.connect(lambda colour: self.do(lambda d: change(d, colour=colour)))
        self.stroke.edited.connect(lambda mm: self.do(lambda d: change(d, stroke=mm), "stroke"))
        self.radius.edited.connect(lambda mm: self.do(lambda d: change(d, radius=mm), "radius"))

    def show_draft(self, draft: Draft) -> None:
        found = [element for element in draft.chosen if isinstance(element, Text | Area)]
        self.setVisible(bool(found))
        if not found or self.editing is None:
            return
        self.colour.show_value(found[0].colour, draft.template.colour_of(self.editing.subject.category))
        areas = [element for element in found if isinstance(element, Area)]
        self._stroke_field.setVisible(bool(areas))
        self._radius_field.setVisible(any(area.shape is Shape.BOX for area in areas))
        if areas:
            self.stroke.show_value(areas[0].stroke)
            self.radius.show_value(areas[0].radius)


class PlaceSection(Section):
    """Where one element stands, and how large it is."""

    def __init__(self) -> None:
        super().__init__()
        self.fields = {name: Millimetres(say(words), step=0.5) for name, words in _PLACES.items()}
        grid = QGridLayout()
        grid.setSpacing(8)
        for number, (name, field) in enumerate(self.fields.items()):
            grid.addWidget(labelled(field, say(_PLACES[name])), number // 2, number % 2)
            field.edited.connect(lambda mm, name=name: self._move(name, mm))
        self.column.addLayout(grid)

    def show_draft(self, draft: Draft) -> None:
        self.setVisible(draft.only is not None)
        if draft.only is not None:
            box = draft.elements[draft.only].box
            for name, field in self.fields.items():
                field.show_value(getattr(box, name))

    def _move(self, name: str, mm: float) -> None:
        def edit(draft: Draft) -> Draft:
            if draft.only is None:
                return draft
            box = draft.elements[draft.only].box
            values = {n: getattr(box, n) for n in _PLACES} | {name: mm}
            return resize(draft, draft.only, Box(**values))

        self.do(edit, f"place {name}")


class ArrangeSection(Section):
    """Lined up with each other or with the badge; above or below others."""

    def __init__(self) -> None:
        super().__init__()
        upper, lower = QHBoxLayout(), QHBoxLayout()
        for row in (upper, lower):
            row.setSpacing(2)
            self.column.addLayout(row)
        for lined, (icon, words) in _LINES_UP.items():
            upper.addWidget(self._button(icon, say(words), partial(align, line=lined)))
        self._spread = [
            self._button(icon, say(words), partial(distribute, is_down=down))
            for icon, words, down in (
                ("align-horizontal-distribute-center", _ACROSS, False),
                ("align-vertical-distribute-center", _DOWN, True),
            )
        ]
        for button in self._spread:
            lower.addWidget(button)
        lower.addWidget(self._button("bring-to-front", say(_FRONT), lambda d: raise_(d, 1000)))
        lower.addWidget(self._button("send-to-back", say(_BACK), lambda d: raise_(d, -1000)))
        upper.addStretch(1)
        lower.addStretch(1)

    def show_draft(self, draft: Draft) -> None:
        self.setVisible(bool(draft.selected))
        for button in self._spread:
            button.setEnabled(len(draft.selected) >= 3)

    def _button(self, icon: str, name: str, edit: Edit) -> IconButton:
        button = IconButton(icon, name)
        button.clicked.connect(lambda: self.do(edit))
        return button


class ConditionSection(Section):
    """On whose badges it stands: on all, or where a field holds anything, or one of some words."""

    def __init__(self) -> None:
        super().__init__()
        self.field, self.words = Choice(say(_WHEN)), line(say(_HAS))
        self.words.setPlaceholderText(say(_ANYTHING))
        self._words_field = labelled(self.words, say(_HAS))
        self.column.addWidget(labelled(self.field, say(_WHEN)))
        self.column.addWidget(self._words_field)
        self.field.activated.connect(self._choose_field)
        self.words.textEdited.connect(self._choose_words)

    def show_draft(self, draft: Draft) -> None:
        self.setVisible(bool(draft.selected))
        if not draft.selected or self.editing is None:
            return
        when = draft.chosen[0].when
        self._show_fields(self.editing.board.columns(), when.field if when else "")
        self._words_field.setVisible(when is not None)
        if when and _words_in(self.words) != when.words:
            self.words.setText(", ".join(when.words))

    def _show_fields(self, columns: Sequence[str], field: str) -> None:
        fields = ["", *FIELDS, *(CUSTOM + title for title in columns)]
        fields += [field] if field not in fields else []
        if [self.field.itemData(n) for n in range(self.field.count())] != fields:
            self.field.clear()
            for each in fields:
                self.field.addItem(say(_ONLY, field=field_name(each)) if each else say(_ALWAYS), each)
        self.field.setCurrentIndex(fields.index(field))

    def _choose_field(self) -> None:
        field = self.field.currentData()
        when = Condition(field) if field else None
        self.words.clear()
        self.do(lambda draft: change(draft, when=when))

    def _choose_words(self) -> None:
        words, field = _words_in(self.words), self.field.currentData()
        self.do(lambda draft: change(draft, when=Condition(field, words)), "condition")


def _words_in(field: QLineEdit) -> tuple[str, ...]:
    return tuple(word for part in field.text().split(",") if (word := part.strip()))


_COLOUR, _STROKE = Words("badge editor", "Colour"), Words("badge editor", "Line (0: filled)")
_RADIUS = Words("badge editor", "Round corners")
_WHEN, _HAS = Words("badge editor", "On whose badges"), Words("badge editor", "One of these words")
_ALWAYS, _ONLY = Words("badge editor", "On all"), Words("badge editor", "Only with: {field}")
_ANYTHING = Words("badge editor", "anything; or words, between commas")
_ACROSS, _DOWN = Words("badge editor", "Equal space across"), Words("badge editor", "Equal space down")
_FRONT, _BACK = Words("badge editor", "Above all others"), Words("badge editor", "Below all others")
_PLACES = {
    "x": Words("badge editor", "From the left"),
    "y": Words("badge editor", "From the top"),
    "width": Words("badge editor", "Width"),
    "height": Words("badge editor", "Height"),
}
_LINES_UP = {
    Line.LEFT: ("align-start-vertical", Words("badge editor", "Line up at the left")),
    Line.CENTRE: ("align-center-vertical", Words("badge editor", "Line up in the middle")),
    Line.RIGHT: ("align-end-vertical", Words("badge editor", "Line up at the right")),
    Line.TOP: ("align-start-horizontal", Words("badge editor", "Line up at the top")),
    Line.MIDDLE: ("align-center-horizontal", Words("badge editor", "Line up at half height")),
    Line.BOTTOM: ("align-end-horizontal", Words("badge editor", "Line up at the bottom")),
}
