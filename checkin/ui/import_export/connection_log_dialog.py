# SPDX-License-Identifier: GPL-3.0-or-later
"""The preview of a connection log: who matches whom, which matches are doubtful, who is unknown.

Accepted means record. Doubtful matches are recorded only if the user decides who they are.
"""

from collections.abc import Callable, Sequence

from PySide6 import QtWidgets
from PySide6.QtCore import QSize, Qt, Signal

from checkin.core.attendance.connection_log import Watcher, WatcherProposal
from checkin.core.attendee import Attendee
from checkin.core.lists.column_mapping import ColumnMapping, NameSplit
from checkin.core.lists.list_fields import HEADER_WITHIN, ListField
from checkin.core.message import Message, UserError
from checkin.core.people_list import TAIL_LETTERS
from checkin.services.lists.connection_log_importing import (
    ConnectionLogOptions,
    ConnectionLogPreview,
    doubt_about_times,
)
from checkin.services.lists.list_preview import ENCODINGS, SEPARATORS, ListChoice, ReadList
from checkin.translation import error_text, translate
from checkin.ui.import_export.programme_difference_dialog import TextTable, TextTableView, build_tabs
from checkin.ui.look.theme import LARGE, TEXT, scale_px
from checkin.ui.widgets.boxes import dismiss, row_of, wide
from checkin.ui.widgets.dialogs import Dialog
from checkin.ui.widgets.form_fields import ComboBox, Notice, Paragraph, TypedChoice, caption, label, labelled_field
from checkin.ui.widgets.layouts import FlowLayout
from checkin.ui.widgets.screen_page import MOST


class ConnectionLogProposals(QtWidgets.QScrollArea):
    """The names of a log beside the people they may be. No one is recorded without the user's choice. `boxes` are in
    the order of `proposals`; `decided` carries all decisions after each change.
    """

    decided = Signal(dict)

    def __init__(self, proposals: Sequence[WatcherProposal], before: dict[str, str]) -> None:
        super().__init__()
        self._decided = before
        self.boxes: list[ComboBox] = []
        inner = QtWidgets.QWidget()
        self._grid = QtWidgets.QGridLayout(inner)
        self._grid.setContentsMargins(12, 12, 12, 12)
        self._grid.setVerticalSpacing(12)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        for row, proposal in enumerate(proposals):
            self._add(row, proposal)
        self._grid.setRowStretch(len(proposals), 1)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QtWidgets.QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _add(self, row: int, proposal: WatcherProposal) -> None:
        watcher = proposal.watcher
        box = ComboBox(translate(Message("remote", "Who is {name}?"), name=watcher.name or watcher.email))
        box.addItem(translate(Message("remote", "Do not record")), None)
        for person in proposal.candidates:
            box.addItem(_shown(person), person.id)
        box.currentIndexChanged.connect(lambda _: self._choose(watcher.key, box.currentData()))
        parts = (watcher.name, watcher.email, translate(Message("remote", "{minutes} min"), minutes=watcher.minutes))
        self._grid.addWidget(label(" · ".join(filter(None, parts)), TEXT, 600), row, 0)
        self._grid.addWidget(box, row, 1)
        self.boxes.append(box)

    def _choose(self, key: str, person: str | None) -> None:
        others = {known: value for known, value in self._decided.items() if known != key}
        self._decided = others if person is None else {**others, key: person}
        self.decided.emit(self._decided)


def _shown(person: Attendee) -> str:
    """Return the name with what tells namesakes apart."""
    parts = (person.name, person.organisation, person.email, person.ticket_code[-TAIL_LETTERS:])
    return " · ".join(filter(None, parts))


# The options of reading a file before its columns are known: sheet, title row, encoding, separator, name splitting.
# Only the options that this file has are shown. Reads nothing itself.

LONGEST_SAMPLE = 60
"""Letters shown of a row that may hold the titles."""
POPUP = 420
"""Width in pixels of the open list of such rows."""


