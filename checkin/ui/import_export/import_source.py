# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of reading a file before its columns are known: sheet, title row, encoding, separator, name splitting.

Only the options that this file has are shown. Reads nothing itself.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from checkin.core.lists.column_mapping import ColumnMapping, NameSplit
from checkin.core.lists.list_fields import HEADER_WITHIN, ListField
from checkin.core.message import Message
from checkin.services.lists.list_preview import ENCODINGS, SEPARATORS, ListChoice, ReadList
from checkin.translation import translate
from checkin.ui.look.measure import scale_px
from checkin.ui.widgets.form_fields import ComboBox, labelled_field
from checkin.ui.widgets.layouts import FlowLayout
from checkin.ui.widgets.scrolling import MOST

LONGEST_SAMPLE = 60
"""Letters shown of a row that may hold the titles."""
POPUP = 420
"""Width in pixels of the open list of such rows."""


class SourceChoices(QWidget):
    """The options. `read_wanted`: the file must be read again as `choice` says; the other signals carry the choice."""

    read_wanted = Signal()
    sheet_chosen = Signal(str)
    header_chosen = Signal(int)
    split_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        row = FlowLayout(gap=12)
        self.sheet, self.header = self._add(row, _SHEET), self._add(row, _HEADER)
        self.encoding, self.separator = self._add(row, _ENCODING), self._add(row, _SEPARATOR)
        self.split = self._add(row, _SPLIT)
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
        self.header.addItem(translate(_NO_TITLES), 0)

    def show_mapping(self, mapping: ColumnMapping) -> None:
        """Show the title row and, for whole names, how they are split."""
        self.header.setCurrentIndex(self.header.findData(mapping.header))
        self.split.setCurrentIndex(self.split.findData(str(mapping.split)))
        self._show(self.split, ListField.FULL_NAME in mapping.columns.values())

    def _add(self, row: FlowLayout, words: Message) -> ComboBox:
        choice = ComboBox(translate(words))
        choice.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
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
_SHEET = Message("import", "Sheet")
_HEADER = Message("import", "Title row")
_ENCODING = Message("import", "Encoding")
_SEPARATOR = Message("import", "Separator")
_SPLIT = Message("import", "Full names")
_ROW = Message("import", "{row}: {texts}")
_NO_TITLES = Message("import", "This list has no title row")
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
