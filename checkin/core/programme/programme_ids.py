# SPDX-License-Identifier: GPL-3.0-or-later
"""Ids of programme items, made from their names: short and readable, never shown where a name can be. Pure."""

import base64
import hashlib
from collections.abc import Container
from itertools import count

from checkin.core.text_folding import words_in

LONGEST = 28
"""The most letters of the readable part."""
_TAG = 6


def readable_id(name: str) -> str:
    """Return the first words of `name` as an id: "atelier-a-ecouter-et"."""
    words = words_in(name)
    kept: list[str] = []
    for word in words:
        if kept and len("-".join((*kept, word))) > LONGEST:
            break
        kept.append(word[:LONGEST])
    return "-".join(kept)


def unique_id(wanted: str, taken: Container[str]) -> str:
    """Return `wanted`, or the first of "wanted-2", "wanted-3" … that is not taken."""
    if wanted and wanted not in taken:
        return wanted
    return next(found for number in count(2) if (found := f"{wanted or 'x'}-{number}") not in taken)


def tag(uid: str) -> str:
    """Return six letters derived from a foreign identity: the same in every file that names it."""
    digest = hashlib.sha256(uid.encode("utf-8", "replace")).digest()
    return base64.b32encode(digest).decode("ascii")[:_TAG].lower()


def tagged(name: str, uid: str) -> str:
    """Return an id that is readable and contains the tag of `uid`."""
    return "-".join(filter(None, (readable_id(name), tag(uid))))


def tag_of(item_id: str) -> str:
    """Return the part of an id where `tagged` puts the tag."""
    return item_id.rpartition("-")[2]
