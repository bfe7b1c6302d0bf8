# SPDX-License-Identifier: GPL-3.0-or-later
"""The connection to a mail server (SMTP), in steps that stop before the last dot of a message.

The reply to that dot is the moment at which the server takes the message over. Python's own `sendmail` hides it, so the
caller could not write down beforehand that it comes.
"""

import base64
import contextlib
import io
import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checkin.core.lists.cell_text import one_line
from checkin.core.mail.mail_account import MailAccount, MailSecurity
from checkin.core.mail.mail_jobs import ConnectionFault, MailReply, MailStage
from checkin.core.message import DeviceError, Message, UserError
from checkin.network import Allowance, Incoming, send

LONGEST_REPLY = 300
"""Letters of a server's reply that are kept."""
LARGEST_REPLY = 1 << 16
"""Bytes of a reply with all its lines. That to EHLO, the longest, has a few hundred."""
SLOWEST = 2_000
"""Bytes a second that a server takes at least: those of the slowest telephone."""

_OWN_NAME = "[127.0.0.1]"
"""What EHLO says: the name of this computer concerns nobody, and looking it up may take long."""

_AUTHORITIES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)
"""Where Linux systems keep the certificates they trust, for a packaged Python that looks elsewhere."""


@dataclass(frozen=True, slots=True)
class MailTimeouts:
    """Seconds to wait: for the connection, for a reply, and for the reply to the last dot, before which servers scan
    the message (RFC 5321 asks for ten minutes).
    """

    connect: float = 20.0
    reply: float = 60.0
    end: float = 600.0


class MailServerError(DeviceError):
    """A reply that is no consent, or none at all: `reply` says which, and `judge_reply` what follows."""

    def __init__(self, reply: MailReply) -> None:
        super().__init__(Message("mail", "The mail server answered: {said}"), said=reply.words or reply.fault)
        self.reply = reply


class MailServer:
    """A mail server to which messages are handed over one by one. Every method but `close` raises `MailServerError`.

        server.open()
        server.offer("anne@example.org", content)  # all but the last dot: nothing is delivered yet
        server.finish()                            # the dot: when this returns, it is
        server.close()

    `authority` is a file with certificates to trust besides those of the system. The name of the server is checked, and
    nothing is ever sent without the protection that the account asks for.
    """

    def __init__(
        self, account: MailAccount, password: str, authority: Path | None = None, timeouts: MailTimeouts | None = None
    ) -> None:
        self._account, self._password, self._authority = account, password, authority
        self._timeouts = timeouts or MailTimeouts()
        self._smtp: smtplib.SMTP | None = None

    @property
    def is_open(self) -> bool:
        return self._smtp is not None

    def open(self) -> None:
        """Connect, protect the connection and log in. Raises `UserError` for an authority that cannot be read."""
        self.close()
        context = _tls_context(self._authority)
        with self._replies(MailStage.CONNECT):
            self._smtp = self._connected(context)
            if self._smtp.sock:
                self._smtp.sock.settimeout(self._timeouts.reply)
        with self._replies(MailStage.PROTECTION):
            smtp = self._open_smtp()
            if self._account.security is MailSecurity.STARTTLS:
                smtp.starttls(context=context)
            smtp.ehlo_or_helo_if_needed()
        if self._account.user:
            with self._replies(MailStage.LOGIN):
                self._log_in()

    def offer(self, recipient: str, content: bytes) -> None:
        """Hand a message over up to but not including its last dot. Nothing of it is delivered without that."""
        self._command(MailStage.SENDER, f"MAIL FROM:<{self._account.sender}>", 250)
        self._command(MailStage.RECIPIENT, f"RCPT TO:<{recipient}>", 250, 251)
        self._command(MailStage.CONTENT, "DATA", 354)
        with self._replies(MailStage.CONTENT):
            self._open_smtp().send(_stuffed(content))

    def finish(self) -> MailReply:
        """Send the last dot and return the server's consent: it has taken the message over."""
        with self._replies(MailStage.END):
            smtp = self._open_smtp()
            if smtp.sock:
                smtp.sock.settimeout(self._timeouts.end)
            smtp.send(b".\r\n")
            reply = self._reply(MailStage.END, *smtp.getreply())
            if smtp.sock:
                smtp.sock.settimeout(self._timeouts.reply)
        if reply.code != 250:
            raise MailServerError(reply)
        return reply

    def reset(self) -> None:
        """Take back a message that was refused before its content, so that the next one may begin."""
        self._command(MailStage.SENDER, "RSET", 250)

    def abandon(self) -> None:
        """Close the connection at once, in the middle of a message too, which is then not delivered."""
        if self._smtp:
            self._smtp.close()
        self._smtp = None

    def close(self) -> None:
        """Take leave of the server, if it still listens."""
        if self._smtp:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                if self._smtp.sock:
                    self._smtp.sock.settimeout(self._timeouts.connect)
                self._smtp.quit()
        self.abandon()

    def _connected(self, context: ssl.SSLContext) -> smtplib.SMTP:
        host, port, wait = self._account.server, self._account.port, self._timeouts.connect
        if self._account.security is MailSecurity.TLS:
            return _TlsConversation(host, port, _OWN_NAME, timeout=wait, context=context)
        return _Conversation(host, port, _OWN_NAME, timeout=wait)

    def _open_smtp(self) -> smtplib.SMTP:
        if self._smtp is None:
            raise smtplib.SMTPServerDisconnected
        return self._smtp

    def _log_in(self) -> None:
        """Log in by PLAIN, or LOGIN where that alone is offered. The library's own `login` fails for a password with
        letters beyond ASCII, and its CRAM-MD5 makes servers keep passwords readable.
        """
        smtp, user, password = self._open_smtp(), self._account.user, self._password
        offered = smtp.esmtp_features.get("auth", "").upper().split()
        if "LOGIN" in offered and "PLAIN" not in offered:
            code, text = smtp.docmd("AUTH", "LOGIN")
            for answer in (user, password):
                if code == 334:
                    code, text = smtp.docmd(_base64(answer))
        else:
            identity = _base64(f"\0{user}\0{password}")
            code, text = smtp.docmd("AUTH", f"PLAIN {identity}")
        if code != 235:
            raise smtplib.SMTPResponseException(code, text)

    def _command(self, stage: MailStage, command: str, *wanted: int) -> None:
        with self._replies(stage):
            reply = self._reply(stage, *self._open_smtp().docmd(command))
        if reply.code not in wanted:
            raise MailServerError(reply)

    def _reply(self, stage: MailStage, code: int, text: bytes | str) -> MailReply:
        words = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
        fault = ConnectionFault.NOT_SMTP if code < 0 else ConnectionFault.NONE
        return MailReply(stage, max(code, 0), one_line(words)[:LONGEST_REPLY], fault)

    @contextlib.contextmanager
    def _replies(self, stage: MailStage) -> Iterator[None]:
        """Turn whatever the library raises at this stage into a `MailServerError`; a broken connection is left."""
        try:
            yield
        except smtplib.SMTPResponseException as error:
            raise self._error(self._reply(stage, error.smtp_code, error.smtp_error)) from error
        except smtplib.SMTPNotSupportedError as error:
            raise self._error(MailReply(stage, fault=ConnectionFault.NO_TLS)) from error
        except (smtplib.SMTPException, OSError) as error:
            raise self._error(MailReply(stage, text=_text_of(error), fault=_fault_of(error, stage))) from error

    def _error(self, reply: MailReply) -> MailServerError:
        if reply.fault or reply.code == 421:
            self.abandon()
        return MailServerError(reply)


