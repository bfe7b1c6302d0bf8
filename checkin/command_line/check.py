# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin check`: is the file sound, does the account balance, does an export belong to it.

Results go to standard output, what is wrong to standard error.
"""

import argparse
import sys
from pathlib import Path

from checkin.command_line.exit_codes import DONE, FOUND_PROBLEMS
from checkin.command_line.opened import add_event, opened
from checkin.core.evening.account import Account
from checkin.core.exports.control_sheet import Origin
from checkin.core.words import Words
from checkin.desk.checking import examine, rebuild
from checkin.desk.evening.control import control_sheet, origin_of, purge_after
from checkin.desk.event_file import EventFile
from checkin.desk.exports.comparing import differences
from checkin.language import ENGLISH, FRENCH, Voice, say


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--rebuild", action="store_true", help="make the tables anew from the journal first")
    way.add_argument("--against", metavar="EXPORT", help="was this export made from the file, now or earlier")


def run(chosen: argparse.Namespace) -> int:
    with opened(chosen.event) as event:
        export = chosen.against
        is_well = _is_from_now(event, Path(export)) if export else _is_sound(event, rebuilds=chosen.rebuild)
    return DONE if is_well else FOUND_PROBLEMS


def _is_sound(event: EventFile, *, rebuilds: bool) -> bool:
    if rebuilds:
        rebuild(event)
    report = examine(event)
    if report.account:
        _tell(report.account, report.entries)
        print(say(Words("check", "Control line: {line}"), line=control_sheet(event)))
    for words, fields in report.problems:
        print(say(words, **fields), file=sys.stderr)
    if report.can_be_rebuilt:
        print(say(_REBUILD), file=sys.stderr)
    for words, fields in report.remarks:
        print(say(words, **fields))
    if not report.problems:
        print(say(Words("command", "The file is sound and the account balances.")))
    return not report.problems


def _is_from_now(event: EventFile, export: Path) -> bool:
    """Another process may write to the file: its line and its cells are compared with those of one moment."""
    with event.as_it_is() as still:
        return _is_from(still, export)


def _is_from(event: EventFile, export: Path) -> bool:
    """Whether the export was made from this file, and is as it was made, where that can be seen."""
    found, sheet = origin_of(event, export)
    if found is Origin.NOW and not _is_untouched(event, export, sheet.entries):
        return False
    is_ours = found in (Origin.NOW, Origin.EARLIER, Origin.BEFORE_PURGE)
    purge = purge_after(event, sheet)
    day = f"{purge.at:%d/%m/%Y}" if purge else ""
    told = say(_ORIGINS[found], name=export.name, entries=sheet.entries, now=event.journal.count(), day=day)
    print(told, file=sys.stdout if is_ours else sys.stderr)
    if is_ours and found is not Origin.NOW:
        print(say(_NOT_VERIFIED))
    return is_ours


def _is_untouched(event: EventFile, export: Path, entries: int) -> bool:
    """As far as can be seen. Who takes out how an export was made is not believed the rest."""
    if export.suffix.lower() == ".pdf":
        print(say(_PAGES))
        return True
    different = differences(event, export, [Voice(language).say for language in (FRENCH, ENGLISH)])
    if different is None:
        print(say(_NOT_COMPARED, name=export.name), file=sys.stderr)
    elif different:
        first = different[0]
        fields = {"count": len(different), "place": first.place, "found": first.found, "expected": first.expected}
        print(say(_DIFFERENT, name=export.name, entries=entries, **fields), file=sys.stderr)
    else:
        print(say(_THE_SAME))
    return different == []


def _tell(account: Account, entries: int) -> None:
    line = account.total
    figures = {"registered": line.registered, "present": line.present, "absent": line.absent}
    figures |= {"cancelled": line.cancelled, "unheard": line.others, "entries": entries}
    print(say(_BALANCE, **figures))
    print(say(_BESIDE, remote=line.remote, came_cancelled=account.came_cancelled, switches=account.switches))
    changes = {"walk_ins": account.walk_ins, "corrections": account.corrections, "undone": account.undone}
    print(say(_CHANGES, **changes, merges=len(account.merges), conflicts=account.conflicts))


_REBUILD = Words("check", "With --rebuild the tables are made anew from the journal.")
_BALANCE = Words(
    "command",
    "{registered} registered = {present} present + {absent} absent + {cancelled} cancelled; "
    "{unheard} let in unheard of; {entries} {entries:entry|entries} in the journal.",
)
_BESIDE = Words(
    "command",
    "Of the present, {remote} online only, {came_cancelled} with a cancelled registration; "
    "{switches} {switches:was|were} to be online and came to the door.",
)
_CHANGES = Words(
    "command",
    "Registered at the desk: {walk_ins}; corrections: {corrections}; arrivals and exits undone: {undone}; "
    "merged: {merges}; open conflicts: {conflicts}.",
)
_NOT_VERIFIED = Words(
    "check", "What its cells say was not verified: that can be done only while the file is as it was then."
)
_PAGES = Words("check", "What its pages say was not compared: the control line alone was.")
_NOT_COMPARED = Words(
    "check",
    "“{name}” carries the control line of this file as it is now, but not the line beside it that tells how it was "
    "made, or another version of Checkin wrote that: its cells cannot be compared.",
)
_THE_SAME = Words("check", "Every cell was compared: they are as this file gives them.")
_DIFFERENT = Words(
    "check",
    "“{name}” carries the control line of this file as it is now ({entries} {entries:entry|entries}), but was "
    "changed afterwards: {count} {count:cell differs|cells differ}. The first is {place}: “{found}”, where this file "
    "gives “{expected}”.",
)
_ORIGINS = {
    Origin.NOW: Words("check", "“{name}” was made from this file as it is now ({entries} {entries:entry|entries})."),
    Origin.EARLIER: Words(
        "check",
        "“{name}” was made from this file when it had {entries} {entries:entry|entries}; now it has "
        "{now}. None was changed.",
    ),
    Origin.OTHER_EVENT: Words("check", "“{name}” was made from another event."),
    Origin.NOT_HERE: Words(
        "check",
        "“{name}” is of this event, but of another state than this file ever had: it was made on another computer, or "
        "one of the two was changed. The file has {now} {now:entry|entries}, the export speaks of {entries}.",
    ),
    Origin.BEFORE_PURGE: Words(
        "check",
        "“{name}” was made from this file just before the purge of {day} ({entries} {entries:entry|entries}), "
        "which notes it.",
    ),
    Origin.BEYOND_PROOF: Words(
        "check",
        "“{name}” is of this event, and may be from before the purge of {day}: since then the file cannot prove it. "
        "Only an export of just before the purge can be proved.",
    ),
}
