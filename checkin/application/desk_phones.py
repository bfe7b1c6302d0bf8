# SPDX-License-Identifier: GPL-3.0-or-later
"""Phones of an open desk: the server while phones are let in, and the window about them."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject

from checkin import error_handler
from checkin.core.answer import Answer
from checkin.core.message import Message, UserError
from checkin.core.phones import Phone, PhoneRole, Phones
from checkin.paths import app_folder, resources
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.event_file import EventFile
from checkin.ui.desk.desk_menu import DeskMenu
from checkin.ui.shell import Shell

if TYPE_CHECKING:
    from checkin.services.phones.phone_server import PhoneServer
    from checkin.ui.phones.phone_desk import PhoneDesk
    from checkin.ui.phones.phones_dialog import PhonesDialog

T = TypeVar("T")

PORT = 8443
"""The port where it is free: a phone that accepted the certificate there is not warned again."""
CERTIFICATE = "phones.pem"


class DeskPhones(QObject):
    """Listens from the first opening of the window until all phones are disconnected, or the desk is closed. `wake`
    tells printers and other desks of what phones recorded.
    """

    def __init__(self, event: EventFile, desk: Desk, wake: Callable[[], None]) -> None:
        super().__init__()
        self._event, self._desk, self._wake = event, desk, wake
        self._server: PhoneServer | None = None
        self._asked: PhoneDesk | None = None
        self._address = self._fingerprint = ""
        self.window: PhonesDialog | None = None

    def mount(self, shell: Shell, menu: DeskMenu) -> None:
        """Connect a new window of the program."""
        self._shell = shell
        self.window = None  # went with the old window
        menu.guarded("phones_wanted", self.open)

    def open(self) -> None:
        """Show the window, and listen if nothing does yet. Raises `UserError` where there is no network."""
        from checkin.devices.computer import network_addresses
        from checkin.ui.phones.phones_dialog import PhonesDialog

        addresses = network_addresses()
        if not addresses:
            raise UserError(_NO_NETWORK)
        if self._server is None or self._address not in dict(addresses):
            self._listen(addresses[0][0])
        if self.window is None:
            self.window = PhonesDialog(self.phones, self.invite, self.awaits, self._shell)
            self.window.address_chosen.connect(self._listen_elsewhere)
            self.window.revoked.connect(self._revoke)
            self.window.ended.connect(self.stop)
        self.window.show_addresses(addresses, self._address, self._fingerprint)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def phones(self) -> list[Phone]:
        """Return the phones that are connected."""
        return self._with_phones(Phones.all) if self._server else []

    def invite(self, role: PhoneRole) -> str:
        """Return the text of a code that connects one phone."""
        assert self._server
        key = self._with_phones(lambda phones: phones.invite(role))
        return f"https://{self._address}:{self._server.port}/#{'k' if role is PhoneRole.SCAN else 'w'}={key}"

    def awaits(self, role: PhoneRole) -> bool:
        return self._server is None or self._with_phones(lambda phones: phones.awaits(role))

    def stop(self) -> None:
        """Disconnect all phones and listen no more."""
        if self._server:
            server, self._server = self._server, None
            server.stop()
        self._asked = None

    def _with_phones(self, work: Callable[[Phones], T]) -> T:
        """Do `work` with the phones in the thread that owns them, which never waits for this one."""
        assert self._server
        return self._server.in_thread(work).result()

    def _revoke(self, name: str) -> None:
        def revoke(phones: Phones) -> None:
            for phone in phones.all():
                phone.is_revoked = phone.is_revoked or phone.name == name

        self._with_phones(revoke)

    def _listen_elsewhere(self, address: str) -> None:
        if address != self._address:
            self._listen(address)
            self.open()

    def _listen(self, address: str) -> None:
        from checkin.services.phones.phone_certificate import fingerprint, phone_certificate, tls_context
        from checkin.services.phones.phone_pictures import PictureDecoder
        from checkin.services.phones.phone_server import PhoneServer
        from checkin.ui.phones.phone_desk import PhoneDesk

        self.stop()
        folder = app_folder()
        folder.mkdir(parents=True, exist_ok=True)
        certificate: Path = phone_certificate(folder / CERTIFICATE, address)
        self._asked = PhoneDesk(self._desk, DeskQueries(self._event))
        self._asked.answered.connect(self._note)
        page = resources() / "phones" / "phone.html"
        server = PhoneServer(self._asked.ask, Phones(), PictureDecoder().decode, {"/": page})
        server.failed.connect(error_handler.log_error)
        context = tls_context(certificate)
        try:
            server.listen(address, PORT, context)
        except OSError:  # taken by another program, or another event of this computer
            server.listen(address, 0, context)
        self._server, self._address, self._fingerprint = server, address, fingerprint(certificate)

    def _note(self, answer: Answer) -> None:
        self._wake()
        self._shell.desk.refresh()


_NO_NETWORK = Message(
    "phones",
    "This computer is on no network, so no phone can reach it. Join a Wi-Fi, or turn on the computer’s own hotspot; no "
    "internet is needed. Scanning here goes on.",
)
