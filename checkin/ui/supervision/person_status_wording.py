# SPDX-License-Identifier: GPL-3.0-or-later
"""The questions before a registration is cancelled, blocked, reinstated or merged, and the sentences after it."""

from collections.abc import Sequence

from checkin.core.attendee import Attendee, Status
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look.access_wording import person_field_label
from checkin.ui.supervision.authority_dialog import AuthorityRequest

MOST_NAMED = 4
"""Most people named in a question; beyond that it gives their number."""


def status_request(people: Sequence[Attendee], status: Status) -> AuthorityRequest:
    """Return the question for a new `status`; people who are reinstated may each get another one."""
    before = {person.status for person in people}
    sentence_when_done = _SETTLED.get(before.pop()) if status is Status.CONFIRMED and len(before) == 1 else None
    one, several, allow, detail, whys = sentence_when_done or _ASKED.get(status, _BACK)
    what = translate(one, name=people[0].name) if len(people) == 1 else translate(several, count=len(people))
    named = ", ".join(person.name for person in people[:MOST_NAMED]) + (" …" if len(people) > MOST_NAMED else "")
    parts = (people[0].organisation if len(people) == 1 else named, translate(detail))
    return AuthorityRequest(
        what, translate(allow), tuple(map(translate, whys)), detail="\n".join(part for part in parts if part)
    )


def confirmation_question(person: Attendee) -> tuple[tuple[str, str], str]:
    """Return (question, detail) and the button label for confirming an unpaid or pending registration."""
    question, _, do, detail, _ = _SETTLED[person.status]
    return (translate(question, name=person.name), translate(detail)), translate(do)


def confirmed_sentence(before: Attendee) -> str:
    """Return the sentence after confirming; `before` is the person as they were."""
    return translate(_SETTLED_NOW[before.status], name=before.name)


def status_sentence(people: Sequence[Attendee]) -> str:
    """Return the sentence after a change; `people` are as they are now."""
    if len(people) == 1:
        return translate(_NOW[people[0].status], name=people[0].name)
    kinds = {person.status for person in people}
    return translate(_ALL_NOW[kinds.pop()] if len(kinds) == 1 else _CHANGED, count=len(people))


def correction_request(name: str, fields: Sequence[str]) -> AuthorityRequest:
    """Return the question before fields are corrected that decide where a person may enter."""
    told = translate(_DECIDES, fields=", ".join(map(person_field_label, fields)))
    return AuthorityRequest(
        translate(_CORRECT, name=name), translate(_DO_CORRECT), tuple(map(translate, _CORRECT_WHYS)), detail=told
    )


def merge_request(keep: Attendee, drop: Attendee) -> AuthorityRequest:
    """Return the question before `drop` is merged into `keep`."""
    parts = (drop.name, drop.organisation, drop.ticket_code)
    detail = translate(_BECOMES, record=" · ".join(part for part in parts if part))
    return AuthorityRequest(
        translate(_ONE, name=keep.name), translate(_MAKE_ONE), tuple(map(translate, _MERGE_WHYS)), detail=detail
    )


def separation_request(person: Attendee) -> AuthorityRequest:
    return AuthorityRequest(
        translate(_SEPARATE, name=person.name),
        translate(_SEPARATE_THEM),
        tuple(map(translate, _SEPARATE_WHYS)),
        detail=translate(_GIVEN_BACK),
    )


_Asked = tuple[Message, Message, Message, Message, tuple[Message, ...]]

