# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands about the state of an event: `export`, `live`, `check`, `ready`, `report`."""

import argparse
import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

from checkin.command_line.command import DONE, FOUND_PROBLEMS, add_event, exit_code_for, open_event_file
from checkin.core.attendance.day_report import DayReport
from checkin.core.export_columns import export_options
from checkin.core.journal_fingerprint import ExportOrigin
from checkin.core.live.live_figures import columns_as_json, figures_as_json
from checkin.core.message import LANGUAGES, CheckinError, Message, UserError
from checkin.core.print_jobs import PrintPlan
from checkin.core.programme.programme import ControlPoint, PointMode, Programme
from checkin.core.ready.checks import CheckResult, Readiness, check_printer, readiness
from checkin.core.ready.readiness import ReadinessContext, check_measurements, sort_results
from checkin.devices.printers import open_printer
from checkin.paths import app_folder
from checkin.services.attendance.attendance_evidence import find_origin, purge_after, read_fingerprint
from checkin.services.attendance.attendance_papers import make_report_context
from checkin.services.badges.badge_documents import choose_paper
from checkin.services.computer import problem_report
from checkin.services.desk import Desk
from checkin.services.door_figures import columns_at, door_figures
from checkin.services.event_file import EventFile
from checkin.services.exports.attendance_export import ExportComparison, compare_export
from checkin.services.exports.exporting import export
from checkin.services.file_check import check_file, rebuild
from checkin.services.live_queries import LiveQueries, LiveSnapshot
from checkin.services.printing.spooler import setup_at
from checkin.services.programme.programme_queries import SessionFigures
from checkin.services.readiness_measuring import ReadinessMeter
from checkin.storage import settings_store as kept
from checkin.translation import Translator, current_language, error_text, translate
from checkin.ui.ready.ready_band import READINESS, remedy_text, result_description, result_text


def export_arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument(
        "out", metavar="OUT.xlsx|OUT.csv|OUT.json|OUT.pdf", help="the attendance; as PDF the day report"
    )
    parser.add_argument("--preset", metavar="NAME", default="everything", help="funder, hr, pretix, mailing")
    parser.add_argument("--columns", metavar="A,B", default="", help="these, instead of those of a preset")
    parser.add_argument(
        "--anonymous", action="store_true", help="figures without names, none of fewer than five people"
    )


def run_export(chosen: argparse.Namespace) -> int:
    columns = [key.strip() for key in chosen.columns.split(",") if key.strip()]
    what, out = export_options(chosen.preset, columns, is_anonymous=chosen.anonymous), Path(chosen.out)
    with open_event_file(chosen.event) as event:
        made = export(event, out, make_report_context(event, Translator(current_language()), event.clock()()), what)
    print(made.sentence(translate))
    return DONE


# `checkin live`: the day's figures once, as one JSON object without names. Writes nothing.


def live_arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)


def run_live(chosen: argparse.Namespace) -> int:
    with open_event_file(chosen.event) as event:
        print(json.dumps(as_json(event, LiveQueries(event).read(event.clock()())), ensure_ascii=False))
    return DONE


def as_json(event: EventFile, reading: LiveSnapshot) -> dict[str, Any]:
    """Return the figures of the live screen, of each session, and of each control point where people come in."""
    programme = reading.live.programme
    doors = [point for point in programme.control_points if point.mode is PointMode.ENTRY]
    figures = figures_as_json(reading.live, [_session(figures) for figures in reading.day.sessions])
    return figures | {"control_points": [_door(event, programme, point) for point in doors]}


def _door(event: EventFile, programme: Programme, point: ControlPoint) -> dict[str, Any]:
    figures = door_figures(event, programme, point)
    return {
        "id": point.id,
        "expected": figures.expected,
        "arrived": figures.arrived,
        "missing": figures.missing,
        "by_column": columns_as_json(columns_at(event, programme, point)),
    }


