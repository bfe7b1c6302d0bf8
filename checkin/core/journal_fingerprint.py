# SPDX-License-Identifier: GPL-3.0-or-later
"""Journal fingerprint: one line printed in an export that proves later from which state of which journal it was made.
Pure.

A chain of SHA-256 over the entries in id order: each link is the digest of the link before, the id and the text of the
entry (docs/export.md). It vouches for the journal, not for cells that were edited afterwards.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from json.encoder import encode_basestring as _letters

from checkin.core.sync.sealed_entry import SealedEntry

FIRST_LINK = hashlib.sha256(b"checkin journal").digest()

_LINE = re.compile(r"checkin:1:(\d{1,12}):([0-9a-f]{64}):([\w-]{1,64})", re.ASCII)
_ENTRY_ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}(?![0-9a-f])")


@dataclass(frozen=True, slots=True)
class JournalFingerprint:
    """The fingerprint. `event` is the public id of the event, `entries` the length of its journal, `digest` the last
    link in hex.
    """

    event: str
    entries: int
    digest: str

    def __str__(self) -> str:
        return f"checkin:1:{self.entries}:{self.digest}:{self.event}"


class ExportOrigin(StrEnum):
    """The origin of an export, as far as the file can tell. The last state before a purge can be recognised, earlier
    ones cannot.
    """

    NOW = "now"
    EARLIER = "earlier"
    OTHER_EVENT = "other_event"
    NOT_HERE = "not_here"
    BEFORE_PURGE = "before_purge"
    BEYOND_PROOF = "beyond_proof"


def journal_digest(entries: Iterable[SealedEntry]) -> str:
    """Return the digest of these entries, in hex, whatever their order."""
    return chain_digest(sorted(entries, key=lambda e: e.id))[1]


def chain_digest(entries: Iterable[SealedEntry]) -> tuple[int, str]:
    """Return the number of these entries, which come in id order and are not held, and their digest, in hex."""
    link, count = FIRST_LINK, 0
    for entry in entries:
        count += 1
        letters = ",".join(map(_letters, (entry.kind, entry.subject, entry.desk, entry.at, entry.body)))
        link = hashlib.sha256(b"%b%b[%b]" % (link, entry.id, letters.encode())).digest()
    return count, link.hex()


def find_fingerprint(text: str) -> JournalFingerprint | None:
    """Return the fingerprint printed in an export; None if there is none."""
    match = _LINE.search(text)
    return JournalFingerprint(match[3], int(match[1]), match[2]) if match else None


def entries_named(text: str) -> set[bytes]:
    """Return the ids of entries that an export lists, and of anything that looks like one."""
    return {bytes.fromhex(found) for found in _ENTRY_ID.findall(text)}


def find_export_origin(
    sheet: JournalFingerprint, event: str, arrived: Sequence[SealedEntry], named: Collection[bytes] = ()
) -> ExportOrigin:
    """Return where an export comes from. `arrived`: the journal of `event` in the order in which its entries came to
    this file.

    An earlier state of this file is a prefix of these; of another desk's file those that the export has `named`, or
    else the first in id order.
    """
    if sheet.event != event:
        return ExportOrigin.OTHER_EVENT
    if len(arrived) == sheet.entries:
        return ExportOrigin.NOW if journal_digest(arrived) == sheet.digest else ExportOrigin.NOT_HERE
    by_id = {entry.id: entry for entry in arrived}
    states = _states(sheet.entries, arrived, by_id, named)
    return (
        ExportOrigin.EARLIER
        if any(journal_digest(state) == sheet.digest for state in states)
        else ExportOrigin.NOT_HERE
    )


def before_purge(sheet: JournalFingerprint, line: str) -> ExportOrigin:
    """Return the origin of an export that is not found here. `line` is the fingerprint that a purge recorded of the
    journal before it.
    """
    return ExportOrigin.BEFORE_PURGE if find_fingerprint(line) == sheet else ExportOrigin.BEYOND_PROOF


def _states(
    count: int, arrived: Sequence[SealedEntry], by_id: Mapping[bytes, SealedEntry], named: Collection[bytes]
) -> Iterable[list[SealedEntry]]:
    """Return the possible states of the journal when it had `count` entries."""
    if count > len(arrived):
        return
    yield list(arrived[:count])
    yield [by_id[each] for each in sorted(by_id)[:count]]
    yield [by_id[each] for each in named if each in by_id]
