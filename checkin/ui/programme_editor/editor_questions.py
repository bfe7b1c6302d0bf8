# SPDX-License-Identifier: GPL-3.0-or-later
"""The questions of the programme editor before something is removed that people or control points depend on."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from checkin.core.message import Message
from checkin.core.programme.daily_points import event_days
from checkin.core.programme.programme import Category, Column, ControlPoint, Programme, Session
from checkin.core.programme.programme_edits import columns_only_for, points_only_for, session_points
from checkin.services.programme.programme_use import ProgrammeUse
from checkin.translation import current_language, day_text, translate
from checkin.ui.widgets.dialog_buttons import ask_confirmation


class EditorQuestions:
    """Questions shown over `parent`. What nothing depends on is removed without one, because it can be undone."""

    def __init__(self, use: ProgrammeUse, parent: QWidget) -> None:
        self._use, self._parent = use, parent

    def may_remove_session(self, programme: Programme, session: Session) -> bool:
        people, points = self._use.registered.get(session.id, 0), session_points(programme, session.id)
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
        if points := points_only_for(programme, category.id):
            self._refuse(category.name, translate(_ONLY, names=", ".join(p.name for p in points)))
            return False
        if columns := columns_only_for(programme, category.id):
            self._refuse(category.name, translate(_ONLY_COLUMN, names=", ".join(c.name for c in columns)))
            return False
        people = self._use.of_category(category)
        return not people or self._asks(category.name, [translate(_PEOPLE, count=people)])

    def may_drop_days(self, opened: Programme, now: Programme) -> bool:
        """Return whether days on which people were counted may be taken off the event."""
        kept = event_days(now.event)
        gone = [day for day in event_days(opened.event) if self._use.on_day.get(day) and day not in kept]
        lines = [translate(_ON_DAY, day=day_text(day, current_language()), count=self._use.on_day[day]) for day in gone]
        if not lines:
            return True
        asked = (translate(_DROP_DAYS), "\n".join([*lines, translate(_DAYS_STAY)]))
        return ask_confirmation(self._parent, asked, translate(_DROP), translate(_NO))

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
        box.setText(translate(_CANNOT, name=name))
        box.setInformativeText(why)
        box.addButton(QMessageBox.StandardButton.Ok)
        box.exec()
        box.deleteLater()


_REMOVE = Message("programme editor", "Remove “{name}”?")
_CANNOT = Message("programme editor", "“{name}” cannot be removed yet")
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
_DROP = Message("programme editor", "Take off")
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
