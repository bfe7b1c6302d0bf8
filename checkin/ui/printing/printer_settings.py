# SPDX-License-Identifier: GPL-3.0-or-later
"""The printer settings of this computer: printers, template, and when an arrival prints."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from urllib.parse import quote

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QGridLayout,
    QLineEdit,
    QMenu,
    QSizePolicy,
    QWidget,
)

from checkin.core import print_jobs
from checkin.core.badges.badge_defaults import mark_distance, page_measurement, ruler_length
from checkin.core.badges.imposition import fits
from checkin.core.message import CheckinError, Message
from checkin.core.print_jobs import FoundPrinter, Medium, PrintJob, PrintPlan, PrintPolicy, is_folder
from checkin.core.programme.programme import ControlPoint
from checkin.services.badges.badge_documents import PrintJobQueries
from checkin.services.printing.spooler import check_address, own_medium
from checkin.translation import error_text, translate
from checkin.ui.look.theme import GAP, SMALL, scale_px
from checkin.ui.look.typesetting import escape_mnemonic
from checkin.ui.widgets.boxes import REST, column_of, row_of, wide
from checkin.ui.widgets.buttons import DropDownButton, push_button
from checkin.ui.widgets.dialogs import Dialog, asked
from checkin.ui.widgets.exchange_wording import job_sentence
from checkin.ui.widgets.form_fields import ComboBox, Notice, TypedChoice, caption, captioned, label
from checkin.ui.widgets.layouts import CardGroup
from checkin.ui.widgets.small_inputs import MillimetreField

# The settings of one printer: which it is, its paper and resolution, and its calibration from a measured test page.
#
# Prints and searches nothing.


@dataclass(frozen=True, slots=True)
class LabelPrinterKind:
    """A kind of label printer; `scheme` begins its address, `place` is an example of host or device."""

    scheme: str
    words: Message
    place: str

    @property
    def is_brother(self) -> bool:
        return self.scheme.startswith("brotherql")

    @property
    def is_usb(self) -> bool:
        return self.scheme.endswith("+usb")


KINDS = (
    LabelPrinterKind("zpl", Message("printing", "Zebra and others (ZPL), network"), "192.168.1.50"),
    LabelPrinterKind("brotherql", Message("printing", "Brother QL, network"), "192.168.1.50"),
    LabelPrinterKind("zpl+usb", Message("printing", "Zebra and others (ZPL), USB"), "/dev/usb/lp0"),
    LabelPrinterKind("brotherql+usb", Message("printing", "Brother QL, USB"), "/dev/usb/lp0"),
)
USUAL_MODEL, USUAL_ROLL = "QL-820NWB", "62x100"


class LabelPrinterForm(Dialog):
    """The form for a label printer: kind, host or device, for a Brother model and roll. Accepted, it has an `address`
    and a display `name`.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(translate(Message("printing", "Label printer")), parent)
        self.kind = ComboBox(translate(Message("printing", "Type")))
        self.model, self.roll = (
            ComboBox(translate(Message("printing", "Model"))),
            ComboBox(translate(Message("printing", "Roll"))),
        )
        self.place, self.notice = QLineEdit(), Notice()
        for each in KINDS:
            self.kind.addItem(translate(each.words), each)
        self.model.addItems([each.id for each in print_jobs.MODELS])
        self.model.setCurrentText(USUAL_MODEL)
        self.model.currentTextChanged.connect(self._offer_rolls)
        self._brothers = [caption(self.model.accessibleName(), self.model), self.model]
        self._brothers += [caption(self.roll.accessibleName(), self.roll), self.roll]
        self.arrange(
            captioned(self.kind.accessibleName(), self.kind),
            captioned(translate(Message("printing", "Network address, or the file of the USB port")), self.place),
            *self._brothers,
            self.notice,
            REST,
            self.confirm(translate(Message("printing", "Add")), self._take),
            spacing=8,
            width=460,
        )
        self.place.setFocus()
        self._offer_rolls(USUAL_MODEL)
        self.kind.currentIndexChanged.connect(lambda _: self._offer())
        self._offer()

    @property
    def address(self) -> str:
        """The address as described in docs/printing.md."""
        kind, place = self._kind, self.place.text().strip() or (self._kind.place if self._kind.is_usb else "")
        where = f":{quote(place)}" if kind.is_usb else f"://{place}"
        what = f"?model={self.model.currentText()}&label={self.roll.currentText()}" if kind.is_brother else ""
        return f"{kind.scheme}{where}{what}"

    @property
    def name(self) -> str:
        make = self.model.currentText() if self._kind.is_brother else "ZPL"
        return f"{make} · {self.place.text().strip() or self._kind.place}"

    @property
    def _kind(self) -> LabelPrinterKind:
        return KINDS[self.kind.currentIndex()]

    def _offer(self) -> None:
        self.place.setPlaceholderText(self._kind.place)
        for part in self._brothers:
            part.setVisible(self._kind.is_brother)

    def _offer_rolls(self, name: str) -> None:
        """Offer the rolls that fit this model."""
        chosen, printer = self.roll.currentText() or USUAL_ROLL, print_jobs.model(name)
        self.roll.clear()
        self.roll.addItems([each.id for each in print_jobs.TAPES if printer and print_jobs.takes(printer, each)])
        if print_jobs.tape(chosen):
            self.roll.setCurrentIndex(max(0, self.roll.findText(chosen)))

    def _take(self) -> None:
        try:
            check_address(self.address)
        except CheckinError as error:  # shown here: the desk's own line is covered by this window
            self.notice.setText(error_text(error))
            self.place.setFocus()
        else:
            self.accept()


