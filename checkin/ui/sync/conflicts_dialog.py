# SPDX-License-Identifier: GPL-3.0-or-later
"""The conflict inbox: conflicts one after the other, both sides next to each other, a key for each resolution."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QListWidget, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from checkin.core.attendee import STATE_NAMES
from checkin.core.export_columns import KIND_NAMES
from checkin.core.message import CheckinError, Message
from checkin.core.sync.conflicts import RESOLUTIONS, ConflictKind, ConflictSide, OpenConflict, Resolution
from checkin.services.desk_conflicts import Conflicts
from checkin.translation import clock_time, error_text, translate
from checkin.ui.look.theme import DETAIL, LARGE, TEXT, scale_px
from checkin.ui.look.typesetting import escape_mnemonic
from checkin.ui.look.undo_wording import person_field_label
from checkin.ui.widgets.boxes import REST, at_bottom, column_of, empty, row_of, wide
from checkin.ui.widgets.buttons import EmptyState, push_button
from checkin.ui.widgets.dialogs import Dialog
from checkin.ui.widgets.form_fields import Notice, Paragraph, label
from checkin.ui.widgets.keyboard import number_keys

# The sentences about conflicts between desks and their resolutions.

_TITLES = {
    ConflictKind.DOUBLE_ADMISSION: Message("conflict", "Let in twice: {name}"),
    ConflictKind.CORRECTED_TWICE: Message("conflict", "{field} of {name}, corrected twice"),
    ConflictKind.SAME_WALK_IN: Message("conflict", "Registered twice: {name}"),
    ConflictKind.OVERRUN: Message("conflict", "Too many in {session}: {people} over capacity"),
    ConflictKind.ONE_ID: Message("conflict", "Two versions: {name}"),
    ConflictKind.CODE_OF_TWO: Message("conflict", "One code for {name} and {other}"),
}
_APART = Message("conflict", "{title} · settled differently at two desks")
_WAYS = {
    Resolution.SAME_PERSON: Message("conflict", "The same person, scanned twice"),
    Resolution.SECOND_WRONG: Message("conflict", "The second arrival is a mistake"),
    Resolution.FIRST_WRONG: Message("conflict", "The first arrival is a mistake"),
    Resolution.ANOTHER_PERSON: Message("conflict", "Someone else came in with this code"),
    Resolution.KEEP_FIRST: Message("conflict", "Keep “{value}”"),
    Resolution.KEEP_SECOND: Message("conflict", "Keep “{value}”"),
    Resolution.MERGE: Message("conflict", "The same person: merge them"),
    Resolution.TWO_PEOPLE: Message("conflict", "Two different people"),
    Resolution.ACCEPT: Message("conflict", "Seen: everyone stays"),
    Resolution.SEEN: Message("conflict", "Seen: keep both"),
}
_CODE_IS = Message("conflict", "The code is {name}’s; the other keeps their code from before")
_NOBODY = Message("conflict", "someone this desk does not know yet")
_ONE_ID = Message(
    "conflict",
    "Two different entries came with the same number. No desk does that by itself: someone may have tampered "
    "with them. Both are kept; correct what is wrong, and tell the organiser.",
)
_CAME_IN = Message("conflict", "{time} at {desk}: {name}")
_MORE = Message("conflict", "and {count} who came before")
MOST_LINES = 8


_CHOSEN = Message("conflict", "Decided {time} at {desk}: {way}")


def conflict_title(conflict: OpenConflict) -> str:
    sentence = _title(conflict)
    return translate(_APART, title=sentence) if conflict.choices else sentence


def _title(conflict: OpenConflict) -> str:
    return translate(
        _TITLES[conflict.kind],
        name=conflict.person.name
        if conflict.person
        else translate(_NOBODY if conflict.kind != ConflictKind.ONE_ID else Message("conflict", "the event")),
        other=conflict.other.name if conflict.other else translate(_NOBODY),
        field=person_field_label(conflict.field) if conflict.field else "",
        session=conflict.session.title if conflict.session else "",
        people=conflict.people,
    )


def side_description(side: ConflictSide | None) -> str:
    """Return one side of a conflict: time, desk, and what was written; "" without one."""
    if side is None:
        return ""
    kind = translate(KIND_NAMES[side.kind]) if side.kind in KIND_NAMES else side.kind
    state = STATE_NAMES.get(side.value)
    value = ", ".join(filter(None, (kind, translate(state) if state else side.value)))
    words = Message("conflict", "{time} at {desk}: “{value}”") if value else Message("conflict", "{time} at {desk}")
    return translate(words, time=clock_time(side.at), desk=side.desk, value=value)


def conflict_details(conflict: OpenConflict) -> str:
    """Return what the two sides do not show: earlier decisions, or who came in last and may have to leave."""
    chosen = [
        translate(_CHOSEN, time=clock_time(c.at), desk=c.desk, way=resolution_label(conflict, c.way))
        for c in conflict.choices
    ]
    came = conflict.inside[:MOST_LINES]
    lines = [translate(_CAME_IN, time=clock_time(c.at), desk=c.desk, name=c.person or translate(_NOBODY)) for c in came]
    more = len(conflict.inside) - len(lines)
    if conflict.kind is ConflictKind.CODE_OF_TWO and not conflict.choices:
        chosen.append(translate(Message("conflict", "Until then, the desk asks each time whose code it is.")))
    if conflict.kind is ConflictKind.ONE_ID:
        chosen.append(translate(_ONE_ID))
    return "\n".join([*chosen, *lines, *([translate(_MORE, count=more)] if more > 0 else [])])


def resolution_label(conflict: OpenConflict, resolution: Resolution) -> str:
    """Return the label of a resolution's button."""
    if conflict.kind is ConflictKind.CODE_OF_TWO:
        owner = conflict.person if resolution is Resolution.SECOND_WRONG else conflict.other
        return translate(_CODE_IS, name=owner.name if owner else translate(_NOBODY))
    side = conflict.first if resolution is Resolution.KEEP_FIRST else conflict.second
    return translate(_WAYS[resolution], value=(side.value if side else "") or translate(Message("conflict", "empty")))