_ASKED: dict[Status, _Asked] = {
    Status.CANCELLED: (
        Message("people", "Cancel the registration of {name}?"),
        Message("people", "Cancel {count} registrations?"),
        Message("people", "Cancel the registration"),
        Message("people", "Their code then gives “Registration cancelled”. An arrival already recorded stays."),
        (
            Message("people", "Told us they are not coming"),
            Message("people", "Registered twice"),
            Message("people", "Supervisor agreed"),
        ),
    ),
    Status.BLOCKED: (
        Message("people", "Block {name}?"),
        Message("people", "Block {count} people?"),
        Message("people", "Block"),
        Message("people", "Their code then gives “Registration blocked”. An arrival already recorded stays."),
        (
            Message("people", "Supervisor agreed"),
            Message("people", "Code passed on to someone else"),
            Message("people", "Safety"),
        ),
    ),
}
_BACK: _Asked = (
    Message("people", "Reinstate {name}?"),
    Message("people", "Reinstate {count} people?"),
    Message("people", "Reinstate"),
    Message("people", "The registration goes back to what it was, and the code is valid again."),
    (
        Message("people", "Supervisor agreed"),
        Message("people", "Cancelled by mistake"),
        Message("people", "Coming after all"),
    ),
)
_SETTLED: dict[Status, _Asked] = {
    Status.UNPAID: (
        Message("people", "Has {name} paid?"),
        Message("people", "Have these {count} people paid?"),
        Message("people", "Paid"),
        Message("people", "The payment is recorded and the registration confirmed: no desk will ask for it again."),
        (
            Message("people", "Paid at the desk"),
            Message("people", "Transfer received"),
            Message("people", "Invoiced later"),
        ),
    ),
    Status.PENDING: (
        Message("people", "Approve the registration of {name}?"),
        Message("people", "Approve {count} registrations?"),
        Message("people", "Approve"),
        Message("people", "The registration is confirmed: no desk will ask about it again."),
        (Message("people", "Supervisor agreed"), Message("people", "There is room")),
    ),
}
_SETTLED_NOW = {
    Status.UNPAID: Message("people", "{name}: paid, the registration is confirmed."),
    Status.PENDING: Message("people", "{name}: approved, the registration is confirmed."),
}
_NOW = {
    Status.CONFIRMED: Message("people", "{name}: the registration is confirmed."),
    Status.PENDING: Message("people", "{name}: the registration awaits approval."),
    Status.UNPAID: Message("people", "{name}: the registration is valid, but payment is due."),
    Status.CANCELLED: Message("people", "{name}: the registration is cancelled."),
    Status.BLOCKED: Message("people", "{name}: the registration is blocked."),
}
_ALL_NOW = {
    Status.CONFIRMED: Message("people", "{count} registrations are confirmed."),
    Status.PENDING: Message("people", "{count} registrations await approval."),
    Status.UNPAID: Message("people", "{count} registrations are valid, but payment is due."),
    Status.CANCELLED: Message("people", "{count} registrations are cancelled."),
    Status.BLOCKED: Message("people", "{count} registrations are blocked."),
}
_CHANGED = Message("people", "{count} registrations were changed.")

_CORRECT, _DO_CORRECT = Message("people", "Correct {name}?"), Message("people", "Correct")
_DECIDES = Message("people", "This decides where they may enter: {fields}.")
_CORRECT_WHYS = (
    Message("people", "Mistake in the list"),
    Message("people", "Supervisor agreed"),
    Message("people", "Changed their booking"),
)
_ONE = Message("people", "Are both records {name}?")
_BECOMES = Message("people", "Joins it: {record}. This can be undone.")
_MAKE_ONE = Message("people", "Merge")
_MERGE_WHYS = (
    Message("people", "Registered twice"),
    Message("people", "Registered at the desk, but on the list"),
    Message("people", "Supervisor agreed"),
)
_SEPARATE = Message("people", "Separate the records of {name}?")
_SEPARATE_THEM = Message("people", "Separate")
_SEPARATE_WHYS = (
    Message("people", "Two people after all"),
    Message("people", "Wrong record"),
)
_GIVEN_BACK = Message(
    "people", "Both go back to how they were. Anything done since stays with the record that was kept."
)
MERGED = Message("people", "{name} now has one record: both codes work.")
SEPARATED = Message("people", "{name} has a separate record again.")
