# SPDX-License-Identifier: GPL-3.0-or-later
"""The changes that a list would make, shown before the import. Accepted means import; writes nothing itself."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from checkin.core.lists.change_groups import ChangeGroup, arrange_groups
from checkin.core.lists.listed_person import ListedKey
from checkin.core.lists.row_problems import count_problem_rows
from checkin.core.message import Message, list_names
from checkin.core.programme.programme import Programme
from checkin.services.lists.list_preview import ListPreview
from checkin.translation import translate
from checkin.ui.import_export.change_group_view import ChangeGroupView
from checkin.ui.import_export.duplicate_pairs import DuplicatePairsView
from checkin.ui.import_export.import_summary import other_list_warning
from checkin.ui.import_export.list_difference_tables import build_list_tables, cancelled_here, change_row
from checkin.ui.import_export.text_tables import TextTableView, build_tabs
from checkin.ui.look.measure import scale_px, scaled_font
from checkin.ui.look.theme import LARGE, TEXT
from checkin.ui.widgets.dialog_buttons import add_confirm_buttons, ask_confirmation
from checkin.ui.widgets.form_fields import FormMessage, WrappingCheckBox

SIZE, LEAST = QSize(1100, 640), 190
"""Pixels; fits a screen of 1366x768 with its bars."""


class ListDifferenceDialog(QDialog):
    """The dialog. `cancels_gone`: cancel people who left the list (off by default).

    `same` maps rows to the ids of known people they are (none by default). `here` are the ids of people who have
    arrived, `muted` the titles of the columns whose changes the user does not want to see.
    """

    def __init__(
        self,
        preview: ListPreview,
        programme: Programme,
        parent: QWidget | None = None,
        *,
        here: Collection[str] = (),
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate(Message("file", "Import a list")))
        difference = preview.difference
        self._cancel_gone = WrappingCheckBox(translate(_CANCEL))
        self._cancel_gone.setVisible(bool(difference.gone))
        self._difference, self._found, self._here = difference, preview.groups, frozenset(here)
        self.muted = set(preview.muted)
        added, gone, pairs = build_list_tables(difference)
        self.changes = ChangeGroupView(self._groups(), lambda shown: change_row(shown, programme, here))
        self.pairs = DuplicatePairsView(pairs, difference.probable_duplicates)
        self.tabs = build_tabs([TextTableView(added), self.changes, TextTableView(gone), self.pairs])
        self.mute, self._chosen = QPushButton(), ""
        self.mute.setAutoDefault(False)
        self._one_or_two = _label(translate(_TWO_OR_ONE), TEXT, 400)
        self._buttons = add_confirm_buttons(self, translate(Message("difference", "Import")))
        self._assemble(preview)
        self._connect()
        self._show_beside()

    def _connect(self) -> None:
        self.mute.clicked.connect(self._mute)
        self.changes.chosen.connect(self._offer_mute)
        self.pairs.decided.connect(self._show_beside)
        self.tabs.currentChanged.connect(self._show_beside)
        self._buttons.accepted.connect(self._import)

    def _import(self) -> None:
        """Accept, after a question if one tick would cancel nearly everybody."""
        question = other_list_warning(self._difference) if self.cancels_gone else ""
        words = translate(_CANCEL_ALL, count=len(self._difference.gone))
        if not question or ask_confirmation(self, (question, ""), words):
            self.accept()

    def _assemble(self, preview: ListPreview) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(_label(translate(_HEADLINE), LARGE, 600))
        column.addWidget(_label(_summary(preview), TEXT, 400))
        self.strip = FormMessage()
        column.addWidget(self.strip)
        if other := other_list_warning(self._difference):
            self.strip.refuse(other)
        elif names := cancelled_here(self._difference, self._here):
            self.strip.warn(translate(_HERE, count=len(names), names=list_names(names, MOST_NAMED, translate)))
        column.addWidget(self.tabs, 1)
        column.addWidget(self.mute, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._one_or_two)
        column.addWidget(self._cancel_gone)
        column.addWidget(self._buttons)
        self.tabs.setMinimumHeight(scale_px(LEAST))
        self.resize(SIZE)
        self.tabs.currentWidget().setFocus()

    @property
    def cancels_gone(self) -> bool:
        return self._cancel_gone.isChecked()

    @property
    def same(self) -> dict[ListedKey, str]:
        return self.pairs.same

    def _groups(self) -> Sequence[ChangeGroup]:
        return arrange_groups(self._found, self._here, self.muted)

    def _offer_mute(self, group: ChangeGroup | None) -> None:
        """Offer to hide the changes of an own column, or to show them again."""
        self._chosen = group.column if group else ""
        self.mute.setText(translate(_SHOW if self._chosen in self.muted else _MUTE, column=self._chosen))
        self._show_beside()

    def _mute(self) -> None:
        self.muted ^= {self._chosen}
        self.changes.put(self._groups())
        self.tabs.setTabText(self.tabs.indexOf(self.changes), self.changes.accessibleName())
        self.changes.setFocus()

    def _show_beside(self) -> None:
        """Show the button of an own column, and the explanation beside the pairs and once one was decided."""
        self.mute.setVisible(bool(self._chosen) and self.tabs.currentWidget() is self.changes)
        self._one_or_two.setVisible(self.tabs.currentWidget() is self.pairs or bool(self.same))


def _summary(preview: ListPreview) -> str:
    parts = [translate(_UNCHANGED, count=preview.difference.unchanged)]
    if preview.problems:
        parts.append(translate(_PROBLEMS, count=count_problem_rows(preview.problems)))
    return " ".join(parts)


def _label(text: str, size: int, weight: int) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(scaled_font(size, weight))
    label.setWordWrap(True)
    return label


MOST_NAMED = 5
_HERE = Message(
    "difference",
    "{count} {count:person|people} cancelled by this list {count:has|have} already arrived: {names}. They "
    "still count as arrived; import only if this is intended.",
)
_HEADLINE = Message("difference", "Nothing is written yet: what this list would change")
_UNCHANGED = Message(
    "difference",
    "{count} {count:person is|people are} unchanged. Arrivals, replaced codes and corrections made at the desk "
    "are kept.",
)
_PROBLEMS = Message(
    "difference", "{count} {count:row to check; it is|rows to check; they are} listed after the import."
)
_TWO_OR_ONE = Message(
    "difference",
    "Not ticked: they are two people, and the one on the list is added. Ticked: they are one person; nobody is "
    "added, and the list’s details go to the person in the event. Undoing the import reverses this.",
)
_MUTE = Message("difference", "Do not show changes of “{column}” again")
_SHOW = Message("difference", "Show changes of “{column}” again")
_CANCEL_ALL = Message("difference", "Cancel {count} {count:registration|registrations}")
_CANCEL = Message(
    "difference", "Cancel the registrations of people no longer on the list (except those who have arrived)"
)
