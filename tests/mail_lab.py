# SPDX-License-Identifier: GPL-3.0-or-later
"""A mail server of the tests' own (aiosmtpd), in a thread, with everything that goes wrong at real ones; and a reader
of what it received that shares no code with what wrote it (fast-mail-parser, in Rust).
"""

import asyncio
import io
import ssl
import threading
from collections import Counter
from dataclasses import dataclass, field

import trustme
import zxingcpp
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from fast_mail_parser import parse_email
from PIL import Image

from checkin.core.mail.mail_account import MailAccount, MailSecurity
from tests.patience import PATIENCE_S
from tests.pdf_reports.readers import page_images
from tests.ports import free_port

HOST, USER, PASSWORD = "localhost", "orga@asso.test", "mot de passe é"


@dataclass
class Troubles:
    """What the server does, beside taking messages. Messages are counted from 1 as their DATA comes."""

    replies: dict[str, str] = field(default_factory=dict)
    """The reply to a command ("MAIL", "DATA", "END"), instead of consent."""
    refused: dict[str, str] = field(default_factory=dict)
    """The reply to RCPT, by address."""
    greylisted: set[str] = field(default_factory=set)
    """Addresses for which the first RCPT is told to come again."""
    closes_after: int = 0
    """Messages on one connection; the next MAIL is answered with 421."""
    cut_within: set[int] = field(default_factory=set)
    """Messages in whose middle the connection breaks."""
    silent_after: set[int] = field(default_factory=set)
    """Messages that are taken, and then the connection breaks before the consent."""
    lost_at_end: set[int] = field(default_factory=set)
    """Messages that are not taken, though the connection breaks only after the last dot."""
    slow_s: float = 0.0
    """Seconds before each consent."""


class _Session(SMTP):
    """One connection. Breaks in the middle of a message when it shall."""

    lab: "MailLab"
    taken = 0
    breaks_in_data = False

    def data_received(self, data):
        super().data_received(data)
        if self.breaks_in_data and len(data) > 100:
            self.transport.abort()


class MailLab:
    """A running server. `messages` are those it took, as (address, bytes), in their order."""

    def __init__(self, security: MailSecurity = MailSecurity.TLS, troubles: Troubles | None = None, name: str = HOST):
        self.troubles = troubles or Troubles()
        self.security, self.port = security, free_port()
        self.messages: list[tuple[str, bytes]] = []
        self.asked: Counter[str] = Counter()
        self.logins: list[bool] = []
        self._began = 0
        self._changed = threading.Condition()
        authority = trustme.CA()
        self.authority_pem = authority.cert_pem.bytes()
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert(name).configure_cert(context)
        self._controller = _Controller(self, context)

    def __enter__(self):
        self._controller.start()
        return self

    def __exit__(self, *_):
        self._controller.stop(no_assert=True)

    def authority(self, folder):
        """The file with the certificate that clients have to trust."""
        path = folder / "authority.pem"
        path.write_bytes(self.authority_pem)
        return path

    def account(self, **fields):
        plain = self.security is MailSecurity.NONE
        given = {
            "server": HOST,
            "port": self.port,
            "security": self.security,
            "user": "" if plain else USER,
            "sender": USER,
            "sender_name": "L’équipe, accueil",
            "pace": 6000,
        }
        return MailAccount(**{**given, **fields})

    def wait_for(self, messages):
        """Wait until so many messages more were begun."""
        with self._changed:
            wanted = self._began + messages
            return self._changed.wait_for(lambda: self._began >= wanted, PATIENCE_S)

    # What aiosmtpd calls

    def authenticate(self, server, session, envelope, mechanism, data):
        is_right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        self.logins.append(is_right)
        return AuthResult(success=is_right, handled=False)

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.troubles.closes_after and server.taken >= self.troubles.closes_after:
            await server.push("421 4.7.0 Too many messages in this session, closing connection")
            server.transport.close()
        if self.security is not MailSecurity.NONE and not session.authenticated:
            return "530 5.7.0 Authentication required"
        if "MAIL" in self.troubles.replies:
            return self.troubles.replies["MAIL"]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.asked[address] += 1
        if address in self.troubles.refused:
            return self.troubles.refused[address]
        if address in self.troubles.greylisted and self.asked[address] == 1:
            return "451 4.7.1 Greylisted, please try again in a minute"
        envelope.rcpt_tos.append(address)
        with self._changed:
            self._began += 1
            self._changed.notify_all()
        server.breaks_in_data = self._began in self.troubles.cut_within
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.troubles.slow_s:
            await asyncio.sleep(self.troubles.slow_s)
        if "END" in self.troubles.replies:
            return self.troubles.replies["END"]
        if self._began not in self.troubles.lost_at_end:
            self.messages.append((envelope.rcpt_tos[0], envelope.original_content))
        if self._began in self.troubles.silent_after | self.troubles.lost_at_end:
            server.transport.abort()
        server.taken += 1
        return "250 2.0.0 Ok: queued"


class _Controller(Controller):
    """The server's thread. TLS from the first byte, or after STARTTLS, or none."""

    def __init__(self, lab, context):
        self._lab, self._context = lab, context
        is_tls = lab.security is MailSecurity.TLS
        super().__init__(
            lab, hostname="127.0.0.1", port=lab.port, ssl_context=context if is_tls else None, ready_timeout=PATIENCE_S
        )

    def factory(self):
        security = self._lab.security
        return _Session(
            self._lab,
            hostname=HOST,
            tls_context=self._context if security is MailSecurity.STARTTLS else None,
            require_starttls=security is MailSecurity.STARTTLS,
            authenticator=self._lab.authenticate,
            auth_require_tls=security is MailSecurity.STARTTLS,
            loop=self.loop,
        )


@dataclass(frozen=True)
class ReadMessage:
    """A message as a mail program sees it."""

    headers: dict
    subject: str
    to: str
    text: str
    html: str
    pictures: list
    pdfs: dict
    calendars: list

    @property
    def shown_codes(self):
        """The codes in the pictures of the message."""
        return [code.text for data in self.pictures for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(data)))]

    def attached_codes(self, folder):
        """The codes on the pages of each attached ticket, by its name."""
        found = {}
        for number, (name, data) in enumerate(self.pdfs.items()):
            path = folder / f"{number}.pdf"
            path.write_bytes(data)
            pages = page_images(path, 150)
            found[name] = [code.text for page in pages for code in zxingcpp.read_barcodes(page.convert("L"))]
        return found


def read_message(data: bytes) -> ReadMessage:
    """The message, read by code that is not Python's."""
    mail = parse_email(data)
    parts = [(each.mimetype, each.filename, each.content) for each in mail.attachments]
    return ReadMessage(
        headers=dict(mail.headers),
        subject=mail.subject,
        to=", ".join(each.address for each in mail.to),
        text="\n".join(mail.text_plain),
        html="\n".join(mail.text_html),
        pictures=[content for kind, _, content in parts if kind == "image/png"],
        pdfs={name: content for kind, name, content in parts if kind == "application/pdf"},
        calendars=[content for kind, _, content in parts if kind.startswith("text/calendar")],
    )
