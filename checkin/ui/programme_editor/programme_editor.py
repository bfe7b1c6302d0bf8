# SPDX-License-Identifier: GPL-3.0-or-later
"""The programme editor: event, sessions, control points, categories and columns, a page each. Saved only on request.

Every change can be undone; a mistake is shown beside its field at once and prevents saving. The editor writes nothing
itself.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from checkin.core.errors import CheckinError
from checkin.core.message import Message
from checkin.core.programme.programme import Category, Column, ControlPoint, Event, Programme, Session, Speaker
from checkin.core.programme.programme_difference import compare_programmes
from checkin.core.programme.programme_draft import ProgrammeDraft
from checkin.core.programme.programme_mistakes import ProgrammeMistake, mistakes
from checkin.services.programme.programme_use import ProgrammeUse
from checkin.translation import error_text, translate
from checkin.ui.look import icons
from checkin.ui.look.measure import design_rect, text_scale
from checkin.ui.look.theme import LARGE, tokens
from checkin.ui.programme_editor.categories_page import CategoriesPage
from checkin.ui.programme_editor.columns_page import ColumnsPage
from checkin.ui.programme_editor.control_points_page import ControlPointsPage
from checkin.ui.programme_editor.editor_questions import EditorQuestions
from checkin.ui.programme_editor.event_page import EventPage
from checkin.ui.programme_editor.rows_field import RowButton
from checkin.ui.programme_editor.sessions_page import SessionsPage
from checkin.ui.widgets.form_fields import FormMessage
from checkin.ui.widgets.labels import label

SIZE, LEAST = QSize(1080, 620), QSize(960, 560)
"""Pixels; fits beside the frame of the smallest window."""
ICON = 16
NARROW = 930
"""Design pixels below which the lists stand above their forms."""

_PAGES: dict[type, int] = {Event: 0, Session: 1, Speaker: 1, ControlPoint: 2, Category: 3, Column: 4}


class _Tabs(QTabWidget):
    """Tabs as high as the current page, because large text would leave a gap below a low one."""

    def heightForWidth(self, width: int) -> int:
        page, least = self.currentWidget(), self.minimumSizeHint().height()
        pages = page.parentWidget()
        assert pages
        return max(least, page.heightForWidth(width) + least - pages.minimumSizeHint().height())


class ProgrammeEditor(QDialog):
    """The dialog. `keep` writes a draft; an error it raises is shown."""

    def __init__(
        self,
        programme: Programme,
        use: ProgrammeUse,
        keep: Callable[[ProgrammeDraft], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.draft, self._keep, self._mistakes = (
            ProgrammeDraft(programme, programme),
            keep,
            tuple[ProgrammeMistake, ...](),
        )
        self.setWindowTitle(translate(_TITLE))
        self.questions = EditorQuestions(use, self)
        self.event_page = EventPage()
        self.sessions = SessionsPage(self.questions.may_remove_session, use)
        self.points = ControlPointsPage(use, self.questions.may_remove_point)
        self.categories = CategoriesPage(use, self.questions.may_remove_category)
        self.columns = ColumnsPage(use, self.questions.may_remove_column)
        self.pages = (self.event_page, self.sessions, self.points, self.categories, self.columns)
        self.tabs, self.strip = _Tabs(), FormMessage()
        for page in self.pages:
            self.tabs.addTab(page, "")
            page.edited.connect(self._take)
            page.broken_changed.connect(
                self._offer, Qt.ConnectionType.QueuedConnection
            )  # the page may be on its way out
        self.sessions.control_point_wanted.connect(lambda point: self._go(ControlPoint, point, "name"))
        self.undo, self.redo = RowButton("undo-2", translate(_UNDO)), RowButton("redo-2", translate(_REDO))
        self._assemble()
        self._show()
        self.tabs.setCurrentIndex(1 if programme.event.day and (programme.sessions or use.listed_sessions) else 0)
        self.tabs.currentWidget().setFocus()
        if programme.event.day is None:
            self.event_page.choose("", "day")

    # Steps

    def _take(self, programme: Programme, touched: tuple[str, ...]) -> None:
        self.draft = self.draft.with_change(programme, touched)
        self._show()

    def _step(self, draft: ProgrammeDraft) -> None:
        """Undo or redo, and show the item that changes."""
        before, self.draft = self.draft.now, draft
        self._show()
        difference = compare_programmes(before, draft.now)
        for item in (*(c.item for c in difference.changed), *difference.added):
            self._go(type(item), getattr(item, "id", ""), "")
            return

    def _show(self) -> None:
        self._mistakes = mistakes(self.draft.now)
        for page in self.pages:
            page.show_draft(self.draft.now, self._mistakes)
        self.strip.warn("")
        self._offer()

    def _offer(self) -> None:
        """Update tabs and buttons; an unreadable field is marked on its tab and prevents saving."""
        programme, warn = self.draft.now, tokens(self.palette()).warn
        broken = [number for number in range(len(self.pages)) if self.pages[number].is_broken]
        kinds = (programme.sessions, programme.control_points, programme.categories, programme.columns)
        counts = (None, *map(len, kinds))
        for number, (words, count) in enumerate(zip(_TABS, counts, strict=True)):
            wrong = number in broken or any(_PAGES[m.kind] == number for m in self._mistakes)
            text = translate(words) if count is None else translate(_COUNTED, name=translate(words), count=count)
            self.tabs.setTabText(number, text)
            self.tabs.setTabIcon(number, icons.icon("triangle-alert", warn, ICON) if wrong else QIcon())
        self.undo.setEnabled(bool(self.draft.past))
        self.redo.setEnabled(bool(self.draft.future))
        self.save.setEnabled(not broken)
        self.save.setToolTip(translate(_UNREAD, name=self.tabs.tabText(broken[0])) if broken else "")

    def _go(self, kind: type, item_id: str, field: str) -> None:
        """Show an item and focus a field of it."""
        number = _PAGES[kind]
        self.tabs.setCurrentIndex(number)
        self.pages[number].choose(item_id, field)

    # Closing

    def accept(self) -> None:
        """Save and close, or show the first mistake. The focused field is left first."""
        self.setFocus()
        if broken := [page for page in self.pages if page.is_broken]:
            self.tabs.setCurrentWidget(broken[0])
            return
        if self._mistakes:
            first = self._mistakes[0]
            self._go(first.kind, first.id, first.field)
            self.strip.warn(translate(_TO_CORRECT, count=len(self._mistakes)))
            return
        if not self.questions.may_drop_days(self.draft.opened, self.draft.now):
            return
        try:
            self._keep(self.draft)
        except CheckinError as error:  # shown here: the desk's own line is covered by this window
            self.strip.warn(error_text(error))
        else:
            super().accept()

    def reject(self) -> None:
        """Ask before unsaved changes are dropped."""
        is_broken = any(page.is_broken for page in self.pages)
        if not (self.draft.is_changed or is_broken) or self.questions.may_discard():
            super().reject()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for page in (self.sessions, self.points, self.categories, self.columns):
            page.stack(design_rect(self).width() < NARROW)

    def _fit(self) -> None:
        """Let hidden pages take no room."""
        for page in self.pages:
            is_seen = page is self.tabs.currentWidget() or text_scale() == 1
            policy = QSizePolicy.Policy.Preferred if is_seen else QSizePolicy.Policy.Ignored
            page.setSizePolicy(policy, policy)
        self.tabs.updateGeometry()

    def _assemble(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(label(translate(_TITLE), LARGE, 600), 1)
        top.addWidget(self.undo)
        top.addWidget(self.redo)
        buttons = QDialogButtonBox()
        self.save: QPushButton = buttons.addButton(translate(_SAVE), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        for button in buttons.buttons():
            button.setAutoDefault(False)  # type: ignore[attr-defined]  # Enter belongs to the fields
        self.save.setProperty("primary", True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.strip)
        column.addWidget(buttons)
        self._keys()
        self.tabs.currentChanged.connect(self._fit)
        self._fit()
        self.resize(SIZE)
        self.setMinimumSize(LEAST)

    def _keys(self) -> None:
        self.undo.clicked.connect(lambda: self._step(self.draft.undone()))
        self.redo.clicked.connect(lambda: self._step(self.draft.redo()))
        keys: tuple[tuple[Any, QPushButton], ...] = (
            (QKeySequence.StandardKey.Undo, self.undo),
            (QKeySequence.StandardKey.Redo, self.redo),
            (QKeySequence.StandardKey.Save, self.save),
        )
        for key, button in keys:
            QShortcut(QKeySequence(key), self).activated.connect(button.click)


_TITLE = Message("programme editor", "The programme")
_TABS = (
    Message("programme editor", "Event"),
    Message("programme editor", "Sessions"),
    Message("programme editor", "Control points"),
    Message("programme editor", "Categories"),
    Message("programme editor", "Columns"),
)
_COUNTED = Message("programme editor", "{name} ({count})")
_UNDO = Message("programme editor", "Undo (Ctrl+Z)")
_REDO = Message("programme editor", "Redo (Ctrl+Shift+Z)")
_SAVE = Message("programme editor", "Save")
_UNREAD = Message("programme editor", "Something under “{name}” is not filled in correctly yet.")
_TO_CORRECT = Message("programme editor", "Nothing is saved yet: {count} to correct, starting with this one.")
