# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin import`: import a list or a programme, preview it, or undo the newest import."""

import argparse
from pathlib import Path

from checkin.command_line import import_lists, import_programmes
from checkin.command_line.event_argument import add_event, open_event_file, open_existing_event
from checkin.command_line.exit_codes import DONE, FOUND_PROBLEMS
from checkin.core.desk_settings import COMMAND_LINE_DESK
from checkin.services.programme.programme_importing import is_programme_file

_SPLITS = ("none", "first-ahead", "last-ahead", "first-names", "first-word", "capitals")


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser, help="created if it does not exist")
    parser.add_argument("list", metavar="LIST", nargs="?", help="importing it again applies what changed")
    parser.add_argument("--undo", action="store_true", help="undo the latest import of a list")
    parser.add_argument("--dry-run", action="store_true", help="print what would change as JSON, and write nothing")
    parser.add_argument("--cancel-gone", action="store_true", help="cancel people who are no longer on the list")
    parser.add_argument(
        "--remove-gone", action="store_true", help="for a programme: also remove what is not in the file"
    )
    parser.add_argument("--sheet", metavar="NAME", default="", help="of a workbook, if not the likeliest")
    parser.add_argument(
        "--encoding", metavar="NAME", default="", help="of a text file, if the guess is wrong: cp1252 ..."
    )
    parser.add_argument(
        "--map", metavar="HEADER=FIELD", action="append", default=[], help="what a column holds; custom, leave-out"
    )
    parser.add_argument("--split-names", choices=_SPLITS, default="", help="divide whole names")
    parser.add_argument(
        "--same", metavar="ROW=ID", action="append", default=[], help="this row is this person of the event"
    )
    parser.add_argument(
        "--status", metavar="WORD=STATUS", action="append", default=[], help="what a word of the status column means"
    )
    parser.add_argument(
        "--companions",
        choices=("people", "number", "keep"),
        default="",
        help="what becomes of those whom somebody brings along: people, a number, or information",
    )
    parser.add_argument(
        "--answers",
        choices=("all", "latest"),
        default="",
        help="of people who answered a form again, import every answer or the latest",
    )
    parser.add_argument(
        "--leave-out", metavar="ROW", type=int, action="append", default=[], help="a row of the list not to import"
    )
    parser.add_argument(
        "--take-in", metavar="ROW", type=int, action="append", default=[], help="a row that would be left out"
    )
    parser.add_argument("--accept-few", action="store_true", help="import even if most rows are nobody")
    parser.set_defaults(refuse=parser.error)


def run(chosen: argparse.Namespace) -> int:
    if chosen.undo:
        return _undo(chosen)
    if not chosen.list:
        chosen.refuse("one of the arguments LIST --undo is required")
    source = Path(chosen.list)
    bring = _bring_programme if is_programme_file(source) else _bring_list
    return FOUND_PROBLEMS if bring(chosen, source) else DONE


def _undo(chosen: argparse.Namespace) -> int:
    if chosen.list or chosen.dry_run or chosen.cancel_gone or chosen.remove_gone:
        chosen.refuse("--undo stands alone")
    with open_event_file(chosen.event) as event:
        import_lists.run_import_undo(event, desk=COMMAND_LINE_DESK)
    return DONE


def _bring_list(chosen: argparse.Namespace, source: Path) -> bool:
    arguments = import_lists.ListArguments(
        chosen.sheet,
        chosen.encoding,
        tuple(chosen.map),
        chosen.split_names,
        tuple(chosen.same),
        tuple(chosen.status),
        chosen.companions,
        chosen.answers,
        tuple(chosen.leave_out),
        tuple(chosen.take_in),
        chosen.accept_few,
    )
    if chosen.dry_run:
        with open_existing_event(chosen.event) as there:
            return import_lists.run_list_preview(there, source, arguments)
    with open_event_file(chosen.event, may_create=source.exists()) as event:
        return import_lists.run_list_import(
            event, source, arguments, desk=COMMAND_LINE_DESK, cancel_gone=chosen.cancel_gone
        )


def _bring_programme(chosen: argparse.Namespace, source: Path) -> bool:
    if chosen.dry_run:
        with open_existing_event(chosen.event) as there:
            return import_programmes.run_programme_preview(there, source)
    with open_event_file(chosen.event, may_create=source.exists()) as event:
        return import_programmes.run_programme_import(
            event, source, desk=COMMAND_LINE_DESK, removes_gone=chosen.remove_gone
        )
