# SPDX-License-Identifier: GPL-3.0-or-later
"""What an attendance export is to have: its columns, their presets, its recipe and its words. Values only."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from checkin.core.attendee import OVERRIDDEN_NAMES, STATE_NAMES
from checkin.core.entries import EntryKind, parse_moment
from checkin.core.message import Message, UserError
from checkin.core.payments import MEANS_NAMES


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column. `key` is stable: commands and JSON use it. `kind` "word" is one of a few words that have a translation.

    `is_of_point`: about a person at a control point; an export with such a column has a row for each. `each`: it stands
    for several columns, one for each half-day or for each custom column of the list.
    """

    key: str
    title: Message
    kind: Literal["text", "word", "number", "datetime", "yes_no"] = "text"
    width: int = 0
    is_of_point: bool = False
    each: Literal["", "half_day", "custom"] = ""


COLUMNS = (
    ExportColumn("last_name", Message("export", "Last name"), width=22),
    ExportColumn("first_name", Message("export", "First name"), width=18),
    ExportColumn("organisation", Message("export", "Organisation"), width=34),
    ExportColumn("role", Message("export", "Role"), width=28),
    ExportColumn("email", Message("export", "E-mail"), width=30),
    ExportColumn("phone", Message("field", "Phone"), width=18),
    ExportColumn("category", Message("export", "Category"), width=14),
    ExportColumn("status", Message("export", "Registration status"), "word", 14),
    ExportColumn("paid", Message("export", "Paid by"), "word", 14),
    ExportColumn("amount_paid", Message("export", "Amount paid"), "number", 12),
    ExportColumn("presence", Message("export", "On site or online"), "word", 12),
    ExportColumn("code", Message("export", "Code"), width=24),
    ExportColumn("places", Message("field", "People"), "number", 10),
    ExportColumn("note", Message("field", "Note"), width=24),
    ExportColumn("control_point", Message("export", "Control point"), width=16, is_of_point=True),
    ExportColumn("state", Message("export", "State"), "word", 12, is_of_point=True),
    ExportColumn("arrival", Message("export", "First arrival"), "datetime", 19, is_of_point=True),
    ExportColumn("arrival_corrected", Message("export", "First arrival, corrected"), "datetime", 19, is_of_point=True),
    ExportColumn("exit", Message("export", "Last exit"), "datetime", 19, is_of_point=True),
    ExportColumn("people", Message("export", "People who came"), "number", 10, is_of_point=True),
    ExportColumn("present_here", Message("export", "Present at the session"), "yes_no", 12, is_of_point=True),
    ExportColumn("way_here", Message("export", "Attended the session"), "word", 14, is_of_point=True),
    ExportColumn("minutes_here", Message("export", "Minutes at the session"), "number", 12, is_of_point=True),
    ExportColumn("assumed_here", Message("export", "Assumed hour"), "yes_no", 12, is_of_point=True),
    ExportColumn("exit_here", Message("export", "Exit of the session"), "word", 16, is_of_point=True),
    ExportColumn("late_here", Message("export", "Late at the session"), "yes_no", 12, is_of_point=True),
    ExportColumn("desk", Message("export", "Desk"), width=12, is_of_point=True),
    ExportColumn("how", Message("export", "How"), "word", 12, is_of_point=True),
    ExportColumn("over", Message("export", "Let in despite"), width=20, is_of_point=True),
    ExportColumn("why", Message("export", "Why"), width=24, is_of_point=True),
    ExportColumn("allowed_by", Message("export", "Allowed by"), width=20, is_of_point=True),
    ExportColumn("came", Message("export", "Came"), "yes_no", 10),
    ExportColumn("way", Message("export", "Attended"), "word", 14),
    ExportColumn("half_days", Message("export", "Present: {half_day}"), "yes_no", 14, each="half_day"),
    ExportColumn("half_day_minutes", Message("export", "Minutes: {half_day}"), "number", 14, each="half_day"),
    ExportColumn("half_days_assumed", Message("export", "Assumed hour: {half_day}"), "yes_no", 14, each="half_day"),
    ExportColumn("half_day_exits", Message("export", "Exit: {half_day}"), "word", 16, each="half_day"),
    ExportColumn("half_days_late", Message("export", "Late: {half_day}"), "yes_no", 14, each="half_day"),
    ExportColumn("minutes", Message("export", "Minutes in all"), "number", 12),
    ExportColumn("minutes_assumed", Message("export", "Assumed hour in all"), "yes_no", 12),
    ExportColumn("corrections", Message("export", "Corrections"), width=40),
    ExportColumn("custom", Message("export", "Other columns of the list"), each="custom"),
)

LENT = ExportColumn("thing", Message("export", "Number lent"), width=14, is_of_point=True)
"""The further column of the sheet of a control point that lends numbered things: what each person has now."""

