# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of commands, with the module of each.

A command's module has `arguments(parser)`, which adds its arguments, and `run(chosen)`, which returns the exit code.
Only the module of the command given is imported.
"""

from dataclasses import dataclass
from enum import StrEnum


class CommandContext(StrEnum):
    """The part of Qt a command needs: no screen, offscreen drawing, or windows."""

    NONE = "none"
    DRAWING = "drawing"
    WINDOWS = "windows"


@dataclass(frozen=True, slots=True)
class Command:
    """A command in `module` of this package; without `help` it is not listed."""

    module: str
    help: str = ""
    context: CommandContext = CommandContext.NONE


_DRAWING, _WINDOWS = CommandContext.DRAWING, CommandContext.WINDOWS

COMMANDS = {
    "start": Command("start", context=_WINDOWS),
    "open": Command("open_event", context=_WINDOWS),
    "demo": Command("demo", "a day at the welcome desk, with a video of people arriving", _WINDOWS),
    "import": Command("import_command", "import a list (CSV, XLSX, ODS) or a programme (TOML, ICS, JSON)"),
    "codes": Command("codes", "write everyone's code as PNG and SVG"),
    "badges": Command("badges_command", "write everyone's badge as a PDF", _DRAWING),
    "print": Command("print_badges", "print badges and wait; one line of JSON per badge", _DRAWING),
    "scan": Command("scan", "check in; one line of JSON per scan"),
    "speakers": Command("speakers", "who speaks, and who is missing; one line of JSON each"),
    "live": Command("live_command", "the figures of the day as one JSON object"),
    "export": Command("export", "write the attendance as XLSX, CSV or JSON, the day report as PDF", _DRAWING),
    "remote": Command("remote_command", "who watched online: the log of Zoom, Teams ..."),
    "paper": Command("paper", "write the current list, to tick by hand", _DRAWING),
    "sheets": Command("sheets", "write sign-in sheets as a PDF", _DRAWING),
    "certificates": Command("certificates", "write a certificate for everyone who was there", _DRAWING),
    "verify": Command("verify", "is the code on a certificate genuine", _DRAWING),
    "programme": Command("programme_command", "write the programme as a file to edit"),
    "purge": Command("purge", "erase personal data, keep the figures (without --yes, print what)"),
    "person": Command("person", "write everything about one person"),
    "ready": Command("ready_command", "can the doors open"),
    "check": Command("check", "is the file intact, do the totals add up"),
    "report": Command("report", "write what helps find a fault; names nobody, sends nothing"),
    "remove-data": Command(
        "remove_data", "remove everything Checkin keeps on this computer (without --yes, print what)"
    ),
    "selftest": Command("selftest", "does the program work on this computer", _DRAWING),
    "invite": Command("invite", "print the invitation for another desk, or put the event on a key"),
    "join": Command("join", "join the desks of an event by their invitation, or from a key"),
    "sync": Command("sync_command", "exchange with the other desks, in a folder or on a shared server"),
    "conflicts": Command("conflicts", "conflicts between desks; one line of JSON each"),
    "hub-init": Command("hub_init", "set up a PostgreSQL as the shared server of many desks"),
    "hub-desk": Command("hub_desk", "list the desks of a shared server, add one, shut one out"),
}
