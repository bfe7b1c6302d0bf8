# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel section for the badge itself: name, size, categories, second side, colours."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QVBoxLayout

from checkin.core.badges.badge_draft import BadgeDraft
from checkin.core.badges.badge_edits import change_template
from checkin.core.badges.resizing import resize_draft
from checkin.core.badges.template import FoldDirection
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.badge_editor.property_section import PropertySection
from checkin.ui.badges.badges_wording import badge_formats
from checkin.ui.look.mnemonics import escape_mnemonic
from checkin.ui.look.theme import SMALL
from checkin.ui.widgets.form_fields import ComboBox, labelled_field, line_field
from checkin.ui.widgets.labels import label
from checkin.ui.widgets.small_inputs import ColourChoice, MillimetreField

LEAST = 10.0
"""Least side of a badge in millimetres."""


class BadgeSection(PropertySection):
    """The section, shown while nothing is selected."""

    def __init__(self) -> None:
        super().__init__()
        self.name, self.usual = line_field(translate(_NAME)), ComboBox(translate(_SIZE))
        self.across, self.down = MillimetreField(translate(_WIDTH), LEAST), MillimetreField(translate(_HEIGHT), LEAST)
        self.ground, self.fold = ColourChoice(translate(_GROUND)), ComboBox(translate(_FOLD))
        self.categories: dict[str, QCheckBox] = {}
        self.colours: dict[str, ColourChoice] = {}
        self._boxes, self._inks = QVBoxLayout(), QVBoxLayout()
        self._fold_field = labelled_field(self.fold, translate(_FOLD))
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self._name_field = labelled_field(self.name, translate(_NAME))
        self.column.addWidget(self._name_field)
        self.column.addWidget(labelled_field(self.usual, translate(_SIZE)))
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
        self.name.textEdited.connect(lambda name: self.apply(lambda d: change_template(d, name=name), "name"))
        self.usual.activated.connect(self._choose_size)
        for field in (self.across, self.down):
            field.edited.connect(self._size)
        self.ground.edited.connect(lambda colour: self.apply(lambda d: change_template(d, ground=colour)))
        self.fold.activated.connect(self._choose_fold)

    def show_draft(self, draft: BadgeDraft) -> None:
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

    def _show_categories(self, draft: BadgeDraft) -> None:
        """Show the categories of the programme, of the people, and further ones named by the template."""
        assert self.editing
        overview = self.editing.overview
        planned = [category.id for category in overview.programme.categories]
        wanted = list(
            filter(None, dict.fromkeys([*planned, *sorted(overview.by_category), *draft.template.categories]))
        )
        if list(self.categories) != wanted:
            self._make_categories(wanted)
        for part in (self._whose, self._name_field):  # a ticket is everybody's, and known by its paper
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
            box = QCheckBox(escape_mnemonic(name))
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
            self.editing.resize(lambda draft: resize_draft(draft, float(width), float(height)))

    def _choose_fold(self) -> None:
        fold = FoldDirection(self.fold.currentData())
        self.apply(lambda draft: change_template(draft, fold=fold))


def _claim(draft: BadgeDraft, category: str, *, is_claimed: bool) -> BadgeDraft:
    others = tuple(each for each in draft.template.categories if each != category)
    return change_template(draft, categories=(*others, category) if is_claimed else others)


def _paint(draft: BadgeDraft, category: str, colour: str) -> BadgeDraft:
    return change_template(draft, colours={**draft.template.colours, category: colour})


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