def ask_label_printer(parent: QWidget) -> tuple[str, str]:
    """Return the address and name of a label printer, both "" if the user cancelled."""
    form = LabelPrinterForm(parent)
    return (form.address, form.name) if asked(form) else ("", "")


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

    def __init__(self, title: str, address: str, plan: print_jobs.PrintPlan, badge: tuple[float, float]) -> None:
        super().__init__()
        self.asks: dict[str, Ask] = {FOLDER: ask_folder, LABELS: ask_label_printer}
        self._setups = dict(plan.setups)
        self._badge = badge
        self._media: dict[str, tuple[print_jobs.Medium, ...]] = {}
        self.printer, self.paper, self.dpi = (
            ComboBox(title),
            PaperSizeBox(),
            ComboBox(translate(Message("printing", "Dots per inch"))),
        )
        self.dpi.addItems([translate(Message("printing", "{dpi} dpi"), dpi=dpi) for dpi in DPIS])
        self.test = push_button(translate(Message("printing", "Test page")), self.test_wanted.emit)
        self.measure = push_button(translate(Message("printing", "Measure…")), self.measure_wanted.emit)
        column_of(
            captioned(title, self.printer),
            caption(translate(Message("printing", "Paper")), self.paper),
            row_of(wide(self.paper), self.dpi),
            row_of(self.test, self.measure, REST),
            REST,
            spacing=8,
            of=self,
        )
        self.dpi.setFixedWidth(scale_px(DPI_WIDTH))
        self.dpi.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)  # beside the paper, not under it
        self.offer((), address)
        self.printer.activated.connect(self._choose)

    @property
    def address(self) -> str:
        """The address, "" for no printer."""
        return str(self.printer.currentData() or "")

    @property
    def setup(self) -> print_jobs.PrinterSetup:
        """The chosen setup. Where dots count, paper in the badge's size gets an explicit size too."""
        dpi = DPIS[self.dpi.currentIndex()]
        medium = self.paper.paper(dpi)
        if medium is None and has_dots(self.address):
            medium = print_jobs.Medium(*self._badge, dpi)
        return replace(self._setup(self.address), name=self.printer.currentText(), medium=medium)

    def calibrate(self, calibration: print_jobs.Calibration) -> None:
        """Set the calibration of the chosen printer."""
        self._setups[self.address] = replace(self._setup(self.address), calibration=calibration)

    def offer(self, found: Sequence[print_jobs.FoundPrinter], address: str) -> None:
        """Offer the printers found and the chosen one, even if it is not found."""
        self._media |= {each.address: each.media for each in found}
        self.printer.clear()
        self.printer.addItem(translate(Message("printing", "No printer")), "")
        for each in found:
            self.printer.addItem(each.name, each.address)
        if address and self.printer.findData(address) < 0:
            self.printer.addItem(self._setup(address).name or address, address)
        self.printer.insertSeparator(self.printer.count())
        self.printer.addItem(translate(Message("printing", "A label printer…")), LABELS)
        self.printer.addItem(translate(Message("printing", "A folder of PDF files…")), FOLDER)
        self._show(address)

    def _choose(self, row: int) -> None:
        """Handle a choice by the user; a pseudo address first asks for the real one."""
        address = self.address
        if address in self.asks:
            address, name = self.asks[address](self)
            if address:
                self._setups.setdefault(address, print_jobs.PrinterSetup(name, self._first_medium(address)))
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

    def _first_medium(self, address: str) -> print_jobs.Medium | None:
        """Return the paper of a new printer: the roll in its address, or the smallest paper that a badge fits on."""
        if roll := own_medium(address):
            return roll
        if address.startswith("zpl"):
            return print_jobs.Medium(*self._badge, DPIS[0])
        return next((m for m in self._media.get(address, ()) if fits(self._badge, m)), None)

    def _setup(self, address: str) -> print_jobs.PrinterSetup:
        return self._setups.get(address, print_jobs.PrinterSetup())