class SourceChoices(QtWidgets.QWidget):
    """The options. `read_wanted`: the file must be read again as `choice` says; the other signals carry the choice."""

    read_wanted = Signal()
    sheet_chosen = Signal(str)
    header_chosen = Signal(int)
    split_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        row = FlowLayout(gap=12)
        self.sheet, self.header = self._add(row, Message("import", "Sheet")), self._add(row, _HEADER)
        self.encoding, self.separator = self._add(row, _ENCODING), self._add(row, Message("import", "Separator"))
        self.split = self._add(row, Message("import", "Full names"))
        self.setLayout(row)
        self.header.view().setMinimumWidth(scale_px(POPUP))
        for words, value in _SPLITS:
            self.split.addItem(translate(words), str(value))
        for encoding in ENCODINGS:
            self.encoding.addItem(ENCODING_NAMES.get(encoding, encoding.upper()), encoding)
        for separator in SEPARATORS:
            self.separator.addItem(translate(_SEPARATOR_NAMES[separator]), separator)
        for own in (self.encoding, self.separator, self.split):
            _show_whole(own)
        self.sheet.activated.connect(lambda _: self.sheet_chosen.emit(self.sheet.currentData()))
        self.header.activated.connect(lambda _: self.header_chosen.emit(self.header.currentData()))
        self.split.activated.connect(lambda _: self.split_chosen.emit(self.split.currentData()))
        self.encoding.activated.connect(lambda _: self.read_wanted.emit())
        self.separator.activated.connect(lambda _: self.read_wanted.emit())

    @property
    def choices(self) -> tuple[ComboBox, ...]:
        """All combo boxes, from left to right."""
        return self.sheet, self.header, self.encoding, self.separator, self.split

    @property
    def is_asked(self) -> bool:
        """Whether the file needs a choice that only the user can make: several sheets, or whole names."""
        return not all(_is_hidden(each) for each in (self.sheet, self.split))

    @property
    def choice(self) -> ListChoice:
        """How to read a text file. The sheet is left open, because another reading may find other sheets."""
        return ListChoice("", self.encoding.currentData() or "", self.separator.currentData() or "")

    def show_file(self, read: ReadList) -> None:
        """Show a file that was read: its sheets and, of a text file, encoding and separator."""
        self.sheet.clear()
        for sheet in read.book.sheets:
            self.sheet.addItem(sheet.name, sheet.name)
        self.encoding.setCurrentIndex(self.encoding.findData(_family(read.book.encoding)))
        self.separator.setCurrentIndex(self.separator.findData(read.book.separator))
        self._show(self.sheet, len(read.book.sheets) > 1)
        self._show(self.encoding, read.book.is_text)
        self._show(self.separator, read.book.is_text)
        self.show_sheet(read)

    def show_sheet(self, read: ReadList) -> None:
        """Show the chosen sheet and the rows that may hold its titles."""
        self.sheet.setCurrentIndex(self.sheet.findData(read.sheet.name))
        self.header.clear()
        for row in read.sheet.rows[:HEADER_WITHIN]:
            texts = " · ".join(" ".join(cell.split()) for cell in row.cells if cell.strip())
            self.header.addItem(translate(_ROW, row=row.number, texts=texts[:LONGEST_SAMPLE]), row.number)
        self.header.addItem(translate(Message("import", "This list has no title row")), 0)

    def show_mapping(self, mapping: ColumnMapping) -> None:
        """Show the title row and, for whole names, how they are split."""
        self.header.setCurrentIndex(self.header.findData(mapping.header))
        self.split.setCurrentIndex(self.split.findData(str(mapping.split)))
        self._show(self.split, ListField.FULL_NAME in mapping.columns.values())

    def _add(self, row: FlowLayout, words: Message) -> ComboBox:
        choice = ComboBox(translate(words))
        choice.setSizePolicy(QtWidgets.QSizePolicy.Policy.Preferred, QtWidgets.QSizePolicy.Policy.Fixed)
        choice.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToContents)
        choice.setMinimumWidth(scale_px(NARROWEST))
        choice.setMaximumWidth(scale_px(WIDEST))
        row.addWidget(labelled_field(choice, translate(words)))
        return choice

    @staticmethod
    def _show(choice: ComboBox, is_there: bool) -> None:
        place = choice.parentWidget()
        assert place
        place.setVisible(is_there)


def _is_hidden(choice: ComboBox) -> bool:
    place = choice.parentWidget()
    return place is None or place.isHidden()


def _show_whole(choice: ComboBox) -> None:
    """Widen a combo box so that none of its entries is cut."""
    choice.setMaximumWidth(MOST)
    choice.show_whole()
    choice.setMinimumWidth(max(choice.minimumWidth(), scale_px(NARROWEST)))


def _family(encoding: str) -> str:
    """Return the offered name of `encoding`."""
    return next((known for known in ENCODINGS if encoding.startswith(known)), encoding)


NARROWEST, WIDEST = 176, 280
"""Pixels."""
_HEADER = Message("import", "Title row")
_ENCODING = Message("import", "Encoding")
_ROW = Message("import", "{row}: {texts}")
_SPLITS = (
    (Message("import", "Keep as full name"), NameSplit.NONE),
    (Message("import", "First name, then last name"), NameSplit.FIRST_AHEAD),
    (Message("import", "Last name, then first name"), NameSplit.LAST_AHEAD),
    (Message("import", "In any order, by known first names"), NameSplit.FIRST_NAMES),
    (Message("import", "The first word is the first name"), NameSplit.FIRST_WORD),
    (Message("import", "Words in capitals are the last name"), NameSplit.CAPITALS),
)
ENCODING_NAMES = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Windows (cp1252)",
    "iso8859-15": "ISO 8859-15",
    "mac-roman": "Mac",
    "cp850": "DOS (cp850)",
    "cp1250": "Windows (cp1250) Č Ł Ř",
    "cp1251": "Windows (cp1251) Б Ж Я",
}
"""Proper names, not translated."""
_SEPARATOR_NAMES = {
    ";": Message("import", "Semicolon ;"),
    ",": Message("import", "Comma ,"),
    "\t": Message("import", "Tab"),
    "|": Message("import", "Bar |"),
}


