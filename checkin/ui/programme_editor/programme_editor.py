# SPDX-License-Identifier: GPL-3.0-or-later
"""The programme editor: event, sessions, control points, categories and columns, a page each. Saved only on request.

Every change can be undone; a mistake is shown beside its field at once and prevents saving. The editor writes nothing
itself.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QDialogButtonBox, QMessageBox, QPushButton, QSizePolicy, QTabWidget, QWidget

from checkin.core.message import CheckinError, Message
from checkin.core.programme import programme_edits
from checkin.core.programme.programme import Category, Column, ControlPoint, Event, Programme, Session, Speaker
from checkin.core.programme.programme_difference import ProgrammeMistake, compare_programmes, item_name, mistakes
from checkin.core.supervisor import Authority
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.programme.programme_importing import SavedProgramme, save_programme
from checkin.services.programme.programme_use import ProgrammeUse, read_programme_use
from checkin.services.supervision import Supervision
from checkin.translation import current_language, day_text, error_text, translate
from checkin.ui.look import drawing
from checkin.ui.look.theme import LARGE, design_rect, text_scale, tokens
from checkin.ui.programme_editor.columns_page import ColumnsPage
from checkin.ui.programme_editor.control_points_page import CategoriesPage, ControlPointsPage, EventPage
from checkin.ui.programme_editor.editor_fields import RowButton
from checkin.ui.programme_editor.sessions_page import SessionsPage
from checkin.ui.supervision.supervision_flow import ask_where_named, programme_request
from checkin.ui.widgets.boxes import column_of, row_of, wide
from checkin.ui.widgets.buttons import ask_confirmation
from checkin.ui.widgets.dialogs import Dialog, asked
from checkin.ui.widgets.form_fields import FormMessage, label


class EditorQuestions:
    """The questions, over `parent`, before something is removed that people or control points depend on. What nothing
    depends on is removed without one, because it can be undone.
    """

    def __init__(self, use: ProgrammeUse, parent: QWidget) -> None:
        self._use, self._parent = use, parent

    def may_remove_session(self, programme: Programme, session: Session) -> bool:
        people, points = self._use.registered.get(session.id, 0), programme_edits.session_points(programme, session.id)
        lines = [translate(_REGISTERED, count=people)] if people else []
        lines += [translate(_DOORS, names=", ".join(d.name for d in points))] if points else []
        return not lines or self._asks(session.title, lines)

    def may_remove_point(self, _: Programme, point: ControlPoint) -> bool:
        people = self._use.passed.get(point.id, 0)
        return not people or self._asks(point.name, [translate(_PASSED, count=people)])

    def may_remove_category(self, programme: Programme, category: Category) -> bool:
        """Return whether a category may be removed, after asking where people have it.

        The only one that a control point admits is refused: the point would be open to everybody. So is the only one
        that a column is for, which would be shown for everybody.
        """
        if points := programme_edits.points_only_for(programme, category.id):
            self._refuse(category.name, translate(_ONLY, names=", ".join(p.name for p in points)))
            return False
        if columns := programme_edits.columns_only_for(programme, category.id):
            self._refuse(category.name, translate(_ONLY_COLUMN, names=", ".join(c.name for c in columns)))
            return False
        people = self._use.of_category(category)
        return not people or self._asks(category.name, [translate(_PEOPLE, count=people)])

    def may_drop_days(self, opened: Programme, now: Programme) -> bool:
        """Return whether days on which people were counted may be taken off the event."""
        kept = programme_edits.event_days(now.event)
        gone = [
            day for day in programme_edits.event_days(opened.event) if self._use.on_day.get(day) and day not in kept
        ]
        lines = [translate(_ON_DAY, day=day_text(day, current_language()), count=self._use.on_day[day]) for day in gone]
        if not lines:
            return True
        asked = (translate(_DROP_DAYS), "\n".join([*lines, translate(_DAYS_STAY)]))
        return ask_confirmation(self._parent, asked, translate(Message("programme editor", "Take off")), translate(_NO))

    def may_remove_column(self, programme: Programme, column: Column) -> bool:
        """Return whether a column may be removed: always, as the list keeps its values."""
        return column in programme.columns

    def may_discard(self) -> bool:
        return ask_confirmation(
            self._parent, (translate(_DISCARD), translate(_DISCARDED)), translate(_YES_DISCARD), translate(_NO_DISCARD)
        )

    def _asks(self, name: str, lines: list[str]) -> bool:
        return ask_confirmation(
            self._parent, (translate(_REMOVE, name=name), "\n".join(lines)), translate(_YES), translate(_NO)
        )

    def _refuse(self, name: str, why: str) -> None:
        box = QMessageBox(self._parent)
        box.setWindowTitle(self._parent.windowTitle())
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setIcon(QMessageBox.Icon.Information)
        box.setText(translate(Message("programme editor", "“{name}” cannot be removed yet"), name=name))
        box.setInformativeText(why)
        box.addButton(QMessageBox.StandardButton.Ok)
        asked(box)


_REMOVE = Message("programme editor", "Remove “{name}”?")
_YES = Message("programme editor", "Remove")
_NO = Message("programme editor", "Keep")
_REGISTERED = Message(
    "programme editor", "People registered for it: {count}. They stay in the event, without this session."
)
_DOORS = Message("programme editor", "Its control points are removed too: {names}.")
_PASSED = Message(
    "programme editor", "People who have passed here: {count}. This stays in the journal and in the export."
)
_DROP_DAYS = Message("programme editor", "Take days off the event on which people were counted?")
_ON_DAY = Message("programme editor", "{day}: {count} {count:person|people}")
_DAYS_STAY = Message(
    "programme editor",
    "They stay in the journal and in the export, and count as having come, but on no day of the event.",
)
_PEOPLE = Message("programme editor", "People in this category: {count}. They keep the word from their list.")
_ONLY = Message(
    "programme editor",
    "This is the only category that may enter here: {names}. Without it anyone could; change that first.",
)
_ONLY_COLUMN = Message(
    "programme editor",
    "This is the only category that these columns are for: {names}. Without it they would be shown for everyone; "
    "change that first.",
)
_DISCARD = Message("programme editor", "Close without saving?")
_DISCARDED = Message("programme editor", "What you changed since you opened the programme would be lost.")
_YES_DISCARD = Message("programme editor", "Close without saving")
_NO_DISCARD = Message("programme editor", "Keep editing")


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


class ProgrammeEditor(Dialog):
    """The dialog. `keep` writes a draft; an error it raises is shown."""

    def __init__(
        self,
        programme: Programme,
        use: ProgrammeUse,
        keep: Callable[[programme_edits.ProgrammeDraft], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(translate(_TITLE), parent)
        self.draft, self._keep, self._mistakes = (
            programme_edits.ProgrammeDraft(programme, programme),
            keep,
            tuple[ProgrammeMistake, ...](),
        )
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
        buttons = QDialogButtonBox()
        self.save: QPushButton = buttons.addButton(translate(_SAVE), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        for button in buttons.buttons():
            button.setAutoDefault(False)  # type: ignore[attr-defined]  # Enter belongs to the fields
        self.save.setProperty("primary", True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column_of(
            row_of(wide(label(translate(_TITLE), LARGE, 600)), self.undo, self.redo, spacing=8),
            wide(self.tabs),
            self.strip,
            buttons,
            spacing=8,
            around=(24, 16, 24, 16),
            of=self,
        )
        self._keys()
        self.tabs.currentChanged.connect(self._fit)
        self._fit()
        self.resize(SIZE)
        self.setMinimumSize(LEAST)
        self._show()
        self.tabs.setCurrentIndex(1 if programme.event.day and (programme.sessions or use.listed_sessions) else 0)
        self.tabs.currentWidget().setFocus()
        if programme.event.day is None:
            self.event_page.choose("", "day")

    # Steps

    def _take(self, programme: Programme, touched: tuple[str, ...]) -> None:
        self.draft = self.draft.with_change(programme, touched)
        self._show()

    def _step(self, draft: programme_edits.ProgrammeDraft) -> None:
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
            self.tabs.setTabIcon(number, drawing.icon("triangle-alert", warn, ICON) if wrong else QIcon())
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


# The editing of the programme from the desk: a supervisor allows it, the editor opens, the desk reloads.
# Decides nothing.


class ProgrammeEditFlow(QWidget):
    """An invisible widget. `changed`: the programme changed; `reported` one sentence for the footer."""

    changed = Signal()
    reported = Signal(str)

    def __init__(self, event: EventFile, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._event, self._desk = event, desk
        self._supervision = Supervision(event, desk)

    def ask_edit(self) -> None:
        """Open the editor; a supervisor is asked first once one is named."""
        is_allowed, authority = ask_where_named(self._supervision, programme_request(_QUESTION), self.window())
        if not is_allowed:
            return
        saved: list[SavedProgramme] = []
        programme, use = self._event.programme(), read_programme_use(self._event)
        editor = ProgrammeEditor(
            programme, use, lambda draft: saved.append(self._save(draft, authority)), self.window()
        )
        asked(editor)
        for done in saved:
            self.changed.emit()
            self.reported.emit(saved_sentence(done))

    def _save(self, draft: programme_edits.ProgrammeDraft, authority: Authority | None) -> SavedProgramme:
        at, desk = self._desk.now(), self._desk.name
        saved = save_programme(self._event, draft, at=at, desk=desk, authority=authority)
        self._desk.reload()
        return saved


def saved_sentence(saved: SavedProgramme) -> str:
    """Return the sentence after saving, with what others changed meanwhile."""
    counts = {"sessions": len(saved.programme.sessions), "points": len(saved.programme.control_points)}
    sentence = translate(_SAVED, **counts)
    theirs = saved.theirs
    items = (*(change.item for change in theirs.changed), *theirs.added, *theirs.gone)
    names = ", ".join(dict.fromkeys(filter(None, map(item_name, items))))
    return f"{sentence} {translate(_MEANWHILE, names=names)}" if names else sentence


_SAVED = Message("programme editor", "Programme saved. Sessions: {sessions}; control points: {points}.")
_MEANWHILE = Message("programme editor", "Someone else changed something in the meantime, and it was kept: {names}.")
_QUESTION = Message("programme editor", "Edit the programme?")