def has_dots(address: str) -> bool:
    """Whether the printer is sent dots or an image, so that its resolution matters."""
    return address.startswith(("zpl", "system:"))


def ask_folder(parent: QWidget) -> tuple[str, str]:
    """Ask for the folder badges are written to; return address and name, both "" if cancelled."""
    folder = QFileDialog.getExistingDirectory(parent, translate(Message("printing", "Where to save the badges")))
    return (f"pdf:{folder}", translate(_PDF, folder=Path(folder).name)) if folder else ("", "")


class PaperSizeBox(TypedChoice):
    """A combo box of paper sizes: known, typed as "62 x 100", or the badge's own, for which `paper` is None."""

    def __init__(self) -> None:
        super().__init__(translate(Message("printing", "Paper")))

    def offer(self, media: Iterable[print_jobs.Medium], chosen: print_jobs.Medium | None) -> None:
        """Set the sizes to choose from."""
        sizes = dict.fromkeys((m.width, m.height) for m in media)
        self.clear()
        self.addItem(translate(_AS_THE_BADGE))
        self.addItems([paper_size_text(*size) for size in sizes])
        self.setEditText(paper_size_text(chosen.width, chosen.height) if chosen else translate(_AS_THE_BADGE))

    def paper(self, dpi: int) -> print_jobs.Medium | None:
        """Return the chosen or typed paper, None for the badge's own size."""
        found = _SIZE.search(self.currentText())
        if found is None:
            return None
        width, height = (float(side.replace(",", ".")) for side in found.groups())
        return print_jobs.Medium(width, height, dpi)

    @property
    def is_understood(self) -> bool:
        """Whether the text is a plausible paper size or the first entry."""
        if self.currentText().strip() in ("", translate(_AS_THE_BADGE)):
            return True
        paper = self.paper(0)
        return paper is not None and all(LEAST <= side <= MOST for side in (paper.width, paper.height))


def paper_size_text(width: float, height: float) -> str:
    return f"{width:g} × {height:g} mm"


_PDF = Message("printing", "PDF in “{folder}”")
_AS_THE_BADGE = Message("printing", "Same size as the badge")


CALIBRATION_WIDTH, FIELD = 520, 112
"""Pixels."""
LARGEST = 500.0
"""Millimetres."""


class PrinterCalibration(Dialog):
    """The calibration of a printer from a measured test page, in millimetres. `now` is the calibration of the test
    page, `calibration` the new one.
    """

    def __init__(
        self, name: str, paper: print_jobs.Medium, now: print_jobs.Calibration, parent: QWidget | None = None
    ) -> None:
        super().__init__(translate(Message("printing", "Measure the printer")), parent)
        self._paper, self._now = paper, now
        self.calibration = now
        at, length = mark_distance(paper), ruler_length(paper)
        self.left, self.top, self.length = _field(at), _field(at), _field(length)
        self.notice = Notice()
        form = QFormLayout()
        form.setSpacing(12)
        for field, words, right in (
            (self.left, Message("printing", "From the left edge to the long line (should be {right} mm)"), at),
            (self.top, Message("printing", "From the top edge to the long line (should be {right} mm)"), at),
            (self.length, Message("printing", "The ruler from 0 to {right}"), length),
        ):
            text = translate(words, right=f"{right:g}")
            field.setAccessibleName(text)
            form.addRow(label(text), field)
        buttons = self.confirm(translate(Message("printing", "Apply")), self._take)
        reset = push_button(translate(Message("printing", "Reset the measurements")), self._reset)
        reset.setVisible(self._now != print_jobs.Calibration())
        buttons.addButton(reset, QDialogButtonBox.ButtonRole.ResetRole)
        self.arrange(
            label(translate(_HOW)),
            form,
            label(_correction_text(self._now)),
            self.notice,
            buttons,
            width=CALIBRATION_WIDTH,
            heading=name,
        )
        self.left.setFocus()
        self.left.selectAll()

    def _take(self) -> None:
        page = page_measurement(self._paper, self.left.value(), self.top.value(), self.length.value())
        try:
            self.calibration = self._now.after(page)
        except CheckinError as error:  # shown here: the desk's own line is covered by this window
            self.notice.setText(error_text(error))
        else:
            self.accept()

    def _reset(self) -> None:
        self.calibration = print_jobs.Calibration()
        self.accept()


