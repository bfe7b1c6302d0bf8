# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings of one printer: which, its paper, resolution and calibration. Prints and searches nothing."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from checkin.core.badges.imposition import fits
from checkin.core.message import Message
from checkin.core.printing.print_plan import Calibration, FoundPrinter, Medium, PrinterSetup, PrintPlan
from checkin.services.printing.printer_opening import own_medium
from checkin.translation import translate
from checkin.ui.look.measure import scale_px
from checkin.ui.printing.label_printer_form import ask_label_printer
from checkin.ui.widgets.form_fields import ComboBox, TypedChoice
from checkin.ui.widgets.labels import caption

FOLDER, LABELS = "folder", "labels"
"""Pseudo addresses that ask for a folder, or for a label printer."""

DPIS, DPI_WIDTH = (203, 300, 600), 132

Ask = Callable[[QWidget], tuple[str, str]]
"""A function that returns address and name, both "" if the user cancelled."""

LEAST, MOST = 10.0, 500.0
"""Least and greatest side of a paper in millimetres."""

_SIZE = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:mm)?\s*[x×*/]\s*(\d+(?:[.,]\d+)?)", re.IGNORECASE)


class PrinterChoice(QWidget):
    """The settings of a printer. `badge` is the size of the badges in mm, to propose a paper."""

    test_wanted = Signal()
    measure_wanted = Signal()
    changed = Signal()

    def __init__(self, title: str, address: str, plan: PrintPlan, badge: tuple[float, float]) -> None:
        super().__init__()
        self.asks: dict[str, Ask] = {FOLDER: ask_folder, LABELS: ask_label_printer}
        self._setups = dict(plan.setups)
        self._badge = badge
        self._media: dict[str, tuple[Medium, ...]] = {}
        self.printer, self.paper, self.dpi = (
            ComboBox(title),
            PaperSizeBox(),
            ComboBox(translate(Message("printing", "Dots per inch"))),
        )
        self.dpi.addItems([translate(_DPI, dpi=dpi) for dpi in DPIS])
        self.test = _button(translate(Message("printing", "Test page")), self.test_wanted.emit)
        self.measure = _button(translate(Message("printing", "Measure…")), self.measure_wanted.emit)
        self._assemble(title)
        self.offer((), address)
        self.printer.activated.connect(self._choose)

    @property
    def address(self) -> str:
        """The address, "" for no printer."""
        return str(self.printer.currentData() or "")

    @property
    def setup(self) -> PrinterSetup:
        """The chosen setup. Where dots count, paper in the badge's size gets an explicit size too."""
        dpi = DPIS[self.dpi.currentIndex()]
        medium = self.paper.paper(dpi)
        if medium is None and has_dots(self.address):
            medium = Medium(*self._badge, dpi)
        return replace(self._setup(self.address), name=self.printer.currentText(), medium=medium)

    def calibrate(self, calibration: Calibration) -> None:
        """Set the calibration of the chosen printer."""
        self._setups[self.address] = replace(self._setup(self.address), calibration=calibration)

    def offer(self, found: Sequence[FoundPrinter], address: str) -> None:
        """Offer the printers found and the chosen one, even if it is not found."""
        self._media |= {each.address: each.media for each in found}
        self.printer.clear()
        self.printer.addItem(translate(_NONE), "")
        for each in found:
            self.printer.addItem(each.name, each.address)
        if address and self.printer.findData(address) < 0:
            self.printer.addItem(self._setup(address).name or address, address)
        self.printer.insertSeparator(self.printer.count())
        self.printer.addItem(translate(_LABELS), LABELS)
        self.printer.addItem(translate(_FOLDER), FOLDER)
        self._show(address)

    def _choose(self, row: int) -> None:
        """Handle a choice by the user; a pseudo address first asks for the real one."""
        address = self.address
        if address in self.asks:
            address, name = self.asks[address](self)
            if address:
                self._setups.setdefault(address, PrinterSetup(name, self._first_medium(address)))
                self.printer.insertItem(1, name, address)
        self._show(address)

    def _show(self, address: str) -> None:
        self.printer.setCurrentIndex(max(0, self.printer.findData(address)))
        medium = self._setup(address).medium if address in self._setups else self._first_medium(address)
        self.paper.offer(self._media.get(address, ()), medium)
        self.dpi.setCurrentIndex(DPIS.index(medium.dpi) if medium and medium.dpi in DPIS else 1)
        self.dpi.setVisible(has_dots(address))
        for part in (self.paper, self.test, self.measure):
            part.setEnabled(bool(address))
        self.paper.setEnabled(bool(address) and own_medium(address) is None)
        self.changed.emit()

    def _first_medium(self, address: str) -> Medium | None:
        """Return the paper of a new printer: the roll in its address, or the smallest paper that a badge fits on."""
        if roll := own_medium(address):
            return roll
        if address.startswith("zpl"):
            return Medium(*self._badge, DPIS[0])
        return next((m for m in self._media.get(address, ()) if fits(self._badge, m)), None)

    def _setup(self, address: str) -> PrinterSetup:
        return self._setups.get(address, PrinterSetup())

    def _assemble(self, title: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        papers = QHBoxLayout()
        papers.addWidget(self.paper, 1)
        papers.addWidget(self.dpi)
        buttons = QHBoxLayout()
        buttons.addWidget(self.test)
        buttons.addWidget(self.measure)
        buttons.addStretch(1)
        column.addWidget(caption(title, self.printer))
        column.addWidget(self.printer)
        column.addWidget(caption(translate(Message("printing", "Paper")), self.paper))
        column.addLayout(papers)
        column.addLayout(buttons)
        column.addStretch(1)
        self.dpi.setFixedWidth(scale_px(DPI_WIDTH))
        self.dpi.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)  # beside the paper, not under it


