# SPDX-License-Identifier: GPL-3.0-or-later
"""E-mail addresses as a mail server takes them. Pure."""

import re
import unicodedata

from checkin.core.lists.cell_text import bare_address

LONGEST_LOCAL, LONGEST_ADDRESS, LONGEST_LABEL = 64, 254, 63
"""Characters before the @, of an address, and between two points of its domain (RFC 5321, 4.5.3.1; RFC 1035, 2.3.4)."""

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?")


def deliverable_address(text: str) -> str:
    """Return the address as it is given to a mail server, "" if no message can go there.

    Letters beyond ASCII in the domain become IDNA ("anne@bücher.example"). Before the @ they are refused, as most
    servers do, and so are quoted names, which no provider gives out but an attacker would.
    """
    local, at, domain = bare_address(text.strip()).rpartition("@")
    labels = [_encoded_label(label) for label in domain.removesuffix(".").split(".")]
    address = f"{local}@{'.'.join(labels)}"
    is_name = bool(_LOCAL.fullmatch(local)) and len(local) <= LONGEST_LOCAL
    is_domain = len(labels) > 1 and all(labels) and not labels[-1].isdigit()
    return address if at and is_name and is_domain and len(address) <= LONGEST_ADDRESS else ""


def _encoded_label(label: str) -> str:
    """Return one part of a domain in ASCII, "" for one that no domain has.

    Python's own codec is of 2003 and leads "straße" to another domain than today's.
    """
    text = unicodedata.normalize("NFKC", label).lower()
    if not text.isascii():
        is_word = all(unicodedata.category(letter)[0] in "LMN" or letter == "-" for letter in text)
        text = f"xn--{text.encode('punycode').decode()}" if is_word else ""
    return text if _LABEL.fullmatch(text) and len(text) <= LONGEST_LABEL else ""
