# SPDX-License-Identifier: GPL-3.0-or-later
"""Wording of exports: the messages for words in entries. A word without one is written as it is. Values only."""

from checkin.core.entries import EntryKind
from checkin.core.field_names import OVERRIDDEN_NAMES, STATE_NAMES
from checkin.core.message import Message
from checkin.core.payments import MEANS_NAMES

STATES = {
    "present": Message("export", "present"),
    "left": Message("export", "left"),
    "remote": STATE_NAMES["remote"],
    "absent": Message("export", "absent"),
    "to_come": Message("export", "not yet come"),
    "cancelled": Message("export", "cancelled"),
}
"""Names of a person's state at a control point."""

ANSWERS = (
    STATE_NAMES
    | OVERRIDDEN_NAMES
    | MEANS_NAMES
    | {
        "code": Message("export", "code"),
        "search": Message("export", "search"),
        "walk_in": Message("export", "walk-in"),
        "paper": Message("export", "from paper"),
        "welcome": Message("export", "welcome"),
        "attention": Message("export", "to be welcomed in person"),
        "speaker_to_confirm": Message("export", "speaker to confirm"),
        "reentry": Message("export", "back in"),
        "no_return": Message("export", "no return"),
        "exit": Message("export", "exit"),
        "unknown": Message("export", "unknown code"),
        "other_event": Message("export", "code of another event"),
        "unreadable": Message("export", "unreadable"),
        "forged": Message("export", "forged code"),
        "erased": Message("export", "data erased before"),
        "incomplete": Message("export", "something is missing"),
        "group": Message("export", "group"),
        "waiting": Message("export", "waits for a seat"),
        "moved": Message("export", "sent to another session"),
        "to_check": Message("export", "to be checked first"),
        "lent": Message("export", "lent"),
        "person_needed": Message("export", "a volunteer was needed"),
        "blank": Message("export", "badge of nobody yet"),
        "code_of_several": Message("export", "code of several people"),
        "several": Message("export", "several people fit"),
        "signed_ticket": Message("export", "signed ticket"),
    }
)
"""Names of check-in methods, and of the reasons of answers."""

EXITS = {
    "read": Message("export", "scanned"),
    "confirmed": Message("export", "assumed, hour confirmed"),
    "session": Message("export", "assumed, end of the session"),
    "assumed": Message("export", "assumed, not confirmed"),
    "ongoing": Message("export", "not yet"),
}
"""Names of the evidence for an exit from a half-day or session."""

WORDS_OF: dict[str, dict[str, Message]] = {
    "status": STATE_NAMES | {"not_heard_of": Message("export", "not known yet")},
    "presence": STATE_NAMES,
    "way": STATE_NAMES,
    "way_here": STATE_NAMES,
    "state": STATES,
    "how": ANSWERS,
    "over": ANSWERS,
    "half_day_exits": EXITS,
    "exit_here": EXITS,
    "paid": MEANS_NAMES,
}
"""Names of a column's words, by its key."""

BY_THE_LIST, SENT_ELSEWHERE, CODE_GIVEN = "by_the_list", "sent_elsewhere", "code_given"
"""Entries of the kinds "corrected" and "badge replaced" that no correction or replacement wrote."""

