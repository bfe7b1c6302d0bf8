# SPDX-License-Identifier: GPL-3.0-or-later
"""The preview of a connection log: who matches whom, which matches are doubtful, who is unknown.

Accepted means record. Doubtful matches are recorded only if the user decides who they are.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.core.online_attendance.connection_log import Watcher
from checkin.services.lists.connection_log_importing import ConnectionLogOptions, ConnectionLogPreview
from checkin.services.lists.connection_log_wording import doubt_about_times
from checkin.services.lists.list_preview import ENCODINGS
from checkin.translation import error_text, translate
from checkin.ui.import_export.connection_log_proposals import ConnectionLogProposals
from checkin.ui.import_export.import_source import ENCODING_NAMES
from checkin.ui.import_export.list_difference_tables import TextTable
from checkin.ui.import_export.text_tables import TextTableView, build_tabs
from checkin.ui.look.measure import scale_px
from checkin.ui.look.theme import LARGE
from checkin.ui.widgets.dialog_buttons import add_confirm_buttons
from checkin.ui.widgets.form_fields import ComboBox, TypedChoice
from checkin.ui.widgets.labels import Notice, Paragraph, caption, label
from checkin.ui.widgets.layouts import FlowLayout

SIZE = QSize(1000, 600)
"""Pixels; fits the smallest window."""

ZONES = ("", "UTC", "Europe/Paris", "Europe/London", "America/New_York", "America/Los_Angeles")
"""Offered time zones; any other name can be typed."""

Look = Callable[[ConnectionLogOptions], ConnectionLogPreview]


class ConnectionLogDialog(QDialog):
    """The dialog. `look` reads the log with given options; `options` are the chosen options."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.options = ConnectionLogOptions()
        self.found = look(self.options)
        self.setWindowTitle(translate(Message("remote", "Online attendance log")))
        self.zone, self.enough, self.notice = _zone_box(self.found.zone), _minutes_box(self.options.enough), Notice()
        self.encoding = _encoding_box()
        self.text = Paragraph()
        self.tabs = QTabWidget()
        self._buttons = add_confirm_buttons(self, translate(Message("remote", "Record")))
        self._record = self._buttons.buttons()[0]
        self._assemble()
        self.zone.currentTextChanged.connect(self._again)
        self.enough.valueChanged.connect(self._again)
        self.encoding.currentIndexChanged.connect(self._again)
        self._buttons.accepted.connect(self.accept)
        self._show()
        self.resize(SIZE)

    def _assemble(self) -> None:
        column, row = QVBoxLayout(self), FlowLayout(gap=16)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(translate(_HEADLINE), LARGE, 600))
        column.addWidget(self.text)
        for words, field in ((_ZONE, self.zone), (_ENOUGH, self.enough), (_ENCODING, self.encoding)):
            row.addWidget(_named(translate(words), field))
        column.addLayout(row)
        self._column = column
        column.addWidget(self.tabs, 1)
        column.addWidget(self.notice)
        column.addWidget(self._buttons)

    def _again(self) -> None:
        """Read again with changed options; an unknown zone name is reported and the earlier preview stays."""
        typed = self.zone.currentText().strip()
        zone = "" if typed == self.zone.itemText(0) else typed
        self._try(ConnectionLogOptions(zone, self.encoding.currentData(), self.enough.value(), self.options.decided))

    def _decide(self, decided: dict[str, str]) -> None:
        self.options = ConnectionLogOptions(self.options.zone, self.options.encoding, self.options.enough, decided)

    def _try(self, options: ConnectionLogOptions) -> None:
        try:
            self.found = self._look(options)
        except UserError as error:
            self.notice.setText(error_text(error))
            self._record.setEnabled(False)
            return
        self.options = options
        self._record.setEnabled(True)
        self._show()

    def _show(self) -> None:
        found, old = self.found, self.tabs
        proposals = ConnectionLogProposals(found.matching.proposed, dict(self.options.decided))
        proposals.decided.connect(self._decide)
        unmatched = TextTableView(unmatched_table(found.matching.unmatched))
        self.tabs = build_tabs(
            [TextTableView(matched_table(found)), unmatched, TextTableView(brief_table(found.brief))]
        )
        title = translate(Message("remote", "To decide ({count})"), count=len(found.matching.proposed))
        self.tabs.insertTab(0, proposals, title)
        self.tabs.setTabEnabled(0, bool(found.matching.proposed))
        if found.matching.proposed:
            self.tabs.setCurrentIndex(0)
        self._column.replaceWidget(old, self.tabs)
        old.hide()
        old.deleteLater()
        self.text.show_text(_summary(found))
        self.notice.setText(doubt_about_times(found, translate))