def _session(figures: SessionFigures) -> dict[str, Any]:
    return {
        "id": figures.session.id,
        "inside": figures.inside,
        "registered": figures.registered if figures.session.is_booked else None,
        "capacity": figures.session.capacity or None,
    }


# `checkin check`: check the file and the day report, or whether an export belongs to the file.
# Results go to standard output, problems to standard error.


def check_arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--rebuild", action="store_true", help="make the tables anew from the journal first")
    way.add_argument("--against", metavar="EXPORT", help="was this export made from the file, now or earlier")


def run_check(chosen: argparse.Namespace) -> int:
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
        print(translate(Message("check", "With --rebuild the tables are rebuilt from the journal.")), file=sys.stderr)
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


# `checkin ready`: readiness checks that need no camera, scanner or user. Writes nothing into the event.


def ready_arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("--json", action="store_true", help="as one JSON object")


def run_ready(chosen: argparse.Namespace) -> int:
    with open_event_file(chosen.event) as event:
        return DONE if print_readiness(event, as_json=chosen.json) else FOUND_PROBLEMS


def print_readiness(event: EventFile, *, as_json: bool, now: datetime | None = None) -> bool:
    """Print the checks as of `now`, by default the event's clock; return whether all is ready."""
    at = now or event.clock()()
    found = look(event, at)
    word = readiness(found)
    if as_json:
        print(json.dumps(_as_json(found, word, at), ensure_ascii=False))
    else:
        for finding in found:
            print(result_description(finding))
        print(translate(Message("ready", "Camera, scanner, sound and a test badge can be tried only in the window.")))
        print(translate(READINESS[word]))
    return word is Readiness.READY


def look(event: EventFile, now: datetime) -> tuple[CheckResult, ...]:
    settings = kept.load(event.db)
    point = Desk(event, lambda: now, settings.desk, settings.control_point).control_point
    measured = ReadinessMeter(event, lambda: now).measure()
    return sort_results(
        [*check_measurements(measured, ReadinessContext(now, point)), _printer(event, settings.printing)]
    )


def _printer(event: EventFile, plan: PrintPlan) -> CheckResult:
    """Return the printer's check, asking it once, as its thread would."""
    if not plan.printer:
        return check_printer("", None)
    try:
        paper = choose_paper(event, plan.template, setup_at(plan, plan.printer))
        return check_printer(plan.name_of(plan.printer), open_printer(plan.printer, paper).state())
    except UserError:  # an address of another version
        return check_printer(plan.name_of(plan.printer), None)


def _as_json(found: tuple[CheckResult, ...], word: Readiness, at: datetime) -> dict[str, Any]:
    return {"at": at.isoformat(), "ready": word, "findings": [_finding(finding) for finding in found]}


def _finding(finding: CheckResult) -> dict[str, Any]:
    values = {name: _plain(value) for name, value in finding.fields.items()}
    texts = {"said": result_text(finding), "remedy": remedy_text(finding)}
    return {"topic": finding.topic, "grade": finding.grade.name.lower(), **texts, "values": values}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


# `checkin report`: write a problem report without names; nothing is sent.


def report_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("out", metavar="OUT.zip")
    parser.add_argument("event", metavar="EVENT", nargs="?", help="also about this event: figures, no people")


def run_report(chosen: argparse.Namespace) -> int:
    """Write the report. If the event cannot be opened, that may be the problem: it covers the program alone then."""
    code, event = DONE, None
    try:
        event = EventFile.open(Path(chosen.event)) if chosen.event else None
    except CheckinError as error:
        print(error_text(error), file=sys.stderr)
        code = exit_code_for(error)
    _write(Path(chosen.out), event)
    return code


def _write(out: Path, event: EventFile | None) -> None:
    now = datetime.now().astimezone()
    try:
        parts = problem_report.gather(app_folder(), event, now)
    finally:
        if event:
            event.close()
    problem_report.write_report(parts, out, now)
    for part in parts:
        print(f"{part.file}: {translate(part.title)}")
    print(translate(Message("command", "Written to {name}. It names nobody, and nothing was sent."), name=out.name))
