# SPDX-License-Identifier: GPL-3.0-or-later
"""The code that pretix shows for a new device: where the server is, and a token for one use. Pure.

http is accepted only for a server on this computer or a private network, where certificates are hard to come by: over
the internet, names and the token would travel readable.
"""

import ipaddress
import json
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from checkin.core.message import Message, UserError

MOST_LETTERS = 2_000
"""The length of a text that may be a device code. pretix makes about a hundred letters."""


_AS_TWO_TEXTS = re.compile(r"[^{}]*?(?P<url>https?://\S+)\s(?:[^{}]*\s)?(?P<token>[A-Za-z0-9]{8,})\s*")
"""The address and the token, with or without the words that stand before them on the page of pretix."""


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """A device code of pretix. The token is never shown."""

    url: str
    """The address of the server, without a slash at its end."""
    token: str = field(repr=False)

    @classmethod
    def read(cls, text: str) -> "DeviceCode":
        """Return the parsed code. Raises `UserError` for any other text."""
        if len(text) > MOST_LETTERS:
            raise UserError(_NO_CODE)
        if typed := _AS_TWO_TEXTS.fullmatch(text):
            return cls(read_server_url(typed["url"]), typed["token"])
        try:
            said = json.loads(text.strip().removeprefix("\ufeff"))
        except (ValueError, RecursionError):
            said = None
        if not isinstance(said, dict):
            raise UserError(_NO_CODE)
        url, token, version = said.get("url"), said.get("token"), said.get("handshake_version", 1)
        if not (isinstance(url, str) and isinstance(token, str) and is_header_text(token)):
            raise UserError(_NO_CODE)
        if version != 1:
            raise UserError(_NEWER)
        return cls(read_server_url(url), token)


def looks_like_device_code(text: str) -> bool:
    """Whether a scanned text is meant as a device code, even one that cannot be used."""
    return text.lstrip().startswith("{") and '"token"' in text and '"url"' in text


def read_server_url(text: str) -> str:
    """Return the address of a server, without a slash at its end. Raises `UserError` if it cannot be used."""
    try:
        parts = urlsplit(text.strip())
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise UserError(_NO_ADDRESS) from None
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc or parts.query or parts.fragment:
        raise UserError(_NO_ADDRESS)
    if parts.scheme == "http" and not is_local(host):
        raise UserError(_READABLE, host=host)
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def server_name(address: str) -> str:
    """Return the part of a server's address by which people know it."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    return f"{parts.netloc}{parts.path}" or address


def server_title(address: str) -> str:
    """Return what a file of an event of this server may be called: its host; “pretix” for one that is a number."""
    host = urlsplit(address).hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host or "pretix"
    return "pretix"


def is_local(host: str) -> bool:
    """Whether a host is this computer or one of a private network, by its name or number."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".local", ".localhost", ".home.arpa"))


def is_header_text(text: str) -> bool:
    """Whether a text may stand in the header of a request: what a token is."""
    return 0 < len(text) < 200 and text.isascii() and text.isprintable() and " " not in text


_NO_CODE = Message(
    "ticketing",
    "This is not the code of a pretix device. Nothing was changed. In pretix, the page “Devices” of the organiser "
    "shows one when you connect a device: scan it, or paste its system URL and its token, with a space between them.",
)
_NEWER = Message(
    "ticketing",
    "This device code is of a newer pretix than Checkin knows. Nothing was changed; please look for a newer Checkin.",
)
_NO_ADDRESS = Message(
    "ticketing",
    "The address in this device code cannot be used. Nothing was changed; please ask the administrator of the pretix "
    "server, who sets it.",
)
_READABLE = Message(
    "ticketing",
    "The address in this device code, {host}, is not encrypted (http): anyone on the way could read names. Nothing was "
    "sent; please ask the administrator of the pretix server for an https address.",
)