def _field(right: float) -> MillimetreField:
    field = MillimetreField("", -LARGEST, LARGEST, 0.1)
    field.setFixedWidth(scale_px(FIELD))
    field.show_value(right)
    return field


def _correction_text(now: print_jobs.Calibration) -> str:
    """Return the current correction as text."""
    if now == print_jobs.Calibration():
        return translate(Message("printing", "Nothing is corrected yet: badges are printed as they are drawn."))
    x, y, scale = (_number(each) for each in (now.x, now.y, now.scale * 100))
    return translate(_MADE_UP, x=x, y=y, scale=scale)


def _number(value: float) -> str:
    """Return a number with one decimal and a minus sign of digit width, which no locale of Qt uses here."""
    return QLocale().toString(float(value), "f", 1).replace("-", "\u2212")


_HOW = Message(
    "printing", "Print a test page first. Measure it with a ruler and type the results, to the nearest half millimetre."
)
_MADE_UP = Message(
    "printing", "Already corrected: {x} mm to the right, {y} mm down, {scale}%. Measure the latest test page."
)


WIDTH, STRETCH = 800, (5, 8, 4)
"""Width in pixels, and the shares of the three lower fields."""


class PrinterSettings(Dialog):
    """The dialog. `plan_chosen` is emitted when saved, and before a test page, which uses the plan."""

    plan_chosen = Signal(object)
    test_wanted = Signal(str)
    """Emitted with the address of the printer."""

    def __init__(
        self, plan: PrintPlan, queries: PrintJobQueries, points: Sequence[ControlPoint], parent: QWidget | None = None
    ) -> None:
        super().__init__(translate(Message("printing", "How badges are printed")), parent)
        self._plan, self._queries = plan, queries
        badge = queries.size_of(plan.template)
        self.first = PrinterChoice(translate(Message("printing", "Printer")), plan.printer, plan, badge)
        self.second = PrinterChoice(translate(_SECOND), plan.second, plan, badge)
        self.template, self.policy = ComboBox(translate(_TEMPLATE)), ComboBox(translate(_WHEN))
        self.points = ControlPointsBox(points, plan.points)
        self.message, self.notice = label(translate(Message("printing", "Looking for printers…"))), Notice()
        self.at_arrival = label(translate(_NOT_AT_ARRIVAL), SMALL)
        self._is_none_found = False
        self.template.addItem(translate(Message("printing", "By category")), "")
        for key, name in (*self._queries.own(), *self._queries.shipped()):
            self.template.addItem(name, key)
        self.template.setCurrentIndex(max(0, self.template.findData(plan.template)))
        for policy, words in _POLICIES.items():
            self.policy.addItem(translate(words), policy)
        self.policy.setCurrentIndex(self.policy.findData(plan.policy))
        self.policy.currentIndexChanged.connect(self._offer)
        self._offer()
        self._assemble()
        for choice in (self.first, self.second):
            choice.test_wanted.connect(partial(self._test, choice))
            choice.measure_wanted.connect(partial(self._measure, choice))
            choice.changed.connect(self._offer)

    def offer(self, found: Sequence[FoundPrinter]) -> None:
        """Offer the printers that were found."""
        for choice in (self.first, self.second):
            choice.offer(found, choice.address)
        self._is_none_found = not found and not is_folder(self.first.address)
        self.message.setText(translate(_NONE_FOUND) if self._is_none_found else "")

    def show_job(self, job: PrintJob) -> None:
        """Show the state of the test page."""
        self.message.setText(job_sentence(job))

    @property
    def plan(self) -> PrintPlan:
        """The print plan as chosen now."""
        choices = [choice for choice in (self.first, self.second) if choice.address]
        return PrintPlan(
            self.first.address,
            self.second.address if self.second.address != self.first.address else "",
            str(self.template.currentData()),
            self._policy,
            self.points.chosen(),
            {**self._plan.setups, **{choice.address: choice.setup for choice in choices}},
        )

    @property
    def _policy(self) -> PrintPolicy:
        return PrintPolicy(self.policy.currentData())

    def _save(self) -> bool:
        """Save the plan; return False if a paper size is not understood."""
        for choice in (self.first, self.second):
            if choice.address and not choice.paper.is_understood:
                self.notice.setText(translate(_WHICH_PAPER))
                self.notice.show()
                choice.paper.setFocus()
                return False
        self.notice.hide()
        self._plan = self.plan
        self.plan_chosen.emit(self._plan)
        return True

    def _test(self, choice: PrinterChoice) -> None:
        if self._save():
            self.test_wanted.emit(choice.address)

    def _measure(self, choice: PrinterChoice) -> None:
        setup = choice.setup
        paper = setup.medium or Medium(*self._queries.size_of(self._plan.template))
        dialog = PrinterCalibration(setup.name, paper, setup.calibration, self)
        if asked(dialog):
            choice.calibrate(dialog.calibration)

    def _accept(self) -> None:
        if self._save():
            self.accept()

    def _offer(self) -> None:
        """Enable what matters: nothing without a printer.

        A policy that prints nothing on arrival is pointed out, not changed.
        """
        has_printer = bool(self.first.address)
        if has_printer and self._is_none_found:  # a folder or label printer needs none of the system
            self._is_none_found = False
            self.message.setText("")
        for part in (self.second, self.template, self.policy, self.points):
            part.setEnabled(has_printer)
        self.at_arrival.setVisible(has_printer and self._policy is PrintPolicy.NEVER)

    def _assemble(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(8)
        for place, (words, field) in enumerate(
            ((_TEMPLATE, self.template), (_WHEN, self.policy), (Message("printing", "Where"), self.points))
        ):
            grid.addWidget(caption(translate(words), field), 0, place)
            grid.addWidget(field, 1, place)
            grid.setColumnStretch(place, STRETCH[place])
        self.notice.hide()
        self.arrange(
            row_of(wide(CardGroup(self.first)), wide(CardGroup(self.second)), spacing=GAP),
            CardGroup(grid, self.at_arrival),
            self.message,
            self.notice,
            self.confirm(translate(Message("printing", "Save")), self._accept),
            spacing=16,
            width=WIDTH,
        )


class ControlPointsBox(DropDownButton):
    """A button that names the chosen control points, or the first one whatever its name; its menu ticks them."""

    inset = 16

    def __init__(self, points: Sequence[ControlPoint], chosen: Sequence[str]) -> None:
        super().__init__()
        self._points = tuple(points)
        self.setAutoDefault(False)
        self.setProperty("field", True)
        menu = QMenu(self)
        wanted = set(chosen) or {points[0].id}
        self._actions = [menu.addAction(escape_mnemonic(point.name)) for point in points]
        for action, point in zip(self._actions, points, strict=True):
            action.setCheckable(True)
            action.setChecked(point.id in wanted)
            action.toggled.connect(lambda _: self._show_chosen())
        self.setMenu(menu)
        self._show_chosen()

    def chosen(self) -> tuple[str, ...]:
        """Return the chosen ids; an empty tuple means the first control point."""
        ids = tuple(p.id for p, action in zip(self._points, self._actions, strict=True) if action.isChecked())
        return () if ids == (self._points[0].id,) else ids

    def _show_chosen(self) -> None:
        names = [p.name for p, action in zip(self._points, self._actions, strict=True) if action.isChecked()]
        text = ", ".join(names) or self._points[0].name
        self.setText(escape_mnemonic(text))
        self.setToolTip(text)


_SECOND = Message("printing", "Second printer, if the first has a problem")
_TEMPLATE = Message("printing", "Badge")
_WHEN = Message("printing", "On arrival, print")
_POLICIES = {
    PrintPolicy.ONCE: Message("printing", "a badge, unless already printed"),
    PrintPolicy.ALWAYS: Message("printing", "a badge each time"),
    PrintPolicy.NEVER: Message("printing", "nothing"),
}
_NOT_AT_ARRIVAL = Message("printing", "Arrivals print nothing: a badge is printed only when you ask for it.")
_NONE_FOUND = Message(
    "printing",
    "This computer has no printer. Add one in its own settings and open this window again, or choose a folder.",
)
_WHICH_PAPER = Message("printing", "This is not a paper size. Nothing was changed; write it like 62 × 100.")
