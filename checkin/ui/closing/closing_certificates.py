# SPDX-License-Identifier: GPL-3.0-or-later
"""The certificates section: all in one PDF or a file each, and the check of a certificate's code.

Only emits signals.
"""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.closing.closing_section import ClosingSection
from checkin.ui.look.measure import scale_px
from checkin.ui.widgets.buttons import WordButton
from checkin.ui.widgets.form_fields import set_up_line
from checkin.ui.widgets.labels import Paragraph
from checkin.ui.widgets.scan_field import ScanField

CODE_WIDTH = 340
"""Pixels: 24 letters and their hyphens."""


class ClosingCertificates(ClosingSection):
    """The section; `code_typed` is answered by `show_verdict`."""

    pdf_wanted = Signal()
    folder_wanted = Signal()
    code_typed = Signal(str)

    def __init__(self) -> None:
        super().__init__("file-check", _TITLE, _WHY)
        self.button, self.each = WordButton(translate(_SAVE), "file-down"), WordButton(translate(_EACH), "copy")
        self.button.clicked.connect(self.pdf_wanted)
        self.each.clicked.connect(self.folder_wanted)
        self.add_row(self.button, self.each)
        self.without = Paragraph()
        self.add(self.without)
        self.without.hide()
        self.code, self.verify, self.verdict = (
            set_up_line(ScanField(), translate(_CODE)),
            WordButton(translate(_VERIFY), "check"),
            Paragraph(),
        )
        self.code.setPlaceholderText(translate(_CODE))
        self.code.setFixedWidth(scale_px(CODE_WIDTH))
        self.code.returnPressed.connect(self._ask)
        self.code.scanned.connect(self._ask)
        self.verify.clicked.connect(self._ask)
        self.add_row(self.code, self.verify)
        self.add(self.verdict)
        QWidget.setTabOrder(self.code, self.verify)
        self.verdict.hide()

    def show_verdict(self, text: str) -> None:
        self.verdict.show()
        self.verdict.show_text(text)
        self.verdict.setAccessibleName(text)

    def show_without(self, as_of: str, lines: Sequence[str]) -> None:
        """Show who came and gets no certificate, a line for each reason. `as_of` says when that was so."""
        text = "\n".join([as_of, *lines]) if lines else ""
        self.without.setVisible(bool(text))
        self.without.show_text(text)
        self.without.setAccessibleName(text)

    def clear(self) -> None:
        """Show no code, no answer and nobody without a certificate."""
        self.show_without("", ())
        self.code.clear()
        self.verdict.clear()
        self.verdict.setAccessibleName("")
        self.verdict.hide()

    def _ask(self) -> None:
        if text := self.code.text().strip():
            self.code_typed.emit(text)


_TITLE = Message("closing", "Certificates of attendance")
_WHY = Message(
    "closing",
    "For everyone who was there for at least half of a half-day, with the time at each; in the language that a "
    "“Language” column gives. Each has a code that only this event can make.",
)
_SAVE = Message("closing", "One PDF for all…")
_EACH = Message("closing", "One file each…")
_CODE = Message("closing", "Code on a certificate")
_VERIFY = Message("closing", "Verify")
