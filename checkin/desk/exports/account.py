# SPDX-License-Identifier: GPL-3.0-or-later
"""The day's account as a sheet: the balance line by line, then what was not as planned, then the control line."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from checkin.core.evening.account import Account, Line
from checkin.core.words import Say, Words
from checkin.desk.exports.source import ExportSource
from checkin.documents.cells import Column, Table


def account_table(source: ExportSource, account: Account, control: Sequence[str], say: Say) -> Table:
    """`control`: the lines by which the export is checked later."""
    balance = balance_table(source, account, say)
    return with_lines(balance, [*remarks(account, say), "", say(_CONTROL), *control])


def with_lines(table: Table, texts: Sequence[str]) -> Table:
    """`table` with a line for each of `texts` below it."""
    assert isinstance(table.rows, Sequence)
    empty = [None for _ in table.columns[1:]]
    return replace(table, rows=[*table.rows, *([text, *empty] for text in (["", *texts] if texts else []))])


def balance_table(source: ExportSource, account: Account, say: Say) -> Table:
    """The event, each category, each session that has a door."""
    columns = [
        Column(say(Words("export", "Account")), width=60),
        *(Column(say(title), "number", 14) for title in _TITLES),
    ]
    lines = [[name, *_figures(line, absent)] for name, line, absent in _lines(source, account, say)]
    return Table(say(Words("export", "Account")), columns, lines)


def control_table(control: Sequence[str], say: Say) -> Table:
    """Of an export without names: the control lines alone."""
    return Table(say(Words("export", "Account")), [Column(say(_CONTROL), width=100)], [[line] for line in control])


def _lines(source: ExportSource, account: Account, say: Say) -> Iterator[tuple[str, Line, object]]:
    """The last is how many were absent, or what is known instead."""
    programme, total = source.programme, account.total
    yield say(Words("export", "The whole event")), total, total.absent
    for category, line in account.categories.items():
        name = programme.category_name(category) or say(Words("export", "without a category"))
        yield say(Words("export", "Category: {name}"), name=name), line, line.absent
    for session_id, line in account.sessions.items():
        session = programme.session(session_id)
        title = say(Words("export", "Session: {name}"), name=session.title if session else session_id)
        absent = line.absent if source.knows_absences(session_id) else None
        yield title, line, say(_TO_COME) if source.is_to_come(session_id) else absent


def _figures(line: Line, absent: object) -> list[object]:
    balance = [line.registered, line.present, absent, line.cancelled]
    return [*balance, line.remote, line.others, line.places, line.people]


def remarks(account: Account, say: Say) -> Iterator[str]:
    """Whether it balances, and what was not as planned."""
    line = account.total
    balance = {"registered": line.registered, "present": line.present}
    balance |= {"absent": line.absent, "cancelled": line.cancelled}
    yield say(_BALANCES if account.is_balanced else _OFF, **balance)
    for words, count in _counts(account):
        yield say(words, count=count)
    for merged in account.merges:
        yield say(_MERGED, name=merged)


def _counts(account: Account) -> Iterator[tuple[Words, int]]:
    """The sheet of corrections has each of them."""
    yield _REMOTE, account.total.remote
    yield _CAME_CANCELLED, account.came_cancelled
    yield _WALK_INS, account.walk_ins
    yield _CORRECTIONS, account.corrections
    yield _SWITCHES, account.switches
    yield _UNDONE, account.undone
    yield _CONFLICTS, account.conflicts


_TO_COME = Words("export", "to come")
_TITLES = (
    Words("export", "Registered"),
    Words("export", "Present"),
    Words("export", "Absent"),
    Words("export", "Cancelled"),
    Words("export", "Of the present, online"),
    Words("export", "Came unregistered"),
    Words("export", "People expected"),
    Words("export", "People who came"),
)
_BALANCES = Words(
    "export",
    "The account balances: {registered} registered = {present} present + {absent} absent + {cancelled} cancelled.",
)
_OFF = Words(
    "export",
    "The account does not balance: {registered} registered, {present} present, {absent} absent, {cancelled} cancelled.",
)
_REMOTE = Words("export", "Of the present, online only: {count}")
_CAME_CANCELLED = Words("export", "Of the present, with a cancelled registration: {count}")
_WALK_INS = Words("export", "Registered at the desk: {count}")
_CORRECTIONS = Words("export", "Corrections: {count}")
_SWITCHES = Words("export", "Were to be online and came to the door: {count}")
_UNDONE = Words("export", "Arrivals and exits undone: {count}")
_CONFLICTS = Words("export", "Conflicts to settle: {count}")
_MERGED = Words("export", "Merged with another record: {name}")
_CONTROL = Words(
    "export", "Control lines: from which journal this was made, and how (checkin check EVENT --against this file)"
)
