# SPDX-License-Identifier: GPL-3.0-or-later
"""E-mail addresses as a mail server takes them. Pure."""

import re
import unicodedata
from collections.abc import Iterable

from checkin.core.attendee import Attendee
from checkin.core.text_folding import fold_text

LONGEST_LOCAL, LONGEST_ADDRESS, LONGEST_LABEL = 64, 254, 63
"""Characters before the @, of an address, and between two points of its domain (RFC 5321, 4.5.3.1; RFC 1035, 2.3.4)."""

_NAMED_ADDRESS = re.compile(r"[^<>]*<\s*([^<>\s]+)\s*>")
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


def bare_address(text: str) -> str:
    """Return the address of "Anne Le Goff <anne@example.org>", or `text` as it is."""
    found = _NAMED_ADDRESS.fullmatch(text)
    return found[1] if found else text


def address_without_accents(text: str) -> str:
    """Return the address without the accents that stop every message ("béatrice@…": "beatrice@…"), "" if they do not,
    or if no message could go there anyway.
    """
    local, at, domain = bare_address(unicodedata.normalize("NFC", text.strip())).rpartition("@")
    plain = "".join(fold_text(letter) if letter.isalpha() and not letter.isascii() else letter for letter in local)
    address = f"{plain}{at}{domain}"
    return address if plain != local and deliverable_address(address) else ""


def accent_corrections(people: Iterable[Attendee]) -> list[tuple[Attendee, str]]:
    """Return the people who can be reached at an address without accents, each with that address."""
    found = ((person, address_without_accents(person.email)) for person in people)
    return [(person, address) for person, address in found if address]


def _encoded_label(label: str) -> str:
    """Return one part of a domain in ASCII, "" for one that no domain has.

    Python's own codec is of 2003 and leads "straße" to another domain than today's.
    """
    text = unicodedata.normalize("NFKC", label).lower()
    if not text.isascii():
        is_word = all(unicodedata.category(letter)[0] in "LMN" or letter == "-" for letter in text)
        text = f"xn--{text.encode('punycode').decode()}" if is_word else ""
    return text if _LABEL.fullmatch(text) and len(text) <= LONGEST_LABEL else ""
