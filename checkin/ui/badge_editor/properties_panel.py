# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel at the right of the editor: properties of the selection, or of the badge if nothing is selected."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from checkin.core.badges.badge_draft import BadgeDraft
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.badge_editor.badge_element_wording import kind_name
from checkin.ui.badge_editor.badge_properties import BadgeSection
from checkin.ui.badge_editor.editing_session import EditingSession
from checkin.ui.badge_editor.element_properties import ArrangeSection, ColourSection, ConditionSection, PlaceSection
from checkin.ui.badge_editor.text_properties import TextSection
from checkin.ui.look.measure import scale_px
from checkin.ui.look.theme import LARGE
from checkin.ui.widgets.labels import label

_BADGE = Message("badge editor", "The badge")
_TICKET = Message("badge editor", "The ticket")
_SEVERAL = Message("badge editor", "{count} elements selected")


class PropertiesPanel(QScrollArea):
    """The sections that apply, below each other."""

    def __init__(self) -> None:
        super().__init__()
        self._editing: EditingSession | None = None
        self.heading = label("", LARGE, 600)
        self.text, self.whole = TextSection(), BadgeSection()
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
        return scale_px(QSize(300, 400))

    def edit(self, editing: EditingSession) -> None:
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


def _heading(draft: BadgeDraft, whole: str) -> str:
    if not draft.selected:
        return whole
    if draft.only is not None:
        return kind_name(draft.elements[draft.only])
    return translate(_SEVERAL, count=len(draft.selected))
