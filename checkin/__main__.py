# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin`: the desk, and the same verbs for scripts. Parses; the work is in `commands` and `app`."""

import argparse
import multiprocessing
import sys
from collections.abc import Sequence

from checkin import __version__

COMMANDS = (
    "demo",
    "import",
    "codes",
    "badges",
    "print",
    "scan",
    "paper",
    "remote",
    "speakers",
    "live",
    "export",
    "sheets",
    "certificates",
    "verify",
    "programme",
    "sync",
    "conflicts",
    "hub-init",
    "hub-desk",
    "purge",
    "person",
    "ready",
    "check",
    "selftest",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit code (docs/command-line.md)."""
    multiprocessing.freeze_support()
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["--selftest"]:
        words[0] = "selftest"
    if not words or (words[0].startswith("-") and words[0] not in ("-h", "--help", "--version")):
        words.insert(0, "start")
    elif words[0] not in COMMANDS and not words[0].startswith("-"):
        words.insert(0, "open")
    parser = _parser()
    chosen = parser.parse_args(words)
    if chosen.command == "import" and chosen.undo and (chosen.dry_run or chosen.cancel_gone or chosen.remove_gone):
        parser.error("--undo stands alone")
    from checkin import commands  # only now: --help and --version need nothing

    return commands.run(chosen)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="checkin",
        description="Badge check-in for the welcome desk of an event.",
        epilog="checkin EVENT opens the desk; without arguments Checkin asks which event to open.",
    )
    parser.add_argument("--version", action="version", version=f"checkin {__version__}")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--language", choices=("fr", "en"), help="instead of the system's")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    _add_desk_commands(commands, shared)
    _add_file_commands(commands, shared)
    _add_sync_commands(commands, shared)
    _add_hub_commands(commands, shared)
    return parser


def _add_desk_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    demo = commands.add_parser("demo", parents=[shared], help="a day at the welcome desk, with a film of guests")
    demo.add_argument(
        "--into",
        metavar="DIR",
        help="leave the event, pictures, arrivals and the export there (without a screen: ./demo-output)",
    )
    demo.add_argument("--no-window", action="store_true", help="run without a screen even if there is one")
    commands.add_parser("start", parents=[shared])
    desk = commands.add_parser("open", parents=[shared])
    desk.add_argument("event", metavar="EVENT")
    desk.add_argument("--video", metavar="FILE", help="read this film in place of the camera (rehearsal)")


def _add_import_command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    bring = commands.add_parser(
        "import", parents=[shared], help="bring in a list (CSV, XLSX, ODS) or a programme (TOML, ICS, JSON)"
    )
    bring.add_argument("event", metavar="EVENT", help="made if it does not exist")
    what = bring.add_mutually_exclusive_group(required=True)
    what.add_argument("list", metavar="LIST", nargs="?", help="again: what the list changed is brought up to date")
    what.add_argument("--undo", action="store_true", help="take back the newest import of a list")
    bring.add_argument("--dry-run", action="store_true", help="print what would change as JSON, and write nothing")
    bring.add_argument("--cancel-gone", action="store_true", help="cancel those who are not on the list any more")
    bring.add_argument("--remove-gone", action="store_true", help="of a programme: also what the file does not name")
    bring.add_argument("--sheet", metavar="NAME", default="", help="of a workbook, if not the likeliest")
    bring.add_argument(
        "--encoding", metavar="NAME", default="", help="of a text file, if the guess is wrong: cp1252 ..."
    )
    bring.add_argument(
        "--map", metavar="HEADER=FIELD", action="append", default=[], help="what a column holds; custom, leave-out"
    )
    bring.add_argument("--split-names", choices=("first-word", "capitals"), default="", help="divide whole names")
    bring.add_argument(
        "--same", metavar="ROW=ID", action="append", default=[], help="a row that is this person of the event"
    )


def _add_file_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    _add_import_command(commands, shared)
    codes = commands.add_parser("codes", parents=[shared], help="write everyone's code as PNG and SVG")
    codes.add_argument("event", metavar="EVENT")
    codes.add_argument("folder", metavar="DIR")
    _add_badges(commands, shared)
    _add_print(commands, shared)
    scan = commands.add_parser("scan", parents=[shared], help="check in; one line of JSON a scan")
    scan.add_argument("event", metavar="EVENT")
    source = scan.add_mutually_exclusive_group(required=True)
    source.add_argument(
        "text",
        metavar="TEXT",
        nargs="*",
        default=[],
        help="what a code says; - for one a line of standard input",
    )
    source.add_argument("--image", metavar="FILE", nargs="+")
    source.add_argument("--video", metavar="FILE")
    scan.add_argument("--at", metavar="CONTROL_POINT", help="its id in the programme; the first if left out")
    scan.add_argument("--desk", metavar="NAME", help="the desk's name in the journal")
    scan.add_argument("--written", metavar="8:45", help="they came at this time, as is written on paper")
    speakers = commands.add_parser(
        "speakers", parents=[shared], help="who speaks, and who is missing; a line of JSON each"
    )
    speakers.add_argument("event", metavar="EVENT")
    live = commands.add_parser("live", parents=[shared], help="the figures of the day as one JSON object")
    live.add_argument("event", metavar="EVENT")
    _add_export(commands, shared)
    _add_papers(commands, shared)
    programme = commands.add_parser("programme", parents=[shared], help="write the programme as a file to edit")
    programme.add_argument("event", metavar="EVENT")
    programme.add_argument("out", metavar="OUT.toml")
    _add_privacy(commands, shared)
    ready = commands.add_parser("ready", parents=[shared], help="can the doors open")
    ready.add_argument("event", metavar="EVENT")
    ready.add_argument("--json", action="store_true", help="as one JSON object")
    check = commands.add_parser("check", parents=[shared], help="is the file sound, does the account balance")
    check.add_argument("event", metavar="EVENT")
    way = check.add_mutually_exclusive_group()
    way.add_argument("--rebuild", action="store_true", help="make the tables anew from the journal first")
    way.add_argument("--against", metavar="EXPORT", help="was this export made from the file, now or earlier")
    selftest = commands.add_parser("selftest", parents=[shared], help="does the program work on this computer")
    selftest.add_argument("--json", action="store_true", help="a line of JSON a check")


def _add_papers(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    remote = commands.add_parser("remote", parents=[shared], help="who watched online: the log of Zoom, Teams ...")
    remote.add_argument("event", metavar="EVENT")
    remote.add_argument("log", metavar="LOG.csv")
    remote.add_argument("--dry-run", action="store_true", help="print who is who as JSON, and write nothing")
    remote.add_argument("--zone", metavar="ZONE", default="", help="of its times, if not the event's: UTC ...")
    remote.add_argument("--encoding", metavar="NAME", default="", help="if the guess is wrong: cp1252 ...")
    remote.add_argument("--least", metavar="MINUTES", type=int, default=5, help="who watched for less is left out")
    remote.add_argument("--same", metavar="NAME=ID", action="append", default=[], help="who somebody of the log is")
    paper = commands.add_parser("paper", parents=[shared], help="write the list of this minute, to tick by hand")
    paper.add_argument("event", metavar="EVENT")
    paper.add_argument("out", metavar="OUT.pdf")
    paper.add_argument("--at", metavar="CONTROL_POINT", help="whose arrivals; the first if left out")
    sheets = commands.add_parser("sheets", parents=[shared], help="write sign-in sheets as a PDF")
    sheets.add_argument("event", metavar="EVENT")
    sheets.add_argument("out", metavar="OUT.pdf")
    sheets.add_argument(
        "--session",
        metavar="ID|TITLE",
        action="append",
        default=[],
        help="of a session or half-day (2023-07-04/morning); every half-day if left out",
    )
    sheets.add_argument("--blank", action="store_true", help="to be signed by hand; else with the times of the scans")
    sheets.add_argument("--order", choices=("name", "organisation"), default="name")
    certificates = commands.add_parser(
        "certificates", parents=[shared], help="write a certificate for everybody who was there"
    )
    certificates.add_argument("event", metavar="EVENT")
    certificates.add_argument("out", metavar="OUT.pdf|DIR", help="one PDF for all, or a folder with one each")
    for papers in (sheets, certificates):
        papers.add_argument("--logo", metavar="FILE", help="PNG, JPEG or SVG")
    verify = commands.add_parser("verify", parents=[shared], help="is the code on a certificate genuine")
    verify.add_argument("event", metavar="EVENT")
    verify.add_argument("code", metavar="CODE")


def _add_export(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    export = commands.add_parser("export", parents=[shared], help="write the attendance as XLSX, CSV or JSON")
    export.add_argument("event", metavar="EVENT")
    export.add_argument("out", metavar="OUT.xlsx|OUT.csv|OUT.json")
    export.add_argument("--preset", metavar="NAME", default="everything", help="funder, hr, pretix, mailing")
    export.add_argument("--columns", metavar="A,B", default="", help="these, instead of those of a preset")
    export.add_argument(
        "--anonymous", action="store_true", help="figures without names, none of fewer than five people"
    )


def _add_sync_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    sync = commands.add_parser("sync", parents=[shared], help="exchange with the other desks, in a folder or at a hub")
    sync.add_argument("event", metavar="EVENT")
    sync.add_argument("address", metavar="FOLDER|URL", help="a folder, or postgresql://DESK:PASSWORD@HOST/DATABASE")
    how = sync.add_mutually_exclusive_group()
    how.add_argument("--once", action="store_true", help="one round (unless you say otherwise)")
    how.add_argument("--watch", action="store_true", help="until it is interrupted")
    conflicts = commands.add_parser("conflicts", parents=[shared], help="what desks did apart; a line of JSON each")
    conflicts.add_argument("event", metavar="EVENT")


def _add_hub_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    at_hub = argparse.ArgumentParser(add_help=False)
    at_hub.add_argument("url", metavar="URL", help="of an account that may make roles: postgresql://NAME@HOST/DATABASE")
    at_hub.add_argument("--event", metavar="EVENT", help="the event file; the only one of the hub if left out")
    at_hub.add_argument("--address", metavar="HOST[:PORT]", default="", help="where desks find it, if not as in URL")
    init = commands.add_parser("hub-init", parents=[shared, at_hub], help="make a PostgreSQL the hub of many desks")
    init.add_argument("--desks", metavar="N", type=int, default=0, help="let so many desks in; prints their addresses")
    init.add_argument("--notify", choices=("on", "off"), help="tell desks at once (on), or let them ask every second")
    desk = commands.add_parser("hub-desk", parents=[shared, at_hub], help="let one desk in; prints its address")
    desk.add_argument("name", metavar="NAME")
    desk.add_argument("--revoke", action="store_true", help="shut it out, at once")


def _add_privacy(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    purge = commands.add_parser(
        "purge", parents=[shared], help="forget everybody, keep the figures (print what, first)"
    )
    purge.add_argument("event", metavar="EVENT")
    purge.add_argument("--yes", action="store_true", help="do it; without it only what would be done is printed")
    purge.add_argument("--certificate", metavar="FILE", help="where the dated record goes; printed if left out")
    person = commands.add_parser("person", parents=[shared], help="write everything about one person")
    person.add_argument("event", metavar="EVENT")
    person.add_argument("who", metavar="CODE|ID")
    person.add_argument("out", metavar="OUT.json")


def _add_badges(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    badges = commands.add_parser("badges", parents=[shared], help="write everyone's badge as a PDF")
    badges.add_argument("event", metavar="EVENT")
    badges.add_argument("out", metavar="OUT.pdf")
    badges.add_argument(
        "--template",
        metavar="NAME|FILE.toml",
        action="append",
        help="of the event, of Checkin, or a file; several, each for its categories; all of the event if left out",
    )
    badges.add_argument("--sheet", metavar="PAPER", help="on stationery; a page a badge if left out")
    badges.add_argument("--used", metavar="N", type=int, default=0, help="cells of the first sheet used already")
    badges.add_argument("--category", metavar="NAME", action="append", default=[], help="only these people")
    badges.add_argument("--order", choices=("name", "organisation", "category"), default="name")


def _add_print(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    printing = commands.add_parser("print", parents=[shared], help="print badges and wait; one line of JSON a badge")
    printing.add_argument("event", metavar="EVENT")
    printing.add_argument("ticket", metavar="TICKET", nargs="+", help="the code of a person's ticket")
    printing.add_argument("--printer", metavar="ADDRESS", required=True, help="ipp://..., zpl://..., pdf:FOLDER ...")
    printing.add_argument("--template", metavar="NAME", default="", help="of the event or of Checkin")
    printing.add_argument("--why", metavar="TEXT", default="", help="for somebody who has a badge already")
    printing.add_argument("--wait", metavar="SECONDS", type=float, default=120.0, help="for the outcome; 120")


if __name__ == "__main__":
    sys.exit(main())
