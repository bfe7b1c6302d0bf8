# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a name or e-mail address from a text that is no ticket, such as the QR code of a business card. Pure.

Visitors hold up any code they have. A contact is never admitted by it; it only saves typing the name into the search.
"""

import re
from dataclasses import dataclass

LONGEST = 4096
"""Characters that are read at most: a version-40 QR code holds fewer."""

LONGEST_NAME, MOST_WORDS = 80, 8
_CARD = re.compile(r"^(?P<field>FN|N|EMAIL)(?:;[^:]*)?:(?P<value>.+)$", re.IGNORECASE | re.MULTILINE)
_MECARD = re.compile(r"(?P<field>N|EMAIL):(?P<value>(?:\\.|[^;\\])+)", re.IGNORECASE)
_ADDRESS = re.compile(r"^[^\s@,;:<>]+@[^\s@,;:<>]+\.[^\s@,;:<>]+$")
_NAME = re.compile(r"^[^\W\d_]+(?:[ .'’-]+[^\W\d_]+)+$")


@dataclass(frozen=True, slots=True)
class Contact:
    """A name, its words in any order, and an e-mail address; one of them may be ""."""

    name: str
    email: str


def read_contact(text: str) -> Contact | None:
    """Return the contact in `text`, None if there is none.

    Reads vCard (RFC 6350), MECARD, `mailto:`, a lone address, or two to eight words alone.
    """
    text = text.strip()[:LONGEST].replace("\r", "")
    if text.upper().startswith("BEGIN:VCARD"):
        return _of_fields(_CARD.findall(text))
    if text.upper().startswith("MECARD:"):
        return _of_fields(_MECARD.findall(text[len("MECARD:") :]))
    bare = re.sub(r"(?i)^mailto:", "", text).split("?")[0]
    if _ADDRESS.match(bare):
        return Contact("", bare)
    is_name = len(text) <= LONGEST_NAME and len(text.split()) <= MOST_WORDS and _NAME.match(text)
    return Contact(text, "") if is_name else None


def _of_fields(fields: list[tuple[str, str]]) -> Contact | None:
    found = {name.upper(): value.strip() for name, value in reversed(fields)}
    name = found.get("FN") or " ".join(re.split(r"[;,]+", found.get("N", "")))
    contact = Contact(" ".join(name.replace("\\", "").split()), found.get("EMAIL", ""))
    return contact if contact.name or contact.email else None