KIND_NAMES: dict[str, Message] = {
    BY_THE_LIST: Message("export", "list read again"),
    SENT_ELSEWHERE: Message("export", "workshop changed"),
    CODE_GIVEN: Message("export", "code given"),
    EntryKind.EVENT_DESCRIBED: Message("export", "event described"),
    EntryKind.CATEGORY_PLANNED: Message("export", "category planned"),
    EntryKind.COLUMN_PLANNED: Message("export", "column of the list chosen"),
    EntryKind.SESSION_PLANNED: Message("export", "session planned"),
    EntryKind.SPEAKER_PLANNED: Message("export", "speaker planned"),
    EntryKind.CONTROL_POINT_PLANNED: Message("export", "control point planned"),
    EntryKind.ATTENDEE_ADDED: Message("export", "person added"),
    EntryKind.ATTENDEE_CORRECTED: Message("export", "person corrected"),
    EntryKind.ATTENDEE_MERGED: Message("export", "merged with another person"),
    EntryKind.CODE_REPLACED: Message("export", "badge replaced"),
    EntryKind.LIST_IMPORTED: Message("export", "list imported"),
    EntryKind.CHECKED_IN: Message("export", "arrival"),
    EntryKind.CHECKED_OUT: Message("export", "exit"),
    EntryKind.REFUSED: Message("export", "not let in"),
    EntryKind.REMOTE_SEEN: Message("export", "seen on the stream"),
    EntryKind.UNDONE: Message("export", "undone"),
    EntryKind.WAITING_JOINED: Message("export", "waits for a seat"),
    EntryKind.WAITING_LEFT: Message("export", "off the waiting list"),
    EntryKind.NOTE_LEFT: Message("export", "note for the next at the desk"),
    EntryKind.CONFLICT_SETTLED: Message("export", "conflict settled"),
    EntryKind.CLOCK_MEASURED: Message("export", "clock compared"),
    EntryKind.SUPERVISOR_NAMED: Message("export", "supervisor named"),
    EntryKind.SUPERVISOR_REMOVED: Message("export", "supervisor removed"),
    EntryKind.SUPERVISOR_REFUSED: Message("export", "wrong PIN"),
    EntryKind.SUPERVISOR_RECOGNISED: Message("export", "supervisor recognised"),
    EntryKind.BADGE_PRINTED: Message("export", "badge printed"),
    EntryKind.BADGE_TEMPLATE_SAVED: Message("export", "badge template saved"),
    EntryKind.BADGE_TEMPLATE_WITHDRAWN: Message("export", "badge template withdrawn"),
    EntryKind.BADGE_PICTURE_KEPT: Message("export", "picture kept for badges"),
    EntryKind.SIGNED: Message("export", "signature"),
    EntryKind.EVENT_PURGED: Message("export", "personal data erased"),
    EntryKind.PRIVACY_DESCRIBED: Message("export", "register entry written"),
    EntryKind.REHEARSAL_BEGUN: Message("export", "rehearsal begun"),
    EntryKind.HELP_ASKED: Message("export", "help asked for"),
    EntryKind.HELP_ENDED: Message("export", "call for help answered"),
    EntryKind.EXIT_CONFIRMED: Message("export", "exit hour confirmed"),
    EntryKind.TICKETS_DESCRIBED: Message("export", "texts of tickets saved"),
    EntryKind.TICKET_TEMPLATE_SAVED: Message("export", "ticket template saved"),
    EntryKind.TICKET_TEMPLATE_WITHDRAWN: Message("export", "ticket template withdrawn"),
    EntryKind.TICKET_SENT: Message("export", "ticket sent"),
    EntryKind.PHOTOGRAPH_KEPT: Message("export", "part of a photograph"),
    EntryKind.PHOTOGRAPH_SET: Message("export", "photograph"),
    EntryKind.THING_LENT: Message("export", "lent"),
    EntryKind.PAYMENT_RECEIVED: Message("export", "payment"),
    EntryKind.TICKETING_DESCRIBED: Message("export", "ticketing described"),
    EntryKind.TICKETING_JOINED: Message("export", "desk joined the ticketing"),
    EntryKind.TICKETING_LEFT: Message("export", "desk left the ticketing"),
    EntryKind.PRODUCT_PLANNED: Message("export", "product of the ticketing"),
    EntryKind.CHECK_IN_LIST_PLANNED: Message("export", "check-in list of the ticketing"),
    EntryKind.QUESTION_PLANNED: Message("export", "question of the ticketing"),
    EntryKind.TICKETS_REVOKED: Message("export", "tickets revoked"),
}


REGISTRATIONS = Message("export", "Registrations, including cancelled")
BALANCES = Message(
    "export",
    "The account balances: {registered} {registered:registration|registrations} = {present} present + {absent} absent "
    "+ {cancelled} cancelled.",
)
BALANCES_SO_FAR = Message(
    "export",
    "The account balances: {registered} {registered:registration|registrations} = {present} present + {absent} not yet "
    "come + {cancelled} cancelled.",
)
NO_BALANCE = Message(
    "export",
    "The account does not balance: {registered} {registered:registration|registrations}, {present} present, {absent} "
    "absent, {cancelled} cancelled.",
)