WIDTH, HEIGHT, LIST_WIDTH = 900, 520, 320
"""Pixels; fits the smallest window."""
MOST_WAYS = max(map(len, RESOLUTIONS.values()))


class ConflictsDialog(Dialog):
    """The dialog; `resolved` is emitted after each resolved conflict, because the desk's figures change."""

    resolved = Signal()

    def __init__(self, conflicts: Conflicts, parent: QWidget | None = None) -> None:
        super().__init__(translate(_TITLE), parent)
        self._conflicts = conflicts
        self._open: Sequence[OpenConflict] = ()
        self.list = QListWidget()
        self.list.setAccessibleName(translate(_TITLE))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._heading, self._about = Paragraph(DETAIL, 700), Paragraph()
        self._stories, self.notice = (Paragraph(LARGE, 600), Paragraph(LARGE, 600)), Notice()
        self._more = Paragraph()
        self._buttons = QVBoxLayout()
        self.list.currentRowChanged.connect(self._show)
        for number in range(1, MOST_WAYS + 1):
            keys = QShortcut(self)
            keys.setKeys(number_keys(number, "Alt"))
            keys.activated.connect(partial(self._choose, number))
        open_ones = QWidget()
        grid = QGridLayout(open_ones)
        grid.setContentsMargins(24, 20, 24, 20)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(12)
        grid.addWidget(label(translate(_EXPLAINED), TEXT), 0, 0, 1, 2)
        grid.addWidget(self.list, 1, 0)
        grid.addLayout(
            column_of(self._heading, self._about, *self._stories, self._more, 8, self._buttons, REST, spacing=12), 1, 1
        )
        grid.addLayout(self._last_row(), 2, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(1, 1)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(open_ones)
        self._pages.addWidget(self._nothing())
        self.resize(WIDTH, HEIGHT)
        self.refresh()

    def refresh(self) -> None:
        """Read the open conflicts again and show one."""
        self._open = self._conflicts.open()
        row = max(0, min(self.list.currentRow(), len(self._open) - 1))
        self.list.clear()
        self.list.addItems([conflict_title(conflict) for conflict in self._open])
        for number, conflict in enumerate(self._open):
            self.list.item(number).setToolTip(conflict_title(conflict))
        self.list.setCurrentRow(row if self._open else -1)
        self._show()
        self.list.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow the list for large text; long titles are shown in full beside it."""
        super().resizeEvent(event)
        self.list.setFixedWidth(min(scale_px(LIST_WIDTH), self.width() * 2 // 5))

    @property
    def shown(self) -> OpenConflict | None:
        row = self.list.currentRow()
        return self._open[row] if 0 <= row < len(self._open) else None

    def _choose(self, number: int) -> None:
        ways = self.shown.resolutions if self.shown else ()
        if number <= len(ways):
            self._resolve(ways[number - 1])

    def _show(self) -> None:
        conflict = self.shown
        self._pages.setCurrentIndex(0 if self._open else 1)
        self._heading.show_text(conflict_title(conflict) if conflict else "")
        self._about.show_text(_about(conflict) if conflict else "")
        self._about.setVisible(bool(self._about.text()))
        sides = (conflict.first, conflict.second) if conflict else (None, None)
        self._more.show_text(conflict_details(conflict) if conflict else "")
        self._more.setVisible(bool(self._more.text()))
        for paragraph, side in zip(self._stories, sides, strict=True):
            paragraph.show_text(side_description(side))
            paragraph.setVisible(side is not None)
        empty(self._buttons)
        before: QWidget = self.list
        for number, resolution in enumerate(conflict.resolutions if conflict else (), start=1):
            button = self._button(number, conflict, resolution)
            self._buttons.addWidget(button)
            QWidget.setTabOrder(before, button)
            before = button
        QWidget.setTabOrder(before, self.leave)

    def _button(self, number: int, conflict: OpenConflict | None, resolution: Resolution) -> QPushButton:
        text = resolution_label(conflict, resolution) if conflict else ""
        button = push_button(escape_mnemonic(f"Alt+{number}   {text}"), lambda _=False: self._resolve(resolution))
        button.setAccessibleName(f"{text} (Alt+{number})")
        button.setStyleSheet("text-align: left")
        return button

    def _resolve(self, resolution: Resolution) -> None:
        if (conflict := self.shown) is None:
            return
        self.notice.setText("")
        try:
            self._conflicts.resolve(conflict, resolution)
        except CheckinError as error:  # shown here: the desk's own line is covered by this window
            self.notice.setText(error_text(error))
        self.refresh()
        self.resolved.emit()

    def _last_row(self) -> QHBoxLayout:
        """Return the row with errors and the close button, which Enter does not press."""
        self.leave = push_button(translate(_CLOSE), self.accept)
        return row_of(wide(self.notice), at_bottom(self.leave), spacing=24)

    def _nothing(self) -> EmptyState:
        close = QPushButton(translate(_CLOSE))
        close.clicked.connect(self.accept)
        nothing = EmptyState("circle-check", close)
        nothing.show_texts(translate(Message("conflict", "No conflicts")), translate(_NOTHING_MORE))
        return nothing


def _about(conflict: OpenConflict) -> str:
    """Return person and place of a conflict."""
    person = conflict.person
    if conflict.kind is ConflictKind.CODE_OF_TWO:
        return conflict.field
    parts = (
        person.organisation if person else "",
        person.ticket_code[-4:] if person else "",
        conflict.point.name if conflict.point else "",
    )
    return " · ".join(part for part in parts if part)


_TITLE = Message("conflict", "Conflicts between desks")
_EXPLAINED = Message("conflict", "What two desks did while they were disconnected. Until you decide, the first counts.")
_CLOSE = Message("conflict", "Close")
_NOTHING_MORE = Message("conflict", "The desks agree on everything.")
