# SPDX-License-Identifier: GPL-3.0-or-later
"""How a file is taken apart before its columns mean anything: sheet, row of the titles, encoding, separator, names.

Only what there is to choose in this file is shown. Reads nothing itself.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from checkin.core.lists.columns import HEADER_WITHIN, Field
from checkin.core.lists.mapping import ColumnMapping, Split
from checkin.core.words import Words
from checkin.desk.lists.list_preview import ENCODINGS, SEPARATORS, ListChoice, ReadList
from checkin.language import say
from checkin.ui.look.measure import sized
from checkin.ui.parts.form_fields import Choice, labelled
from checkin.ui.parts.scrolling import MOST
from checkin.ui.parts.wrapping import Wrapping

LONGEST_SAMPLE = 60
"""Letters shown of a row that may be the titles."""
POPUP = 420
"""Pixels of the open list of such rows."""


class SourceChoices(QWidget):
    """`read_wanted`: the file itself must be read again, as `choice` says. The others carry what was chosen."""

    read_wanted = Signal()
    sheet_chosen = Signal(str)
    header_chosen = Signal(int)
    split_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        row = Wrapping(gap=12)
        self.sheet, self.header = self._add(row, _SHEET), self._add(row, _HEADER)
        self.encoding, self.separator = self._add(row, _ENCODING), self._add(row, _SEPARATOR)
        self.split = self._add(row, _SPLIT)
        self.setLayout(row)
        self.header.view().setMinimumWidth(sized(POPUP))
        for words, value in _SPLITS:
            self.split.addItem(say(words), str(value))
        for encoding in ENCODINGS:
            self.encoding.addItem(ENCODING_NAMES.get(encoding, encoding.upper()), encoding)
        for separator in SEPARATORS:
            self.separator.addItem(say(_SEPARATOR_NAMES[separator]), separator)
        for own in (self.encoding, self.separator, self.split):
            _show_whole(own)
        self.sheet.activated.connect(lambda _: self.sheet_chosen.emit(self.sheet.currentData()))
        self.header.activated.connect(lambda _: self.header_chosen.emit(self.header.currentData()))
        self.split.activated.connect(lambda _: self.split_chosen.emit(self.split.currentData()))
        self.encoding.activated.connect(lambda _: self.read_wanted.emit())
        self.separator.activated.connect(lambda _: self.read_wanted.emit())

    @property
    def choices(self) -> tuple[Choice, ...]:
        """All of them, from left to right."""
        return self.sheet, self.header, self.encoding, self.separator, self.split

    @property
    def is_asked(self) -> bool:
        """Whether the file has something that only a person can choose: several sheets, whole names."""
        return not all(_is_hidden(each) for each in (self.sheet, self.split))

    @property
    def choice(self) -> ListChoice:
        """How a text file is to be read. The sheet is chosen anew: another reading may find others."""
        return ListChoice("", self.encoding.currentData() or "", self.separator.currentData() or "")

    def show_file(self, read: ReadList) -> None:
        """A file that was read: its sheets and, of a text, how it was taken apart."""
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
        """The sheet that is meant, and the rows of it that may be the titles."""
        self.sheet.setCurrentIndex(self.sheet.findData(read.sheet.name))
        self.header.clear()
        for row in read.sheet.rows[:HEADER_WITHIN]:
            texts = " · ".join(" ".join(cell.split()) for cell in row.cells if cell.strip())
            self.header.addItem(say(_ROW, row=row.number, texts=texts[:LONGEST_SAMPLE]), row.number)
        self.header.addItem(say(_NO_TITLES), 0)

    def show_mapping(self, mapping: ColumnMapping) -> None:
        """The row of the titles; how whole names are divided, where there are whole names."""
        self.header.setCurrentIndex(self.header.findData(mapping.header))
        self.split.setCurrentIndex(self.split.findData(str(mapping.split)))
        self._show(self.split, Field.FULL_NAME in mapping.columns.values())

    def _add(self, row: Wrapping, words: Words) -> Choice:
        choice = Choice(say(words))
        choice.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToContents)
        choice.setMinimumWidth(sized(NARROWEST))
        choice.setMaximumWidth(sized(WIDEST))
        row.addWidget(labelled(choice, say(words)))
        return choice

    @staticmethod
    def _show(choice: Choice, is_there: bool) -> None:
        place = choice.parentWidget()
        assert place
        place.setVisible(is_there)


def _is_hidden(choice: Choice) -> bool:
    place = choice.parentWidget()
    return place is None or place.isHidden()


def _show_whole(choice: Choice) -> None:
    """What is offered are words of ours: none is cut."""
    choice.setMaximumWidth(MOST)
    choice.show_whole()
    choice.setMinimumWidth(max(choice.minimumWidth(), sized(NARROWEST)))


def _family(encoding: str) -> str:
    """The name under which `encoding` can be chosen."""
    return next((known for known in ENCODINGS if encoding.startswith(known)), encoding)


NARROWEST, WIDEST = 176, 280
"""Pixels."""
_SHEET = Words("import", "Sheet")
_HEADER = Words("import", "Row of the titles")
_ENCODING = Words("import", "Encoding")
_SEPARATOR = Words("import", "Separator")
_SPLIT = Words("import", "Full names")
_ROW = Words("import", "{row}: {texts}")
_NO_TITLES = Words("import", "This list has no titles")
_SPLITS = (
    (Words("import", "Keep whole"), Split.NONE),
    (Words("import", "The first word is the first name"), Split.FIRST_WORD),
    (Words("import", "Words in capitals are the last name"), Split.CAPITALS),
)
ENCODING_NAMES = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Windows (cp1252)",
    "iso8859-15": "ISO 8859-15",
    "mac-roman": "Mac",
    "cp850": "DOS (cp850)",
}
"""Proper names, shown as they are."""
_SEPARATOR_NAMES = {
    ";": Words("import", "Semicolon ;"),
    ",": Words("import", "Comma ,"),
    "\t": Words("import", "Tab"),
    "|": Words("import", "Bar |"),
}
