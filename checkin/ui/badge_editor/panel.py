# SPDX-License-Identifier: GPL-3.0-or-later
"""At the right of the editor: what can be said of what is in hand, or of the badge while nothing is."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from checkin.core.badges.draft import Draft
from checkin.core.words import Words
from checkin.language import say
from checkin.ui.badge_editor.sections import ArrangeSection, ColourSection, ConditionSection, PlaceSection
from checkin.ui.badge_editor.state import Editing
from checkin.ui.badge_editor.text import TextSection
from checkin.ui.badge_editor.whole import WholeSection
from checkin.ui.badge_editor.words import kind_name
from checkin.ui.look.measure import sized
from checkin.ui.look.theme import LARGE
from checkin.ui.parts.labels import label

_BADGE = Words("badge editor", "The badge")
_SEVERAL = Words("badge editor", "{count} elements selected")


class EditorPanel(QScrollArea):
    """The parts that apply, one under the other."""

    def __init__(self) -> None:
        super().__init__()
        self._editing: Editing | None = None
        self.heading = label("", LARGE, 600)
        self.text, self.whole = TextSection(), WholeSection()
        self.colour, self.place = ColourSection(), PlaceSection()
        self.arrange, self.condition = ArrangeSection(), ConditionSection()
        self.sections = (self.whole, self.text, self.colour, self.place, self.arrange, self.condition)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        for part in (self.heading, *self.sections):
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def sizeHint(self) -> QSize:
        return sized(QSize(300, 400))

    def edit(self, editing: Editing) -> None:
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
        self.heading.setText(_heading(draft))
        for section in self.sections:
            section.show_draft(draft)


def _heading(draft: Draft) -> str:
    if not draft.selected:
        return say(_BADGE)
    if draft.only is not None:
        return kind_name(draft.elements[draft.only])
    return say(_SEVERAL, count=len(draft.selected))
