# SPDX-License-Identifier: GPL-3.0-or-later
"""A desk that listens for phones: its server, its certificate, and who is connected."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from checkin.core.answer import Answer
from checkin.core.message import Message, UserError
from checkin.core.phones import Phone, PhoneRole, Phones
from checkin.devices.computer import network_addresses
from checkin.paths import app_folder, resources
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.phones.phone_certificate import fingerprint, phone_certificate, tls_context
from checkin.services.phones.phone_pictures import PictureDecoder
from checkin.services.phones.phone_server import PhoneServer
from checkin.ui.phones.phone_desk import PhoneDesk

T = TypeVar("T")

PORT = 8443
"""The port where it is free: a phone that accepted the certificate there is not warned again."""
CERTIFICATE = "phones.pem"


class PhoneListener(QObject):
    """Lets phones ask `desk`, from `listen` to `stop`. `address` and `fingerprint` are empty while nothing listens;
    `fingerprint` also without encryption.
    """

    answered = Signal(Answer)
    failed = Signal(Exception)
    """A fault of the program in one request; the server goes on."""

    def __init__(self, desk: Desk, queries: DeskQueries) -> None:
        super().__init__()
        self._asked = PhoneDesk(desk, queries)
        self._asked.answered.connect(self.answered)
        self._server: PhoneServer | None = None
        self.address = self.fingerprint = ""
        self.port = 0

    def listen(self, address: str, *, is_encrypted: bool = True) -> None:
        """Listen at `address` and nowhere else; phones that were connected are no more. Raises `OSError`."""
        self.stop()
        context, shown = None, ""
        if is_encrypted:
            folder = app_folder()
            folder.mkdir(parents=True, exist_ok=True)
            certificate = phone_certificate(folder / CERTIFICATE, address)
            context, shown = tls_context(certificate), fingerprint(certificate)
        server = PhoneServer(
            self._asked.ask, Phones(), PictureDecoder().decode, {"/": resources() / "phones" / "phone.html"}
        )
        server.failed.connect(self.failed)
        try:
            server.listen(address, PORT, context)
        except OSError:  # taken by another program, or another event of this computer
            server.listen(address, 0, context)
        self._server, self.address, self.port, self.fingerprint = server, address, server.port, shown

    def phones(self) -> list[Phone]:
        """Return the phones that are connected."""
        return self._with_phones(Phones.all) if self._server else []

    def invite(self, role: PhoneRole) -> str:
        """Return the address that connects one phone, with its pairing key."""
        assert self._server
        key = self._with_phones(lambda phones: phones.invite(role))
        letter = "k" if role is PhoneRole.SCAN else "w"
        return f"http{'s' * bool(self.fingerprint)}://{self.address}:{self.port}/#{letter}={key}"

    def awaits(self, role: PhoneRole) -> bool:
        """Return whether the last invitation of this role is unused, and no new one is needed."""
        return self._server is None or self._with_phones(lambda phones: phones.awaits(role))

    def revoke(self, name: str) -> None:
        if self._server:
            self._with_phones(lambda phones: phones.revoke(name))

    def stop(self) -> None:
        """Disconnect all phones and listen no more."""
        if self._server:
            server, self._server = self._server, None
            server.stop()
        self.address = self.fingerprint = ""

    def _with_phones(self, work: Callable[[Phones], T]) -> T:
        """Do `work` with the phones in the thread that owns them, which never waits for this one."""
        assert self._server
        return self._server.in_thread(work).result()


def reachable_addresses() -> list[tuple[str, str]]:
    """Return the addresses of this computer and the card of each, the likeliest first. Raises `UserError` for none."""
    addresses = network_addresses()
    if not addresses:
        raise UserError(_NO_NETWORK)
    return addresses


_NO_NETWORK = Message(
    "phones",
    "This computer is on no network, so no phone can reach it. Join a Wi-Fi, or turn on the computer’s own hotspot; no "
    "internet is needed. Scanning here goes on.",
)