def has_dots(address: str) -> bool:
    """Whether the printer is sent dots or an image, so that its resolution matters."""
    return address.startswith(("zpl", "system:"))


def ask_folder(parent: QWidget) -> tuple[str, str]:
    """Ask for the folder badges are written to; return address and name, both "" if cancelled."""
    folder = QFileDialog.getExistingDirectory(parent, translate(_WHICH_FOLDER))
    return (f"pdf:{folder}", translate(_PDF, folder=Path(folder).name)) if folder else ("", "")


def _button(text: str, operation: object) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.clicked.connect(operation)
    return button


class PaperSizeBox(TypedChoice):
    """A combo box of paper sizes: known, typed as "62 x 100", or the badge's own, for which `paper` is None."""

    def __init__(self) -> None:
        super().__init__(translate(Message("printing", "Paper")))

    def offer(self, media: Iterable[Medium], chosen: Medium | None) -> None:
        """Set the sizes to choose from."""
        sizes = dict.fromkeys((m.width, m.height) for m in media)
        self.clear()
        self.addItem(translate(_AS_THE_BADGE))
        self.addItems([paper_size_text(*size) for size in sizes])
        self.setEditText(paper_size_text(chosen.width, chosen.height) if chosen else translate(_AS_THE_BADGE))

    def paper(self, dpi: int) -> Medium | None:
        """Return the chosen or typed paper, None for the badge's own size."""
        found = _SIZE.search(self.currentText())
        if found is None:
            return None
        width, height = (float(side.replace(",", ".")) for side in found.groups())
        return Medium(width, height, dpi)

    @property
    def is_understood(self) -> bool:
        """Whether the text is a plausible paper size or the first entry."""
        if self.currentText().strip() in ("", translate(_AS_THE_BADGE)):
            return True
        paper = self.paper(0)
        return paper is not None and all(LEAST <= side <= MOST for side in (paper.width, paper.height))


def paper_size_text(width: float, height: float) -> str:
    return f"{width:g} × {height:g} mm"


_NONE = Message("printing", "No printer")
_LABELS = Message("printing", "A label printer…")
_FOLDER = Message("printing", "A folder of PDF files…")
_PDF = Message("printing", "PDF in “{folder}”")
_WHICH_FOLDER = Message("printing", "Where to save the badges")
_DPI = Message("printing", "{dpi} dpi")
_AS_THE_BADGE = Message("printing", "Same size as the badge")
