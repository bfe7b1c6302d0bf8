# SPDX-License-Identifier: GPL-3.0-or-later
"""Programme entries with a seal, without which no desk takes them once a supervisor is named (docs/adr/0091)."""

import secrets
from collections.abc import Callable, Iterable
from datetime import datetime

from checkin.core.entries import EntryKind, NewEntry
from checkin.core.programme.programme_entries import to_entries
from checkin.core.supervisor import Supervisor
from checkin.core.sync.entry_rules import rule_of
from checkin.core.sync.known_seals import SEALED_KINDS, devices_to_vouch_for
from checkin.services.event_file import EventFile


def sealed_rows(
    event: EventFile,
    rows: Iterable[NewEntry],
    signer: Supervisor | None,
    randomness: Callable[[int], bytes] = secrets.token_bytes,
) -> list[NewEntry]:
    """Return the rows with the seal of `signer`, who has just typed their PIN; unchanged where no PIN was asked."""
    if signer is None:
        return list(rows)
    key, since = event.key.event, event.journal.now_ms()
    return [
        (kind, subject, signer.sealed(key, kind, subject, body, randomness(8), since))
        if rule_of(kind).is_plan or kind == EntryKind.TICKETING_JOINED
        else (kind, subject, body)
        for kind, subject, body in rows
    ]


def seal_programme(event: EventFile, signer: Supervisor, *, at: datetime, desk: str, is_first: bool = False) -> None:
    """Write the programme anew with a seal, and which devices of a ticketing a supervisor vouches for: when the
    supervisors change, desks no longer take what was sealed before, and what was not. `is_first`: no supervisor was
    named until now. Call within a transaction.
    """
    event.journal.append_all(sealed_rows(event, to_entries(event.planned()), signer), at=at, desk=desk)
    known = event.journal.entries_of_kinds(SEALED_KINDS)
    for joined in devices_to_vouch_for(event.key.event, known, is_first=is_first):
        row = (EntryKind.TICKETING_JOINED, "", dict(joined.body))
        event.journal.append_all(sealed_rows(event, [row], signer), at=at, desk=joined.desk)
