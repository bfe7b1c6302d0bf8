# SPDX-License-Identifier: GPL-3.0-or-later
"""The window about phones: a code to connect one, those connected, and the end of all. Starts nothing itself."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QListWidget, QWidget

from checkin.core.message import Message
from checkin.core.phones import Phone, PhoneRole
from checkin.translation import translate
from checkin.ui.look.theme import SMALL, scale_px
from checkin.ui.look.typesetting import unbroken
from checkin.ui.widgets.boxes import REST, column_of, row_of
from checkin.ui.widgets.buttons import push_button
from checkin.ui.widgets.dialogs import AROUND, Dialog
from checkin.ui.widgets.form_fields import ComboBox, captioned, label
from checkin.ui.widgets.trial_code import CodePicture

SIDE, WIDTH, LIST = 300, 400, 120
"""Pixels of the code, of the column beside it, and of the list of phones."""
LOOK_MS = 1_000


class PhonesDialog(Dialog):
    """A window that stays beside the desk. `look` returns the phones that are connected, `invite` the text of a code
    for a role, `awaits` whether the last one is still unused.
    """

    address_chosen = Signal(str)
    revoked = Signal(str)
    ended = Signal()

    def __init__(
        self,
        look: Callable[[], Sequence[Phone]],
        invite: Callable[[PhoneRole], str],
        awaits: Callable[[PhoneRole], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(translate(_TITLE), parent)
        self._look, self._invite, self._awaits = look, invite, awaits
        self._shown: list[tuple[str, str]] = []
        self.role = ComboBox(translate(_ROLE))
        self.address = ComboBox(translate(_NETWORK))
        self.role.addItem(translate(Message("phones", "scan and search")), PhoneRole.SCAN)
        self.role.addItem(translate(Message("phones", "see the live figures")), PhoneRole.WATCH)
        self.role.currentIndexChanged.connect(self.renew)
        self.address.activated.connect(lambda _: self.address_chosen.emit(self.address.currentData()))
        self.code = CodePicture("-", translate(Message("phones", "The code for a phone")), scale_px(SIDE))
        self.link, self.fingerprint = label("", SMALL), label("", SMALL)
        self.phones = QListWidget()
        self.phones.setAccessibleName(translate(_CONNECTED))
        self.phones.setFixedHeight(scale_px(LIST))
        self.phones.currentRowChanged.connect(self._offer)
        self.revoke = push_button(translate(Message("phones", "Disconnect this phone")), self._revoke)
        self.end = push_button(translate(Message("phones", "Disconnect all and stop")), self._end)
        self.hint = label(translate(_NOBODY))
        text = column_of(
            label(translate(_HOW)),
            *captioned(translate(_ROLE), self.role),
            *captioned(translate(_NETWORK), self.address),
            self.link,
            label(translate(_WARNING)),
            self.fingerprint,
            REST,
            spacing=8,
        )
        side = QWidget()
        side.setLayout(text)
        side.setFixedWidth(scale_px(WIDTH))
        column_of(
            row_of(column_of(self.code, REST), side, spacing=24),
            *captioned(translate(_CONNECTED), self.phones),
            self.hint,
            row_of(self.revoke, self.end, REST, self.closing(), spacing=8),
            spacing=12,
            around=AROUND,
            of=self,
        )
        self._offer()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look_again)
        self._timer.start()

    def show_addresses(self, addresses: Sequence[tuple[str, str]], chosen: str, fingerprint: str) -> None:
        """Offer the addresses, with the card of each; show a code for the one that is listened at."""
        self.address.clear()
        for address, card in addresses:
            self.address.addItem(f"{card} ({address})", address)
        self.address.setCurrentIndex(self.address.findData(chosen))
        self.fingerprint.setText(unbroken(fingerprint.replace(":", " ")))
        self.renew()

    def renew(self) -> None:
        """Show a new code: each serves one phone."""
        text = self._invite(self.role.currentData())
        self.code.show_text(text)
        self.link.setText(text.partition("#")[0])

    def look_again(self) -> None:
        """Show who is connected now, and a new code once the last was used."""
        if not self._awaits(self.role.currentData()):
            self.renew()
        shown = [(phone.name, _line(phone)) for phone in self._look()]
        if shown != self._shown:
            row = self.phones.currentRow()
            self._shown = shown
            self.phones.clear()
            self.phones.addItems([line for _, line in shown])
            self.phones.setCurrentRow(min(row, len(shown) - 1))
        self._offer()

    def _offer(self, _: int = 0) -> None:
        self.revoke.setEnabled(self.phones.currentRow() >= 0)
        self.hint.setVisible(not self._shown)

    def _revoke(self) -> None:
        self.revoked.emit(self._shown[self.phones.currentRow()][0])
        self.look_again()

    def _end(self) -> None:
        self.ended.emit()
        self.accept()


def _line(phone: Phone) -> str:
    if phone.role is PhoneRole.WATCH:
        return f"{phone.name} · {translate(_WATCHES)}"
    return " · ".join(filter(None, (phone.name, phone.answered)))


_TITLE = Message("phones", "Phones")
_ROLE, _NETWORK = Message("phones", "This phone is to"), Message("phones", "Network")
_CONNECTED, _WATCHES = Message("phones", "Connected phones"), Message("phones", "sees the live figures")
_HOW = Message(
    "phones",
    "Scan this code with the phone’s camera. The phone must be on the same Wi-Fi as this computer, or on its hotspot; "
    "no internet, no app and no account are needed. Each code serves one phone.",
)
_WARNING = Message(
    "phones",
    "The phone warns that the connection is not private: the certificate is this computer’s own. Choose “Advanced”, "
    "then “Proceed” (iPhone: “Show details”, “visit this website”). Its SHA-256:",
)
_NOBODY = Message(
    "phones",
    "No phone yet. If none connects within a minute: a guest Wi-Fi may keep devices apart, and this computer’s "
    "firewall must let Checkin be reached.",
)
