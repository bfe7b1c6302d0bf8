# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin ready`: readiness checks that need no camera, scanner or user. Writes nothing into the event."""

import argparse
import json
from datetime import date, datetime
from typing import Any

from checkin.command_line.event_argument import add_event, open_event_file
from checkin.command_line.exit_codes import DONE, FOUND_PROBLEMS
from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.core.printing.print_plan import PrintPlan
from checkin.core.ready.check_result import CheckResult, Readiness, readiness
from checkin.core.ready.device_checks import check_printer
from checkin.core.ready.readiness import ReadinessContext, check_measurements, sort_results
from checkin.devices.printers import open_printer
from checkin.services.badges.badge_documents import choose_paper
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.printing.printer_opening import setup_at
from checkin.services.ready.readiness_measuring import ReadinessMeter
from checkin.storage import settings_store as kept
from checkin.translation import translate
from checkin.ui.ready.ready_wording import READINESS, remedy_text, result_description, result_text


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("--json", action="store_true", help="as one JSON object")


def run(chosen: argparse.Namespace) -> int:
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
        print(translate(_NOT_TRIED))
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


_NOT_TRIED = Message("ready", "Camera, scanner, sound and a test badge can be tried only in the window.")
