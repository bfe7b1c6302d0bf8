# SPDX-License-Identifier: GPL-3.0-or-later
"""A label printer by where it is: its language, its place, for a Brother its model and roll. Makes an address of it."""

from dataclasses import dataclass
from urllib.parse import quote

from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from checkin.core.brother import MODELS, TAPES, model, takes, tape
from checkin.core.errors import CheckinError
from checkin.core.words import Words
from checkin.desk.press.opening import check_address
from checkin.language import say, sentence
from checkin.ui.look.measure import sized
from checkin.ui.parts.dialog_buttons import do_or_go_back
from checkin.ui.parts.dialog_column import dialog_column
from checkin.ui.parts.form_fields import Choice
from checkin.ui.parts.labels import Notice, caption

WIDTH = 460
"""Pixels."""


@dataclass(frozen=True, slots=True)
class Kind:
    """`scheme` of the address; `place` shows how a place is written."""

    scheme: str
    words: Words
    place: str

    @property
    def is_brother(self) -> bool:
        return self.scheme.startswith("brotherql")

    @property
    def is_usb(self) -> bool:
        return self.scheme.endswith("+usb")


KINDS = (
    Kind("zpl", Words("printing", "Zebra and others (ZPL), network"), "192.168.1.50"),
    Kind("brotherql", Words("printing", "Brother QL, network"), "192.168.1.50"),
    Kind("zpl+usb", Words("printing", "Zebra and others (ZPL), USB"), "/dev/usb/lp0"),
    Kind("brotherql+usb", Words("printing", "Brother QL, USB"), "/dev/usb/lp0"),
)
USUAL_MODEL, USUAL_ROLL = "QL-820NWB", "62x100"


class LabelPrinterForm(QDialog):
    """Taken, it has an `address` and a `name` for people."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(say(Words("printing", "Label printer")))
        self.kind = Choice(say(Words("printing", "Kind")))
        self.model, self.roll = Choice(say(Words("printing", "Model"))), Choice(say(Words("printing", "Roll")))
        self.place, self.notice = QLineEdit(), Notice()
        for each in KINDS:
            self.kind.addItem(say(each.words), each)
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
        """As docs/printing.md writes it."""
        kind, place = self._kind, self.place.text().strip() or (self._kind.place if self._kind.is_usb else "")
        where = f":{quote(place)}" if kind.is_usb else f"://{place}"
        what = f"?model={self.model.currentText()}&label={self.roll.currentText()}" if kind.is_brother else ""
        return f"{kind.scheme}{where}{what}"

    @property
    def name(self) -> str:
        make = self.model.currentText() if self._kind.is_brother else "ZPL"
        return f"{make} · {self.place.text().strip() or self._kind.place}"

    @property
    def _kind(self) -> Kind:
        return KINDS[self.kind.currentIndex()]

    def _offer(self) -> None:
        self.place.setPlaceholderText(self._kind.place)
        for part in self._brothers:
            part.setVisible(self._kind.is_brother)

    def _offer_rolls(self, name: str) -> None:
        """Those that this model takes."""
        chosen, printer = self.roll.currentText() or USUAL_ROLL, model(name)
        self.roll.clear()
        self.roll.addItems([each.id for each in TAPES if printer and takes(printer, each)])
        if tape(chosen):
            self.roll.setCurrentIndex(max(0, self.roll.findText(chosen)))

    def _take(self) -> None:
        try:
            check_address(self.address)
        except CheckinError as error:  # told here: the desk's own line is behind this window
            self.notice.setText(sentence(error))
            self.place.setFocus()
        else:
            self.accept()

    def _assemble(self) -> None:
        buttons = do_or_go_back(self, say(Words("printing", "Add")))
        buttons.accepted.connect(self._take)
        column = dialog_column(self, self.windowTitle(), 8)
        for part in (
            caption(self.kind.accessibleName(), self.kind),
            self.kind,
            caption(say(Words("printing", "Network address, or the file of the USB port")), self.place),
            self.place,
            *self._brothers,
            self.notice,
        ):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(buttons)
        self.setFixedWidth(sized(WIDTH))
        self.place.setFocus()


def ask_label_printer(parent: QWidget) -> tuple[str, str]:
    """Its address and its name, both "" if somebody went back."""
    form = LabelPrinterForm(parent)
    taken = form.exec() == QDialog.DialogCode.Accepted
    form.deleteLater()
    return (form.address, form.name) if taken else ("", "")
