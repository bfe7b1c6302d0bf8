# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin check`: check the file and the day report, or whether an export belongs to the file.

Results go to standard output, problems to standard error.
"""

import argparse
import sys
from pathlib import Path

from checkin.command_line.event_argument import add_event, open_event_file
from checkin.command_line.exit_codes import DONE, FOUND_PROBLEMS
from checkin.core.attendance.day_report import DayReport
from checkin.core.exports.journal_fingerprint import ExportOrigin
from checkin.core.languages import LANGUAGES
from checkin.core.message import Message
from checkin.services.attendance.fingerprint_check import find_origin, purge_after, read_fingerprint
from checkin.services.event_file import EventFile
from checkin.services.exports.export_comparison import ExportComparison, compare_export
from checkin.services.file_check import check_file, rebuild
from checkin.translation import Translator, translate


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--rebuild", action="store_true", help="make the tables anew from the journal first")
    way.add_argument("--against", metavar="EXPORT", help="was this export made from the file, now or earlier")


def run(chosen: argparse.Namespace) -> int:
    with open_event_file(chosen.event) as event:
        export = chosen.against
        is_well = _is_from_now(event, Path(export)) if export else _is_sound(event, rebuilds=chosen.rebuild)
    return DONE if is_well else FOUND_PROBLEMS


def _is_sound(event: EventFile, *, rebuilds: bool) -> bool:
    if rebuilds:
        rebuild(event)
    report = check_file(event)
    if report.day_report:
        _print_balance(report.day_report, report.entries)
        print(translate(Message("check", "Control line: {line}"), line=read_fingerprint(event)))
    for words, fields in report.problems:
        print(translate(words, **fields), file=sys.stderr)
    if report.can_be_rebuilt:
        print(translate(_REBUILD), file=sys.stderr)
    for words, fields in report.remarks:
        print(translate(words, **fields))
    if not report.problems:
        print(translate(Message("command", "The file is intact and the totals add up.")))
    return not report.problems


def _is_from_now(event: EventFile, export: Path) -> bool:
    """Check against one snapshot, as another process may write to the file meanwhile."""
    with event.snapshot() as still:
        return _is_from(still, export)


def _is_from(event: EventFile, export: Path) -> bool:
    """Whether the export was made from this file and, where that can be seen, was not edited since."""
    found, sheet = find_origin(event, export)
    if found is ExportOrigin.NOW and not _is_untouched(event, export, sheet.entries):
        return False
    is_ours = found in (ExportOrigin.NOW, ExportOrigin.EARLIER, ExportOrigin.BEFORE_PURGE)
    purge = purge_after(event, sheet)
    day = f"{purge.at:%d/%m/%Y}" if purge else ""
    sentence = translate(_ORIGINS[found], name=export.name, entries=sheet.entries, now=event.journal.count(), day=day)
    print(sentence, file=sys.stdout if is_ours else sys.stderr)
    if is_ours and found is not ExportOrigin.NOW:
        print(translate(_PAGES if _is_pdf(export) else _NOT_VERIFIED))
    return is_ours


def _is_pdf(export: Path) -> bool:
    return export.suffix.lower() == ".pdf"


def _is_untouched(event: EventFile, export: Path, entries: int) -> bool:
    """Whether no cell was edited, as far as can be seen. A removed recipe line counts as edited."""
    if _is_pdf(export):
        print(translate(_PAGES))
        return True
    compared = compare_export(event, export, [Translator(language).translate for language in LANGUAGES])
    if compared is None:
        print(translate(_NOT_COMPARED, name=export.name), file=sys.stderr)
        return False
    if not compared.has_same_values:
        print(_what_differs(compared, export.name, entries), file=sys.stderr)
        return False
    print(translate(_UNCHANGED if compared.is_unchanged else _SAME_VALUES))
    if compared.absent:
        print(translate(_ABSENT, names=", ".join(compared.absent)))
    return True


def _what_differs(compared: ExportComparison, name: str, entries: int) -> str:
    if odd := compared.shown_otherwise:
        return translate(_SHOWN_OTHERWISE, name=name, place=_visible(odd.place), what=_visible(odd.what) or "?")
    first = compared.differences[0]
    fields = {"count": len(compared.differences), "place": _visible(first.place)}
    fields |= {"found": _visible(first.found), "expected": _visible(first.expected)}
    return translate(_DIFFERENT, name=name, entries=entries, **fields)


def _visible(text: str) -> str:
    """Return the text with the codes of characters that nobody sees: marks of direction, zero widths, line ends."""
    return "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in text)


def _print_balance(report: DayReport, entries: int) -> None:
    line = report.total
    figures = {"registered": line.registered, "present": line.present, "absent": line.absent}
    figures |= {"cancelled": line.cancelled, "unheard": line.others, "entries": entries}
    print(translate(_BALANCE, **figures))
    print(translate(_BESIDE, remote=line.remote, came_cancelled=report.came_cancelled, switches=report.switches))
    changes = {"walk_ins": report.walk_ins, "corrections": report.corrections, "undone": report.undone}
    print(translate(_CHANGES, **changes, merges=len(report.merges), conflicts=report.conflicts))


_REBUILD = Message("check", "With --rebuild the tables are rebuilt from the journal.")
_BALANCE = Message(
    "command",
    "{registered} {registered:registration|registrations} = {present} present + {absent} absent + "
    "{cancelled} cancelled; {unheard} let in without being on the list; {entries} {entries:entry|entries} in the "
    "journal.",
)
_BESIDE = Message(
    "command",
    "Of those present, {remote} online only, {came_cancelled} with a cancelled registration; {switches} "
    "{switches:was|were} expected online and came in person.",
)
_CHANGES = Message(
    "command",
    "Registered at the desk: {walk_ins}; corrections: {corrections}; arrivals and exits undone: {undone}; "
    "merged: {merges}; conflicts to settle: {conflicts}.",
)
_NOT_VERIFIED = Message(
    "check",
    "The contents of its cells were not verified: that is possible only while the file is as it was at the "
    "time of the export.",
)
_PAGES = Message("check", "The contents of its pages were not compared, only the control line.")
_NOT_COMPARED = Message(
    "check",
    "“{name}” has the control line of this file as it is now, but the line that says how it was made is "
    "missing or comes from another version of Checkin: its cells cannot be compared.",
)
_UNCHANGED = Message(
    "check", "Every cell was compared and matches this file, and the export is exactly as Checkin wrote it."
)
_SAME_VALUES = Message(
    "check",
    "Every cell was compared and its value matches this file. Another program, or another version of Checkin, has "
    "saved the export since: hidden rows, formats, comments and pictures were looked for and not found, but what it "
    "looks like was not compared.",
)
_ABSENT = Message("check", "Not compared, as it is not beside the export: {names}.")
_SHOWN_OTHERWISE = Message(
    "check",
    "“{name}” has the values of this file, but may show something else: in {place} another program has put what "
    "Checkin never writes ({what}), as a hidden row, a format, a comment or a picture. Ask for the file as it was "
    "exported.",
)
_DIFFERENT = Message(
    "check",
    "“{name}” has the control line of this file as it is now ({entries} {entries:entry|entries}), but was "
    "changed afterwards: {count} {count:cell differs|cells differ}. The first is {place}: “{found}”, where "
    "this file gives “{expected}”.",
)
_ORIGINS = {
    ExportOrigin.NOW: Message(
        "check", "“{name}” was made from this file as it is now ({entries} {entries:entry|entries})."
    ),
    ExportOrigin.EARLIER: Message(
        "check",
        "“{name}” was made from this file when it had {entries} {entries:entry|entries}; now it has "
        "{now}. None was changed.",
    ),
    ExportOrigin.OTHER_EVENT: Message("check", "“{name}” was made from another event."),
    ExportOrigin.NOT_HERE: Message(
        "check",
        "“{name}” is from this event, but from a state this file never had: it was made on another computer, or "
        "one of the two was changed. The file has {now} {now:entry|entries}, the export gives {entries}.",
    ),
    ExportOrigin.BEFORE_PURGE: Message(
        "check",
        "“{name}” was made from this file just before the erasure of {day} ({entries} {entries:entry|entries}), "
        "which records it.",
    ),
    ExportOrigin.BEYOND_PROOF: Message(
        "check",
        "“{name}” is from this event, and may date from before the erasure of {day}: since then the file cannot "
        "prove it. Only an export made just before the erasure can be proved.",
    ),
}
