# SPDX-License-Identifier: GPL-3.0-or-later
"""The window about phones: a code to connect one, those connected, and the end of all. Starts nothing itself."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QListWidget, QWidget

from checkin.core.message import Message
from checkin.core.phones import Phone, PhoneRole
from checkin.translation import translate
from checkin.ui.look.theme import SMALL, scale_px
from checkin.ui.look.typesetting import unbroken
from checkin.ui.phones.phone_listener import PhoneListener
from checkin.ui.widgets.boxes import REST, column_of, row_of
from checkin.ui.widgets.buttons import push_button
from checkin.ui.widgets.dialogs import AROUND, Dialog
from checkin.ui.widgets.form_fields import ComboBox, WrappingCheckBox, captioned, label
from checkin.ui.widgets.trial_code import CodePicture

SIDE, WIDTH, LIST = 300, 400, 84
"""Pixels of the code, of the column beside it, and of the list of phones."""
LOOK_MS = 1_000


class PhonesDialog(Dialog):
    """A window that stays beside the desk, about a listener that listens."""

    def __init__(self, listener: PhoneListener, parent: QWidget | None = None) -> None:
        super().__init__(translate(_TITLE), parent)
        self._listener = listener
        self._addresses: Sequence[tuple[str, str]] = ()
        self._shown: list[tuple[str, str]] = []
        self.role, self.address = ComboBox(translate(_ROLE)), ComboBox(translate(_NETWORK))
        self.encryption = ComboBox(translate(_CONNECTION))
        for words, role in _ROLES.items():
            self.role.addItem(translate(words), role)
        for words, is_encrypted in _CONNECTIONS.items():
            self.encryption.addItem(translate(words), is_encrypted)
        self.role.currentIndexChanged.connect(self.renew)
        self.address.activated.connect(self._listen_otherwise)
        self.encryption.activated.connect(self._listen_otherwise)
        self.code = CodePicture("-", translate(Message("phones", "The code for a phone")), scale_px(SIDE))
        self.link, self.caution = label("", SMALL), label("")
        self.fingerprint = label("", SMALL)
        self.phones = QListWidget()
        self.phones.setAccessibleName(translate(_CONNECTED))
        self.phones.setFixedHeight(scale_px(LIST))
        self.phones.currentRowChanged.connect(self._offer)
        self.revoke = push_button(translate(Message("phones", "Disconnect this phone")), self._revoke)
        self.end = push_button(translate(Message("phones", "Disconnect all and stop")), self._end)
        self.ends_with_window = WrappingCheckBox(translate(_ENDS_WITH_WINDOW))
        self.hint = label(translate(_NOBODY))
        text = column_of(
            label(translate(_HOW)),
            *captioned(translate(_ROLE), self.role),
            *captioned(translate(_NETWORK), self.address),
            *captioned(translate(_CONNECTION), self.encryption),
            self.caution,
            REST,
            spacing=8,
        )
        side = QWidget()
        side.setLayout(text)
        side.setFixedWidth(scale_px(WIDTH))
        column_of(
            row_of(column_of(self.code, self.link, self.fingerprint, REST, spacing=8), side, spacing=24),
            *captioned(translate(_CONNECTED), self.phones),
            self.hint,
            self.ends_with_window,
            row_of(self.revoke, self.end, REST, self.closing(), spacing=8),
            spacing=12,
            around=AROUND,
            of=self,
        )
        self._offer()
        self.finished.connect(self._leave)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look_again)

    def show_addresses(self, addresses: Sequence[tuple[str, str]]) -> None:
        """Offer the addresses, with the card of each; show a code for the one that is listened at."""
        self._addresses = addresses
        self.address.clear()
        for address, card in addresses:
            self.address.addItem(f"{card} ({address})", address)
        self.address.setCurrentIndex(self.address.findData(self._listener.address))
        self.encryption.setCurrentIndex(self.encryption.findData(bool(self._listener.fingerprint)))
        self.caution.setText(translate(_WARNING if self._listener.fingerprint else _READABLE))
        self.fingerprint.setText(unbroken(self._listener.fingerprint.replace(":", " ")))
        self.fingerprint.setVisible(bool(self._listener.fingerprint))
        self.renew()
        self._timer.start()

    def renew(self) -> None:
        """Show a new code: each serves one phone."""
        text = self._listener.invite(self.role.currentData())
        self.code.show_text(text)
        self.link.setText(text.partition("#")[0])

    def look_again(self) -> None:
        """Show who is connected now, and a new code once the last was used."""
        if not self._listener.awaits(self.role.currentData()):
            self.renew()
        shown = [(phone.name, _line(phone)) for phone in self._listener.phones()]
        if shown != self._shown:
            row = self.phones.currentRow()
            self._shown = shown
            self.phones.clear()
            self.phones.addItems([line for _, line in shown])
            self.phones.setCurrentRow(min(row, len(shown) - 1))
        self._offer()

    def _listen_otherwise(self, _: int) -> None:
        address, is_encrypted = self.address.currentData(), self.encryption.currentData()
        if (address, is_encrypted) == (self._listener.address, bool(self._listener.fingerprint)):
            return
        self._listener.listen(address, is_encrypted=is_encrypted)
        self.show_addresses(self._addresses)

    def _offer(self, _: int = 0) -> None:
        self.revoke.setEnabled(self.phones.currentRow() >= 0)
        self.hint.setVisible(not self._shown)

    def _revoke(self) -> None:
        self._listener.revoke(self._shown[self.phones.currentRow()][0])
        self.look_again()

    def _end(self) -> None:
        self._listener.stop()
        self.accept()

    def _leave(self) -> None:
        self._timer.stop()
        if self.ends_with_window.isChecked():
            self._listener.stop()


def _line(phone: Phone) -> str:
    battery = "" if phone.battery is None else translate(_BATTERY, percent=phone.battery)
    did = translate(_WATCHES) if phone.role is PhoneRole.WATCH else phone.answered
    return " · ".join(filter(None, (phone.name, did, battery)))


_TITLE = Message("phones", "Phones")
_ROLE, _NETWORK = Message("phones", "This phone is to"), Message("phones", "Network")
_ROLES = {
    Message("phones", "scan and search"): PhoneRole.SCAN,
    Message("phones", "see the live figures"): PhoneRole.WATCH,
}
_CONNECTION = Message("phones", "Connection")
_CONNECTIONS = {
    Message("phones", "encrypted, as it should be"): True,
    Message("phones", "not encrypted, and no camera"): False,
}
_CONNECTED, _WATCHES = Message("phones", "Connected phones"), Message("phones", "sees the live figures")
_BATTERY = Message("phones", "battery {percent} %")
_ENDS_WITH_WINDOW = Message("phones", "Disconnect all when this window is closed (otherwise when the desk is)")
_HOW = Message(
    "phones",
    "Scan this code with the phone’s camera. The phone must be on the same Wi-Fi as this computer, or on its hotspot; "
    "no internet, no app and no account are needed. Each code serves one phone.",
)
_WARNING = Message(
    "phones",
    "The phone warns that the connection is not private: the certificate is this computer’s own. Choose “Advanced”, "
    "then “Proceed” (iPhone: “Show details”, “visit this website”). Its SHA-256 stands below the code.",
)
_READABLE = Message(
    "phones",
    "Anybody on this network can read the names that this phone sees, and use its key. Browsers give no camera to such "
    "a page. Choose this only where a phone refuses the encrypted one.",
)
_NOBODY = Message(
    "phones",
    "No phone yet. If none connects within a minute: a guest Wi-Fi may keep devices apart, and this computer’s "
    "firewall must let Checkin be reached.",
)
