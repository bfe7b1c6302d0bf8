# SPDX-License-Identifier: GPL-3.0-or-later
"""A registration cancelled, blocked, brought back, made one with another: the question before, the sentence after."""

from collections.abc import Sequence

from checkin.core.model import Attendee, Status
from checkin.core.words import Words
from checkin.language import say
from checkin.ui.supervision.authority_dialog import Request

MOST_NAMED = 4
"""People whom a question names; of more it says how many."""


def changing_status(people: Sequence[Attendee], status: Status) -> Request:
    """`status` is what all will have; those who are brought back may each have another."""
    before = {person.status for person in people}
    settled = _SETTLED.get(before.pop()) if status is Status.CONFIRMED and len(before) == 1 else None
    one, several, allow, detail, whys = settled or _ASKED.get(status, _BACK)
    what = say(one, name=people[0].name) if len(people) == 1 else say(several, count=len(people))
    named = ", ".join(person.name for person in people[:MOST_NAMED]) + (" …" if len(people) > MOST_NAMED else "")
    parts = (people[0].organisation if len(people) == 1 else named, say(detail))
    return Request(what, say(allow), tuple(map(say, whys)), detail="\n".join(part for part in parts if part))


def settling(person: Attendee) -> tuple[tuple[str, str], str]:
    """Return the question before one who pays or waits for approval is confirmed, what is to be known before, and the
    word of the button.
    """
    question, _, do, detail, _ = _SETTLED[person.status]
    return (say(question, name=person.name), say(detail)), say(do)


def settled_sentence(before: Attendee) -> str:
    """Return what was done, of the person as they were."""
    return say(_SETTLED_NOW[before.status], name=before.name)


def status_sentence(people: Sequence[Attendee]) -> str:
    """What was done, of the people as they are now."""
    if len(people) == 1:
        return say(_NOW[people[0].status], name=people[0].name)
    kinds = {person.status for person in people}
    return say(_ALL_NOW[kinds.pop()] if len(kinds) == 1 else _CHANGED, count=len(people))


def merging(keep: Attendee, drop: Attendee) -> Request:
    """Whose record becomes part of whose."""
    parts = (drop.name, drop.organisation, drop.ticket_code)
    detail = say(_BECOMES, record=" · ".join(part for part in parts if part))
    return Request(say(_ONE, name=keep.name), say(_MAKE_ONE), tuple(map(say, _MERGE_WHYS)), detail=detail)


def separating(person: Attendee) -> Request:
    return Request(
        say(_SEPARATE, name=person.name), say(_SEPARATE_THEM), tuple(map(say, _SEPARATE_WHYS)), detail=say(_GIVEN_BACK)
    )


_Asked = tuple[Words, Words, Words, Words, tuple[Words, ...]]

_ASKED: dict[Status, _Asked] = {
    Status.CANCELLED: (
        Words("people", "Cancel the registration of {name}?"),
        Words("people", "Cancel {count} registrations?"),
        Words("people", "Cancel the registration"),
        Words("people", "The code is then answered “Registration cancelled”. An arrival that was recorded stays."),
        (
            Words("people", "Told us they cannot come"),
            Words("people", "Registered twice"),
            Words("people", "Supervisor’s word"),
        ),
    ),
    Status.BLOCKED: (
        Words("people", "Block {name}?"),
        Words("people", "Block {count} people?"),
        Words("people", "Block"),
        Words("people", "The code is then answered “Registration blocked”. An arrival that was recorded stays."),
        (
            Words("people", "Supervisor’s word"),
            Words("people", "Code passed on to somebody else"),
            Words("people", "Safety"),
        ),
    ),
}
_BACK: _Asked = (
    Words("people", "Bring {name} back?"),
    Words("people", "Bring {count} people back?"),
    Words("people", "Bring back"),
    Words("people", "The registration is again what it was before, and the code valid."),
    (
        Words("people", "Supervisor’s word"),
        Words("people", "Cancelled by mistake"),
        Words("people", "Coming after all"),
    ),
)
_SETTLED: dict[Status, _Asked] = {
    Status.UNPAID: (
        Words("people", "Has {name} paid?"),
        Words("people", "Have these {count} people paid?"),
        Words("people", "Paid"),
        Words("people", "The payment is noted as received and the registration confirmed: no desk asks for it again."),
        (Words("people", "Paid at the desk"), Words("people", "Transfer received"), Words("people", "Invoiced later")),
    ),
    Status.PENDING: (
        Words("people", "Approve the registration of {name}?"),
        Words("people", "Approve {count} registrations?"),
        Words("people", "Approve"),
        Words("people", "The registration is confirmed: no desk asks for it again."),
        (Words("people", "Supervisor’s word"), Words("people", "There is room")),
    ),
}
_SETTLED_NOW = {
    Status.UNPAID: Words("people", "{name}: paid, the registration is confirmed."),
    Status.PENDING: Words("people", "{name}: approved, the registration is confirmed."),
}
_NOW = {
    Status.CONFIRMED: Words("people", "{name}: the registration is confirmed."),
    Status.PENDING: Words("people", "{name}: the registration is to be approved."),
    Status.UNPAID: Words("people", "{name}: the registration stands, the payment is due."),
    Status.CANCELLED: Words("people", "{name}: the registration is cancelled."),
    Status.BLOCKED: Words("people", "{name}: the registration is blocked."),
}
_ALL_NOW = {
    Status.CONFIRMED: Words("people", "{count} registrations are confirmed."),
    Status.PENDING: Words("people", "{count} registrations are to be approved."),
    Status.UNPAID: Words("people", "{count} registrations stand, their payment is due."),
    Status.CANCELLED: Words("people", "{count} registrations are cancelled."),
    Status.BLOCKED: Words("people", "{count} registrations are blocked."),
}
_CHANGED = Words("people", "{count} registrations were changed.")

_ONE = Words("people", "Are these two records {name}?")
_BECOMES = Words("people", "Becomes part of it: {record}. This can be undone.")
_MAKE_ONE = Words("people", "Make one of both")
_MERGE_WHYS = (
    Words("people", "Registered twice"),
    Words("people", "Registered at the desk, but on the list"),
    Words("people", "Supervisor’s word"),
)
_SEPARATE = Words("people", "Separate the records of {name}?")
_SEPARATE_THEM = Words("people", "Separate")
_SEPARATE_WHYS = (
    Words("people", "Two people after all"),
    Words("people", "Wrong record"),
)
_GIVEN_BACK = Words("people", "Both are again as they were. What was done since stays with the record that was kept.")
MERGED = Words("people", "{name} is one person now: both codes open.")
SEPARATED = Words("people", "{name} has a record of their own again.")