def _summary(found: ConnectionLogPreview) -> str:
    parts = [translate(_SUMMARY, matched=len(found.matching.matched), new=found.new_people)]
    if found.unread:
        parts.append(translate(_UNREAD, rows=", ".join(map(str, found.unread[:10]))))
    return " ".join(parts)


def _named(name: str, field: QWidget) -> QWidget:
    """Return `field` after its label."""
    place, text = QWidget(), caption(name, field)
    text.setWordWrap(False)
    row = QHBoxLayout(place)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(text)
    row.addWidget(field, 1)
    return place


def _zone_box(own: str) -> QComboBox:
    box = TypedChoice(translate(_ZONE))
    box.addItems([own, *(zone for zone in ZONES if zone not in ("", own))])
    box.setMinimumWidth(scale_px(220))
    return box


def _encoding_box() -> ComboBox:
    box = ComboBox(translate(_ENCODING))
    box.addItem(translate(_FOUND_OUT), "")
    for encoding in ENCODINGS:
        box.addItem(ENCODING_NAMES.get(encoding, encoding.upper()), encoding)
    box.show_whole()
    return box


def _minutes_box(minutes: int) -> QSpinBox:
    box = QSpinBox()
    box.setRange(0, 600)
    box.setAlignment(Qt.AlignmentFlag.AlignCenter)
    box.setValue(minutes)
    return box


def matched_table(found: ConnectionLogPreview) -> TextTable:
    matched = found.matching.matched
    new = {subject for _, subject, _ in found.new}
    rows = tuple(
        (*_watcher_row(watcher), person.name, translate(_NEW if person.id in new else _KNOWN))
        for watcher, person in matched
    )
    title = translate(Message("remote", "Recognised ({count})"), count=len(matched))
    header = (*_header(), translate(Message("remote", "Person in the event")), "")
    return TextTable(title, header, rows, narrow=(2, 4))


def unmatched_table(watchers: Sequence[Watcher]) -> TextTable:
    title = translate(Message("remote", "Not in this event ({count})"), count=len(watchers))
    return TextTable(title, _header(), tuple(map(_watcher_row, watchers)), narrow=(2,))


def brief_table(watchers: Sequence[Watcher]) -> TextTable:
    title = translate(Message("remote", "Too short ({count})"), count=len(watchers))
    return TextTable(title, _header(), tuple(map(_watcher_row, watchers)), narrow=(2,))


def _header() -> tuple[str, str, str]:
    return (
        translate(Message("remote", "Name in the log")),
        translate(Message("remote", "E-mail in the log")),
        translate(_MINUTES),
    )


def _watcher_row(watcher: Watcher) -> tuple[str, str, str]:
    return watcher.name, watcher.email, str(watcher.minutes)


_HEADLINE = Message("remote", "Nothing is written yet: who watched online")
_SUMMARY = Message(
    "remote",
    "{matched} {matched:person|people} in the log {matched:was|were} recognised, {new} of them with something "
    "new. Time on site and online is counted once. “Undo the last import” reverses this.",
)
_UNREAD = Message("remote", "Rows with unreadable times: {rows}.")
_ZONE = Message("remote", "Time zone of the log")
_ENCODING = Message("import", "Encoding")
_FOUND_OUT = Message("remote", "detected")
_ENOUGH = Message("remote", "Minimum minutes")
_MINUTES = Message("remote", "Minutes")
_NEW = Message("remote", "new")
_KNOWN = Message("remote", "already known")
