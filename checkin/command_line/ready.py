# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin ready`: can the doors open, as far as a program can see without camera, scanner and a person. Writes nothing
into the event.
"""

import argparse
import json
from datetime import date, datetime
from typing import Any

from checkin.command_line.exit_codes import DONE, FOUND_PROBLEMS
from checkin.command_line.opened import add_event, opened
from checkin.core.errors import UserError
from checkin.core.print_plan import PrintPlan
from checkin.core.ready.finding import Finding, Readiness, readiness
from checkin.core.ready.judging import Place, in_order, of_measured
from checkin.core.ready.of_devices import of_printer
from checkin.core.words import Words
from checkin.desk.badges.documents import paper_of
from checkin.desk.desk import Desk
from checkin.desk.event_file import EventFile
from checkin.desk.press.opening import setup_at
from checkin.desk.probes import Probes
from checkin.devices.printers import open_printer
from checkin.language import say
from checkin.storage import settings as kept
from checkin.ui.ready.words import READINESS, remedy, said, story


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("--json", action="store_true", help="as one JSON object")


def run(chosen: argparse.Namespace) -> int:
    with opened(chosen.event) as event:
        return DONE if ready(event, as_json=chosen.json) else FOUND_PROBLEMS


def ready(event: EventFile, *, as_json: bool, now: datetime | None = None) -> bool:
    """Print it; returns whether nothing has to be looked at. As of `now`, by the event's clock if left out."""
    at = now or event.clock()()
    found = look(event, at)
    word = readiness(found)
    if as_json:
        print(json.dumps(_as_json(found, word, at), ensure_ascii=False))
    else:
        for finding in found:
            print(story(finding))
        print(say(_NOT_TRIED))
        print(say(READINESS[word]))
    return word is Readiness.READY


def look(event: EventFile, now: datetime) -> tuple[Finding, ...]:
    settings = kept.load(event.db)
    point = Desk(event, lambda: now, settings.desk, settings.control_point).control_point
    measured = Probes(event, lambda: now).measure()
    return in_order([*of_measured(measured, Place(now, point)), _printer(event, settings.printing)])


def _printer(event: EventFile, plan: PrintPlan) -> Finding:
    """Asked once, as its thread would."""
    if not plan.printer:
        return of_printer("", None)
    try:
        paper = paper_of(event, plan.template, setup_at(plan, plan.printer))
        return of_printer(plan.name_of(plan.printer), open_printer(plan.printer, paper).state())
    except UserError:  # an address of another version
        return of_printer(plan.name_of(plan.printer), None)


def _as_json(found: tuple[Finding, ...], word: Readiness, at: datetime) -> dict[str, Any]:
    return {"at": at.isoformat(), "ready": word, "findings": [_finding(finding) for finding in found]}


def _finding(finding: Finding) -> dict[str, Any]:
    values = {name: _plain(value) for name, value in finding.fields.items()}
    texts = {"said": said(finding), "remedy": remedy(finding)}
    return {"topic": finding.topic, "grade": finding.grade.name.lower(), **texts, "values": values}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


_NOT_TRIED = Words("ready", "Camera, scanner, sound and a test badge can be tried in the window alone.")
