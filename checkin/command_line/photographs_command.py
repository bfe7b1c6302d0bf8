# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin photographs`: bring in a folder of photographs; whose each file is follows from its name."""

import argparse
import json
import sys
from pathlib import Path

from checkin.command_line.event_argument import add_event, open_event_file
from checkin.command_line.exit_codes import DONE, FOUND_PROBLEMS
from checkin.core.desk_settings import COMMAND_LINE_DESK
from checkin.services.event_file import EventFile
from checkin.services.photograph_importing import PhotographFolder, PhotographPreview, PhotographWriting
from checkin.services.photograph_wording import photograph_problems, shown_file, written_sentence
from checkin.translation import error_text, translate


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("folder", metavar="FOLDER")
    parser.add_argument("--column", metavar="TITLE", default="", help="of the list, with the names of the files")
    parser.add_argument("--dry-run", action="store_true", help="print whose each file is as JSON, and write nothing")


def run(chosen: argparse.Namespace) -> int:
    with open_event_file(chosen.event) as event:
        found = PhotographFolder(Path(chosen.folder)).preview(event, chosen.column)
        if chosen.dry_run:
            print(json.dumps(_as_json(found), ensure_ascii=False, indent=1))
        else:
            _write(event, found)
    return FOUND_PROBLEMS if photograph_problems(found, translate) else DONE


def _write(event: EventFile, found: PhotographPreview) -> None:
    writing = PhotographWriting(event.path, found.ready, event.clock()(), COMMAND_LINE_DESK)
    writing.run()
    print(written_sentence(writing, translate))
    for file, why in photograph_problems(found, translate):
        print(f"{file}: {why}", file=sys.stderr)


def _as_json(found: PhotographPreview) -> dict[str, object]:
    matches = found.matches
    return {
        "column": matches.column,
        "matched": [
            {"file": shown_file(m.file), "attendee": m.person.id, "by": m.by, "bytes": len(found.ready[m.person.id])}
            for m in found.new
        ],
        "unreadable": [{"file": shown_file(file), "why": error_text(error)} for file, error in found.unreadable],
        "several_files": [{"file": shown_file(m.file), "attendee": m.person.id} for m in matches.doubled],
        "several_people": [shown_file(file) for file in matches.of_several],
        "nobody": [shown_file(file) for file in matches.of_nobody],
        "without": [person.id for person in found.without],
    }