AT_A_DOOR = ("state", "arrival", "arrival_corrected", "exit", "people", "desk", "how")
AT_A_SESSION = ("present_here", "way_here", "minutes_here", "assumed_here", "exit_here", "late_here")
"""The columns of the sheet of a control point, and of a session."""

ASSUMED = frozenset({"assumed_here", "half_days_assumed", "minutes_assumed"})
"""The columns that say whether the minutes beside them rest on an hour that nobody wrote. They are left out where the
programme has the end of everything.
"""


@dataclass(frozen=True, slots=True)
class ExportPreset:
    """A preset of columns. `has_scans`: with all recorded scans, and names."""

    key: str
    name: Message
    columns: tuple[str, ...]
    has_scans: bool = False


PRESETS = (
    ExportPreset("everything", Message("export", "Everything"), tuple(c.key for c in COLUMNS), has_scans=True),
    ExportPreset(
        "funder",
        Message("export", "Funder: half-days, minutes"),
        (
            *("last_name", "first_name", "organisation", "role", "category", "status", "came", "way"),
            *("half_days", "half_day_minutes", "half_days_assumed", "half_day_exits", "minutes", "minutes_assumed"),
        ),
        has_scans=True,
    ),
    ExportPreset(
        "hr",
        Message("export", "Employer: who came, who was late"),
        (
            *("last_name", "first_name", "organisation", "email", "came"),
            *("half_days", "half_day_exits", "half_days_late", "minutes", "minutes_assumed"),
        ),
    ),
    ExportPreset(
        "pretix",
        Message("export", "Ticketing: codes and times"),
        ("code", "last_name", "first_name", "email", "control_point", "state", "arrival", "exit"),
    ),
    ExportPreset(
        "mailing",
        Message("export", "Mailing: names and addresses"),
        ("first_name", "last_name", "email", "organisation", "category", "came"),
    ),
)


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """The user's choice of columns for an export. `is_anonymous`: figures without names, whatever else is chosen."""

    columns: tuple[ExportColumn, ...] = COLUMNS
    has_scans: bool = True
    is_anonymous: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether all columns and scans are chosen."""
        return self.columns == COLUMNS and self.has_scans

    @property
    def is_by_point(self) -> bool:
        return any(column.is_of_point for column in self.columns)


def export_options(
    preset: str = "everything", columns: Iterable[str] = (), *, is_anonymous: bool = False
) -> ExportOptions:
    """Return the options by keys; `columns` replace those of the preset. Raises `UserError` for an unknown key."""
    found = next((p for p in PRESETS if p.key == preset), None)
    if found is None:
        raise UserError(_NO_PRESET, name=preset, known=", ".join(p.key for p in PRESETS))
    keys = tuple(dict.fromkeys(columns))
    return ExportOptions(find_columns(keys or found.columns), found.has_scans and not keys, is_anonymous)


def find_columns(keys: Iterable[str]) -> tuple[ExportColumn, ...]:
    """Return the columns in the order of `keys`. Raises `UserError` for an unknown one."""
    by_key = {column.key: column for column in COLUMNS}
    found = []
    for key in keys:
        if key not in by_key:
            raise UserError(_NO_COLUMN, name=key, known=", ".join(by_key))
        found.append(by_key[key])
    return tuple(found)


_NO_PRESET = Message("export", "There is no preset “{name}”. Nothing was written; available: {known}.")
_NO_COLUMN = Message("export", "There is no column “{name}”. Nothing was written; available: {known}.")


# Recipe of an export, as one line printed in it: so that it can be made again, and compared.

VERSION = 1
"""The version of what an export holds: another, where the same choice gives other sheets, columns or figures."""

_LINE = re.compile(
    rf"checkin:made:{VERSION}:(\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d):(scans|plain|figures):([a-z_,]{{1,2000}})",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class ExportRecipe:
    """What an export was asked for, and the moment as of which it counts."""

    options: ExportOptions
    now: datetime


def recipe_line(making: ExportRecipe) -> str:
    options = making.options
    way = "figures" if options.is_anonymous else "scans" if options.has_scans else "plain"
    columns = ",".join(column.key for column in options.columns)
    return f"checkin:made:{VERSION}:{making.now.isoformat(timespec='seconds')}:{way}:{columns}"


def read_recipe(text: str) -> ExportRecipe | None:
    """Return the recipe in an export's text; None without one, or if another version made it."""
    match = _LINE.search(text)
    now = parse_moment(match[1]) if match else None
    if match is None or now is None:
        return None
    _, way, columns = match.groups()
    try:
        return ExportRecipe(ExportOptions(find_columns(columns.split(",")), way == "scans", way == "figures"), now)
    except UserError:
        return None


# Wording of exports: the messages for words in entries. A word without one is written as it is. Values only.

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
