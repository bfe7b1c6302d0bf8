# SPDX-License-Identifier: GPL-3.0-or-later
"""How the words that entries hold are said in an export. What has none here is written as it is. Values only."""

from checkin.core.entries import Kind
from checkin.core.field_names import STATE_NAMES
from checkin.core.words import Words

STATES = {
    "present": Words("export", "present"),
    "left": Words("export", "left"),
    "remote": STATE_NAMES["remote"],
    "absent": Words("export", "absent"),
    "cancelled": Words("export", "cancelled"),
}
"""Of a person at a control point."""

ANSWERS = STATE_NAMES | {
    "code": Words("export", "code"),
    "search": Words("export", "search"),
    "walk_in": Words("export", "walk-in"),
    "paper": Words("export", "from paper"),
    "not_heard_of": Words("export", "code not heard of"),
    "not_registered": Words("export", "not registered"),
    "exit_without_entry": Words("export", "no entry recorded"),
    "already_arrived": Words("export", "already here"),
    "code_replaced": Words("export", "badge replaced"),
    "too_early": Words("export", "too early"),
    "too_late": Words("export", "too late"),
    "no_access": Words("export", "no access here"),
    "full": Words("export", "full"),
    "welcome": Words("export", "welcome"),
    "attention": Words("export", "to be welcomed in person"),
    "speaker_to_confirm": Words("export", "speaker to confirm"),
    "reentry": Words("export", "back in"),
    "no_return": Words("export", "no return"),
    "exit": Words("export", "exit"),
    "unknown": Words("export", "unknown code"),
    "other_event": Words("export", "code of another event"),
    "unreadable": Words("export", "unreadable"),
    "forged": Words("export", "forged code"),
    "erased": Words("export", "data erased before"),
    "incomplete": Words("export", "something is missing"),
    "group": Words("export", "group"),
    "waiting": Words("export", "waits for a seat"),
    "moved": Words("export", "sent to another session"),
}
"""How somebody was named to the desk, and the reasons of its answers."""

EXITS = {
    "read": Words("export", "scanned"),
    "confirmed": Words("export", "assumed, hour confirmed"),
    "session": Words("export", "assumed, end of the session"),
    "assumed": Words("export", "assumed, not confirmed"),
    "ongoing": Words("export", "not yet"),
}
"""What tells when somebody left a half-day or session."""

WORDS_OF: dict[str, dict[str, Words]] = {
    "status": STATE_NAMES | {"not_heard_of": Words("export", "not heard of")},
    "presence": STATE_NAMES,
    "way": STATE_NAMES,
    "way_here": STATE_NAMES,
    "state": STATES,
    "how": ANSWERS,
    "over": ANSWERS,
    "half_day_exits": EXITS,
    "exit_here": EXITS,
}
"""By the key of a column."""

KIND_NAMES: dict[str, Words] = {
    Kind.EVENT_DESCRIBED: Words("export", "event described"),
    Kind.CATEGORY_PLANNED: Words("export", "category planned"),
    Kind.SESSION_PLANNED: Words("export", "session planned"),
    Kind.SPEAKER_PLANNED: Words("export", "speaker planned"),
    Kind.CONTROL_POINT_PLANNED: Words("export", "control point planned"),
    Kind.ATTENDEE_ADDED: Words("export", "person added"),
    Kind.ATTENDEE_CORRECTED: Words("export", "person corrected"),
    Kind.ATTENDEE_MERGED: Words("export", "merged with another person"),
    Kind.CODE_REPLACED: Words("export", "badge replaced"),
    Kind.LIST_IMPORTED: Words("export", "list imported"),
    Kind.CHECKED_IN: Words("export", "arrival"),
    Kind.CHECKED_OUT: Words("export", "exit"),
    Kind.REFUSED: Words("export", "not let in"),
    Kind.REMOTE_SEEN: Words("export", "seen on the stream"),
    Kind.UNDONE: Words("export", "undone"),
    Kind.WAITING_JOINED: Words("export", "waits for a seat"),
    Kind.WAITING_LEFT: Words("export", "waits no more"),
    Kind.NOTE_LEFT: Words("export", "note for the next at the desk"),
    Kind.CONFLICT_SETTLED: Words("export", "conflict settled"),
    Kind.CLOCK_MEASURED: Words("export", "clock compared"),
    Kind.SUPERVISOR_NAMED: Words("export", "supervisor named"),
    Kind.SUPERVISOR_REMOVED: Words("export", "supervisor removed"),
    Kind.SUPERVISOR_REFUSED: Words("export", "wrong PIN"),
    Kind.SUPERVISOR_RECOGNISED: Words("export", "supervisor recognised"),
    Kind.BADGE_PRINTED: Words("export", "badge printed"),
    Kind.BADGE_TEMPLATE_SAVED: Words("export", "badge template saved"),
    Kind.BADGE_TEMPLATE_WITHDRAWN: Words("export", "badge template withdrawn"),
    Kind.BADGE_PICTURE_KEPT: Words("export", "picture kept for badges"),
    Kind.SIGNED: Words("export", "signature"),
    Kind.EVENT_PURGED: Words("export", "everybody forgotten"),
    Kind.PRIVACY_DESCRIBED: Words("export", "register entry written"),
    Kind.REHEARSAL_BEGUN: Words("export", "rehearsal begun"),
    Kind.HELP_ASKED: Words("export", "help asked for"),
    Kind.HELP_ENDED: Words("export", "call for help answered"),
    Kind.EXIT_CONFIRMED: Words("export", "exit hour confirmed"),
}
