# SPDX-License-Identifier: GPL-3.0-or-later
"""The form for a label printer: kind, host or device, for a Brother model and roll. Builds the printer's address."""

from dataclasses import dataclass
from urllib.parse import quote

from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from checkin.core.errors import CheckinError
from checkin.core.message import Message
from checkin.core.printing.brother_ql import MODELS, TAPES, model, takes, tape
from checkin.services.printing.printer_opening import check_address
from checkin.translation import error_text, translate
from checkin.ui.look.measure import scale_px
from checkin.ui.widgets.dialog_buttons import add_confirm_buttons
from checkin.ui.widgets.form_fields import ComboBox
from checkin.ui.widgets.labels import Notice, caption
from checkin.ui.widgets.layouts import dialog_column

WIDTH = 460
"""Pixels."""


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


class LabelPrinterForm(QDialog):
    """The form; accepted, it has an `address` and a display `name`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate(Message("printing", "Label printer")))
        self.kind = ComboBox(translate(Message("printing", "Type")))
        self.model, self.roll = (
            ComboBox(translate(Message("printing", "Model"))),
            ComboBox(translate(Message("printing", "Roll"))),
        )
        self.place, self.notice = QLineEdit(), Notice()
        for each in KINDS:
            self.kind.addItem(translate(each.words), each)
        self.model.addItems([each.id for each in MODELS])
        self.model.setCurrentText(USUAL_MODEL)
        self.model.currentTextChanged.connect(self._offer_rolls)
        self._brothers = [caption(self.model.accessibleName(), self.model), self.model]
        self._brothers += [caption(self.roll.accessibleName(), self.roll), self.roll]
        self._assemble()
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
        chosen, printer = self.roll.currentText() or USUAL_ROLL, model(name)
        self.roll.clear()
        self.roll.addItems([each.id for each in TAPES if printer and takes(printer, each)])
        if tape(chosen):
            self.roll.setCurrentIndex(max(0, self.roll.findText(chosen)))

    def _take(self) -> None:
        try:
            check_address(self.address)
        except CheckinError as error:  # shown here: the desk's own line is covered by this window
            self.notice.setText(error_text(error))
            self.place.setFocus()
        else:
            self.accept()

    def _assemble(self) -> None:
        buttons = add_confirm_buttons(self, translate(Message("printing", "Add")))
        buttons.accepted.connect(self._take)
        column = dialog_column(self, self.windowTitle(), 8)
        for part in (
            caption(self.kind.accessibleName(), self.kind),
            self.kind,
            caption(translate(Message("printing", "Network address, or the file of the USB port")), self.place),
            self.place,
            *self._brothers,
            self.notice,
        ):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(buttons)
        self.setFixedWidth(scale_px(WIDTH))
        self.place.setFocus()


def ask_label_printer(parent: QWidget) -> tuple[str, str]:
    """Return the address and name of a label printer, both "" if the user cancelled."""
    form = LabelPrinterForm(parent)
    taken = form.exec() == QDialog.DialogCode.Accepted
    form.deleteLater()
    return (form.address, form.name) if taken else ("", "")
