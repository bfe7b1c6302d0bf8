# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules for each kind of entry: which travel, their size, whose word counts (docs/adr/0091). Pure.

All desks of an event share one secret, so a line of another desk proves that some desk of the event wrote it, and no
more. What would harm every desk therefore needs a supervisor's seal, and what one desk decides for itself decides
nothing elsewhere. `sealed_entry` and `intake` apply this table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from checkin.core.entries import BODY_LIMIT, EntryKind

_SMALL = 2 * 1024
"""Bytes of a body that has a few short fields. Ours have at most 400."""


@dataclass(frozen=True, slots=True)
class EntryRule:
    """The rule for one kind. `travels`: desks exchange it. `most_bytes` of JSON in its body.

    `needs_seal`: once this desk knows a supervisor, another desk's entry counts only with the seal of one.
    `is_plan`: it is part of the programme, which is written anew with a seal whenever the supervisors change; what is
    older counts for nothing then. `decides_at_its_desk`: what it decides, it decides at the desk that wrote it;
    elsewhere it is only recorded.
    """

    travels: bool = True
    most_bytes: int = BODY_LIMIT
    needs_seal: bool = False
    is_plan: bool = False
    decides_at_its_desk: bool = False


_TEXTS, _FEW_FIELDS = EntryRule(), EntryRule(most_bytes=_SMALL)
_SEALED = EntryRule(most_bytes=_SMALL, needs_seal=True)
_PLAN = EntryRule(needs_seal=True, is_plan=True)
_OWN_DECISION = EntryRule(decides_at_its_desk=True)
_OWN_TRY = EntryRule(most_bytes=_SMALL, decides_at_its_desk=True)

RULES: Mapping[EntryKind, EntryRule] = MappingProxyType(
    {
        EntryKind.REHEARSAL_BEGUN: EntryRule(travels=False),  # is about one file alone
        EntryKind.EVENT_PURGED: _SEALED,
        EntryKind.SUPERVISOR_NAMED: _SEALED,
        EntryKind.SUPERVISOR_REMOVED: _SEALED,
        EntryKind.SUPERVISOR_REFUSED: _OWN_TRY,
        EntryKind.SUPERVISOR_RECOGNISED: _OWN_TRY,
        EntryKind.PRIVACY_DESCRIBED: _OWN_DECISION,  # whether people are erased without asking
        EntryKind.WAITING_JOINED: _FEW_FIELDS,
        EntryKind.WAITING_LEFT: _FEW_FIELDS,
        EntryKind.CLOCK_MEASURED: _FEW_FIELDS,
        EntryKind.BADGE_PRINTED: _FEW_FIELDS,
        EntryKind.HELP_ASKED: _FEW_FIELDS,
        EntryKind.HELP_ENDED: _FEW_FIELDS,
        EntryKind.THING_LENT: _FEW_FIELDS,
        EntryKind.PAYMENT_RECEIVED: _FEW_FIELDS,
        EntryKind.EVENT_DESCRIBED: _PLAN,
        EntryKind.CATEGORY_PLANNED: _PLAN,
        EntryKind.COLUMN_PLANNED: _PLAN,
        EntryKind.SESSION_PLANNED: _PLAN,
        EntryKind.SPEAKER_PLANNED: _TEXTS,  # a desk confirms and replaces speakers
        EntryKind.CONTROL_POINT_PLANNED: _PLAN,
        EntryKind.ATTENDEE_ADDED: _TEXTS,
        EntryKind.ATTENDEE_CORRECTED: _TEXTS,
        EntryKind.ATTENDEE_MERGED: _TEXTS,
        EntryKind.CODE_REPLACED: _TEXTS,
        EntryKind.LIST_IMPORTED: _TEXTS,
        EntryKind.CHECKED_IN: _TEXTS,
        EntryKind.CHECKED_OUT: _TEXTS,
        EntryKind.REFUSED: _TEXTS,
        EntryKind.REMOTE_SEEN: _TEXTS,
        EntryKind.UNDONE: _TEXTS,
        EntryKind.NOTE_LEFT: _TEXTS,
        EntryKind.CONFLICT_SETTLED: _TEXTS,
        EntryKind.BADGE_TEMPLATE_SAVED: _TEXTS,
        EntryKind.BADGE_TEMPLATE_WITHDRAWN: _TEXTS,
        EntryKind.BADGE_PICTURE_KEPT: _TEXTS,
        EntryKind.SIGNED: _TEXTS,
        EntryKind.EXIT_CONFIRMED: _TEXTS,
        EntryKind.TICKETS_DESCRIBED: _TEXTS,
        EntryKind.TICKET_TEMPLATE_SAVED: _TEXTS,
        EntryKind.TICKET_TEMPLATE_WITHDRAWN: _TEXTS,
        EntryKind.TICKET_SENT: _TEXTS,
        EntryKind.PHOTOGRAPH_KEPT: _TEXTS,
        EntryKind.PHOTOGRAPH_SET: _TEXTS,
        EntryKind.TICKETING_DESCRIBED: _TEXTS,
        EntryKind.TICKETING_JOINED: _TEXTS,
        EntryKind.TICKETING_LEFT: _TEXTS,
        EntryKind.PRODUCT_PLANNED: _TEXTS,
        EntryKind.CHECK_IN_LIST_PLANNED: _TEXTS,
        EntryKind.QUESTION_PLANNED: _TEXTS,
        EntryKind.TICKETS_REVOKED: _TEXTS,
    }
)
"""The rule of every kind that this version knows. Those of a newer version are exchanged like texts."""


def rule_of(kind: str) -> EntryRule:
    """Return the rule of a kind, that of texts for a kind of a newer version."""
    return RULES.get(kind, _TEXTS)  # type: ignore[call-overload, no-any-return]
