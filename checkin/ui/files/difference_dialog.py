# SPDX-License-Identifier: GPL-3.0-or-later
"""What a list would change, looked at before anything is written. Asks only: accepted means import."""

from collections.abc import Collection

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from checkin.core.lists.problems import rows_of
from checkin.core.programme.programme import Programme
from checkin.core.words import Words
from checkin.desk.lists.list_preview import Preview
from checkin.language import say
from checkin.ui.files.difference_pairs import PairsView
from checkin.ui.files.difference_rows import cancelled_here, tables
from checkin.ui.files.difference_table import TableView, tabs_of
from checkin.ui.look.measure import face, sized
from checkin.ui.look.theme import LARGE, TEXT
from checkin.ui.parts.dialog_buttons import do_or_go_back
from checkin.ui.parts.form_fields import Strip
from checkin.ui.parts.tick_box import TickBox

SIZE, LEAST = QSize(1100, 640), 190
"""Pixels; fits a screen of 1366x768 with its bars."""


class DifferenceDialog(QDialog):
    """`cancels_gone` is whether those who left the list are to be cancelled; no by itself. `same` is which rows are
    people who are known: row → id; none by itself. `here` are the ids of people who have arrived.
    """

    def __init__(
        self,
        preview: Preview,
        programme: Programme,
        parent: QWidget | None = None,
        *,
        here: Collection[str] = (),
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(say(Words("file", "Import a list")))
        difference = preview.difference
        self._cancel_gone = TickBox(say(_CANCEL))
        self._cancel_gone.setVisible(bool(difference.gone))
        *others, pairs = tables(difference, programme, here)
        self.pairs = PairsView(pairs, difference.probable_duplicates)
        self.tabs = tabs_of([*map(TableView, others), self.pairs])
        self._one_or_two = _label(say(_TWO_OR_ONE), TEXT, 400)
        self.pairs.decided.connect(self._tell_pairs)
        self.tabs.currentChanged.connect(self._tell_pairs)
        self._tell_pairs()
        self._buttons = do_or_go_back(self, say(Words("difference", "Import")))
        self._buttons.accepted.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(_label(say(_HEADLINE), LARGE, 600))
        column.addWidget(_label(_summary(preview), TEXT, 400))
        self.strip = Strip()
        column.addWidget(self.strip)
        if names := cancelled_here(difference, here):
            shown = ", ".join(names[:MOST_NAMED]) + ("…" if len(names) > MOST_NAMED else "")
            self.strip.warn(say(_HERE, count=len(names), names=shown))
        column.addWidget(self.tabs, 1)
        column.addWidget(self._one_or_two)
        column.addWidget(self._cancel_gone)
        column.addWidget(self._buttons)
        self.tabs.setMinimumHeight(sized(LEAST))
        self.resize(SIZE)
        self.tabs.currentWidget().setFocus()

    @property
    def cancels_gone(self) -> bool:
        return self._cancel_gone.isChecked()

    @property
    def same(self) -> dict[int, str]:
        return self.pairs.same

    def _tell_pairs(self) -> None:
        """Beside the pairs, and wherever one was decided on."""
        self._one_or_two.setVisible(self.tabs.currentWidget() is self.pairs or bool(self.same))


def _summary(preview: Preview) -> str:
    parts = [say(_UNCHANGED, count=preview.difference.unchanged)]
    if preview.problems:
        parts.append(say(_PROBLEMS, count=rows_of(preview.problems)))
    return " ".join(parts)


def _label(text: str, size: int, weight: int) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(face(size, weight))
    label.setWordWrap(True)
    return label


MOST_NAMED = 5
_HERE = Words(
    "difference",
    "{count} {count:person whom this list cancels has|people whom this list cancels have} arrived already: {names}. "
    "They stay counted as arrived; import only if that is meant.",
)
_HEADLINE = Words("difference", "Before anything is written: what this list changes")
_UNCHANGED = Words(
    "difference",
    "{count} {count:person stays|people stay} as they are. "
    "Arrivals, replaced codes and corrections made at the desk are kept.",
)
_PROBLEMS = Words("difference", "{count} {count:row to check; it is|rows to check; they are} listed after the import.")
_TWO_OR_ONE = Words(
    "difference",
    "Not ticked, they are two people: the one of the list is added. Ticked, they are one: nobody is added, and what "
    "the list says goes to the person in the event. Undoing the import takes that back.",
)
_CANCEL = Words(
    "difference", "Cancel the registration of those who are no longer on the list (not of anyone who has arrived)"
)