SIZE = QSize(1000, 600)
"""Pixels; fits the smallest window."""

ZONES = ("", "UTC", "Europe/Paris", "Europe/London", "America/New_York", "America/Los_Angeles")
"""Offered time zones; any other name can be typed."""

Look = Callable[[ConnectionLogOptions], ConnectionLogPreview]


class ConnectionLogDialog(Dialog):
    """The dialog. `look` reads the log with given options; `options` are the chosen options."""

    def __init__(self, look: Look, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(translate(Message("remote", "Online attendance log")), parent)
        self._look = look
        self.options = ConnectionLogOptions()
        self.found = look(self.options)
        self.zone, self.enough, self.notice = _zone_box(self.found.zone), _minutes_box(self.options.enough), Notice()
        self.encoding = _encoding_box()
        self.text = Paragraph()
        self.tabs = QtWidgets.QTabWidget()
        self._buttons = self.confirm(translate(Message("remote", "Record")))
        self._record = self._buttons.buttons()[0]
        column, row = QtWidgets.QVBoxLayout(self), FlowLayout(gap=16)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(translate(Message("remote", "Nothing is written yet: who watched online")), LARGE, 600))
        column.addWidget(self.text)
        for words, field in ((_ZONE, self.zone), (_ENOUGH, self.enough), (_ENCODING, self.encoding)):
            row.addWidget(_named(translate(words), field))
        column.addLayout(row)
        self._column = column
        column.addWidget(self.tabs, 1)
        column.addWidget(self.notice)
        column.addWidget(self._buttons)
        self.zone.currentTextChanged.connect(self._again)
        self.enough.valueChanged.connect(self._again)
        self.encoding.currentIndexChanged.connect(self._again)
        self._show()
        self.resize(SIZE)

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
        dismiss(old)
        self.text.show_text(_summary(found))
        self.notice.setText(doubt_about_times(found, translate))


def _summary(found: ConnectionLogPreview) -> str:
    parts = [translate(_SUMMARY, matched=len(found.matching.matched), new=found.new_people)]
    if found.unread:
        parts.append(translate(_UNREAD, rows=", ".join(map(str, found.unread[:10]))))
    return " ".join(parts)


def _named(name: str, field: QtWidgets.QWidget) -> QtWidgets.QWidget:
    """Return `field` after its label."""
    place, text = QtWidgets.QWidget(), caption(name, field)
    text.setWordWrap(False)
    row_of(text, wide(field), of=place)
    return place


def _zone_box(own: str) -> QtWidgets.QComboBox:
    box = TypedChoice(translate(_ZONE))
    box.addItems([own, *(zone for zone in ZONES if zone not in ("", own))])
    box.setMinimumWidth(scale_px(220))
    return box


def _encoding_box() -> ComboBox:
    box = ComboBox(translate(_ENCODING))
    box.addItem(translate(Message("remote", "detected")), "")
    for encoding in ENCODINGS:
        box.addItem(ENCODING_NAMES.get(encoding, encoding.upper()), encoding)
    box.show_whole()
    return box


def _minutes_box(minutes: int) -> QtWidgets.QSpinBox:
    box = QtWidgets.QSpinBox()
    box.setRange(0, 600)
    box.setAlignment(Qt.AlignmentFlag.AlignCenter)
    box.setValue(minutes)
    return box


def matched_table(found: ConnectionLogPreview) -> TextTable:
    matched = found.matching.matched
    new = {subject for _, subject, _ in found.new}
    rows = tuple(
        (*_watcher_row(watcher), person.name, translate(Message("remote", "new") if person.id in new else _KNOWN))
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
        translate(Message("remote", "Minutes")),
    )


def _watcher_row(watcher: Watcher) -> tuple[str, str, str]:
    return watcher.name, watcher.email, str(watcher.minutes)


_SUMMARY = Message(
    "remote",
    "{matched} {matched:person|people} in the log {matched:was|were} recognised, {new} of them with something "
    "new. Time on site and online is counted once. “Undo the last import” reverses this.",
)
_UNREAD = Message("remote", "Rows with unreadable times: {rows}.")
_ZONE = Message("remote", "Time zone of the log")
_ENOUGH = Message("remote", "Minimum minutes")
_KNOWN = Message("remote", "already known")