class _Conversation(smtplib.SMTP):
    """A conversation in which each reply comes within the time limit of the socket as a whole, and is of limited size;
    the library itself waits anew for each letter, and takes lines for ever.
    """

    def send(self, s: Any) -> None:
        """Send piece by piece, for what is sent may take longer than a reply: at least `SLOWEST` bytes a second."""
        if not self.sock:
            raise smtplib.SMTPServerDisconnected
        content = s.encode(self.command_encoding) if isinstance(s, str) else s
        seconds = self.sock.gettimeout() or 0.0
        try:
            send(self.sock, content, Allowance.within(seconds + len(content) / SLOWEST, 0))
            self.sock.settimeout(seconds)
        except OSError as exc:
            self.close()
            raise smtplib.SMTPServerDisconnected from exc

    def getreply(self) -> tuple[int, bytes]:
        line = self.sock
        if not line:
            raise smtplib.SMTPServerDisconnected
        seconds = line.gettimeout() or 0.0
        if self.file is None:
            self._incoming = Incoming(line, Allowance.within(seconds, LARGEST_REPLY))
            self.file = io.BufferedReader(self._incoming)
        self._incoming.allowance = Allowance.within(seconds, LARGEST_REPLY)
        reply = super().getreply()
        line.settimeout(seconds)
        return reply


class _TlsConversation(_Conversation, smtplib.SMTP_SSL):
    """The same where TLS begins at once."""


def _fault_of(error: Exception, stage: MailStage) -> ConnectionFault:
    """Return the reason that there is no reply."""
    is_beginning = stage <= MailStage.PROTECTION
    if isinstance(error, ssl.SSLCertVerificationError):
        return ConnectionFault.BAD_CERTIFICATE
    if isinstance(error, ssl.SSLError) and is_beginning and not isinstance(error, ssl.SSLEOFError):
        return ConnectionFault.NO_TLS
    if isinstance(error, socket.gaierror):
        is_unknown = error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))
        return ConnectionFault.UNKNOWN_SERVER if is_unknown else ConnectionFault.UNREACHABLE
    if isinstance(error, smtplib.SMTPException) and not isinstance(error, smtplib.SMTPServerDisconnected):
        return ConnectionFault.NOT_SMTP
    is_reached = isinstance(error, smtplib.SMTPServerDisconnected | ssl.SSLError)
    return ConnectionFault.CUT if is_reached or stage > MailStage.CONNECT else ConnectionFault.UNREACHABLE


def _text_of(error: Exception) -> str:
    """Return the system's words for an error, which name no attendee."""
    words = getattr(error, "verify_message", None) or getattr(error, "strerror", None)
    return one_line(str(words or ""))[:LONGEST_REPLY]


def _tls_context(authority: Path | None) -> ssl.SSLContext:
    context, paths = ssl.create_default_context(), ssl.get_default_verify_paths()
    if not paths.cafile and not paths.capath:
        for known in filter(lambda path: Path(path).exists(), _AUTHORITIES):
            context.load_verify_locations(known)
    if authority:
        try:
            if not authority.is_file():  # reading a pipe might never end
                raise FileNotFoundError
            context.load_verify_locations(authority)
        except OSError as exc:  # an SSLError too: no certificates in it
            raise UserError(_NO_AUTHORITY, name=authority.name) from exc
    return context


def _stuffed(content: bytes) -> bytes:
    """Return the content with its dots doubled at the beginnings of lines, and ending with a line (RFC 5321, 4.5.2)."""
    doubled = re.sub(rb"(?m)^\.", b"..", content)
    return doubled if doubled.endswith(b"\r\n") else doubled + b"\r\n"


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


_NO_AUTHORITY = Message(
    "mail", "“{name}” holds no certificates that can be read. Nothing was sent; choose a file in the PEM format."
)
