# SPDX-License-Identifier: GPL-3.0-or-later
"""An e-mail message as bytes (RFC 5322, MIME). Pure.

A message has plain text and HTML, pictures in the HTML, and attached files. Headers are encoded by the older part of
Python's library (`email.header`), which does so alike in all versions; the newer one loses spaces between encoded words
in Python 3.11.2 (Debian 12).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.charset import QP, Charset
from email.header import Header
from email.message import Message as Part
from email.mime.application import MIMEApplication
from email.mime.base import MIMEBase
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, formataddr

from checkin.core.lists.cell_text import one_line
from checkin.core.mail.mail_account import MailAccount

_POLICY = compat32.clone(linesep="\r\n")
_UTF_8 = Charset("utf-8")
_UTF_8.body_encoding = QP


@dataclass(frozen=True, slots=True)
class MailPicture:
    """A PNG shown in the HTML, which names it by `cid`."""

    cid: str
    content: bytes


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file attached to a message. `kind` is its media type."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class MailContent:
    """The content of a message, complete and in words."""

    address: str
    subject: str
    text: str
    html: str
    pictures: Sequence[MailPicture]
    files: Sequence[AttachedFile]


def message_bytes(content: MailContent, account: MailAccount, message_id: str, at: datetime) -> bytes:
    """Return the message as it is sent. The address stands alone in To: a name beside it could only be read wrongly."""
    message = _structure(content)
    _set_addresses(message, content, account)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "no"
    return message.as_bytes(policy=_POLICY)


def draft_bytes(content: MailContent, account: MailAccount | None) -> bytes:
    """Return the message as a draft, which mail programs open to be sent: they give it its date and its id."""
    message = _structure(content)
    _set_addresses(message, content, account)
    message["X-Unsent"] = "1"
    return message.as_bytes(policy=_POLICY)


def _structure(content: MailContent) -> MIMEMultipart:
    related = MIMEMultipart("related")
    related.attach(_text(content.html, "html"))
    for picture in content.pictures:
        related.attach(_picture(picture))
    body = MIMEMultipart("alternative")
    body.attach(_text(content.text, "plain"))
    body.attach(related)
    message = MIMEMultipart("mixed")
    message.attach(body)
    for file in content.files:
        message.attach(_file(file))
    return message


def _set_addresses(message: Part, content: MailContent, account: MailAccount | None) -> None:
    if account and account.sender:
        message["From"] = _mailbox(account.sender_name, account.sender)
        if account.reply_to:
            message["Reply-To"] = account.reply_to
    message["To"] = content.address
    message["Subject"] = _header(content.subject, "Subject")


def _mailbox(name: str, address: str) -> str:
    name = one_line(name)
    is_plain = name.isascii() and "=?" not in name
    return formataddr((name, address)) if is_plain else f"{_header(name, 'From')} <{address}>"


def _header(text: str, name: str) -> str:
    """Return an unstructured text for a header, folded; what could end the header is not in it."""
    text = one_line(text)
    is_plain = (
        text.isascii() and "=?" not in text
    )  # a name may look like an encoded word, and then is encoded once more
    return Header(text, "us-ascii" if is_plain else "utf-8", header_name=name).encode(linesep="\r\n")


def _text(text: str, kind: str) -> MIMEText:
    return MIMEText("\r\n".join([*text.splitlines(), ""]), kind, _UTF_8)  # type: ignore[arg-type]


def _picture(picture: MailPicture) -> MIMEImage:
    part = MIMEImage(picture.content, "png")
    part["Content-ID"] = f"<{picture.cid}>"
    part.add_header("Content-Disposition", "inline", filename="code.png")
    return part


def _file(file: AttachedFile) -> MIMEBase:
    main, _, sub = file.kind.partition("/")
    if main == "text":
        part: MIMEBase = MIMEText(file.content.decode(), sub, "utf-8")
        part.set_param("method", "PUBLISH")
    else:
        part = MIMEApplication(file.content, sub)
    named = ("utf-8", "", file.name) if not file.name.isascii() else file.name
    part.add_header("Content-Disposition", "attachment", filename=named)
    return part
