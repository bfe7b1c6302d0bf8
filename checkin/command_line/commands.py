# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of commands.

Each module of this package has the commands of one subject. `checkin hub-init` is `hub_init_arguments(parser)`, which
adds its arguments, and `run_hub_init(chosen)`, which returns the exit code. Only the module of the command given is
imported.
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
    """A command's row in the table; without `help` it is not listed."""

    help: str = ""
    context: CommandContext = CommandContext.NONE


_DRAWING, _WINDOWS = CommandContext.DRAWING, CommandContext.WINDOWS

COMMANDS = {
    "start": Command(context=_WINDOWS),
    "open": Command(context=_WINDOWS),
    "demo": Command("a day at the welcome desk, with a film of guests", _WINDOWS),
    "import": Command("bring in a list (CSV, XLSX, ODS) or a programme (TOML, ICS, JSON)"),
    "codes": Command("write everyone's code as PNG and SVG"),
    "photographs": Command("bring in a folder of photographs of the people", _DRAWING),
    "tickets": Command("write a ticket with its code for everybody, to send before the day", _DRAWING),
    "badges": Command("write everyone's badge as a PDF", _DRAWING),
    "mail": Command("send everyone their ticket from your own mailbox, or write drafts", _DRAWING),
    "print": Command("print badges and wait; one line of JSON a badge", _DRAWING),
    "scan": Command("check in; one line of JSON a scan"),
    "tie": Command("make a code a person's: a wristband, a card, a preprinted badge"),
    "blanks": Command("write badges with codes that are nobody's yet, to tie at the desks", _DRAWING),
    "speakers": Command("who speaks, and who is missing; a line of JSON each"),
    "live": Command("the figures of the day as one JSON object"),
    "export": Command("write the attendance as XLSX, CSV or JSON, the day report as PDF", _DRAWING),
    "remote": Command("who watched online: the log of Zoom, Teams ..."),
    "paper": Command("write the list of this minute, to tick by hand", _DRAWING),
    "sheets": Command("write sign-in sheets as a PDF", _DRAWING),
    "certificates": Command("write a certificate for everybody who was there", _DRAWING),
    "verify": Command("is the code on a certificate genuine", _DRAWING),
    "programme": Command("write the programme as a file to edit"),
    "purge": Command("forget everybody, keep the figures (print what, first)"),
    "person": Command("write everything about one person"),
    "ready": Command("can the doors open"),
    "check": Command("is the file sound, do its totals add up"),
    "report": Command("write what helps to find a fault; nobody is named, nothing is sent"),
    "remove-data": Command("remove all that Checkin keeps on this computer (print what, first)"),
    "selftest": Command("does the program work on this computer", _DRAWING),
    "invite": Command("print the invitation for another desk, or put the event on a key"),
    "join": Command("join the desks of an event by their invitation, or from a key"),
    "sync": Command("exchange with the other desks, in a folder or at a hub"),
    "conflicts": Command("what desks did apart; a line of JSON each"),
    "hub-init": Command("make a PostgreSQL the hub of many desks"),
    "hub-desk": Command("list the desks of a hub, let one in, shut one out"),
}


_MODULES = {
    "desk_commands": ("start", "open", "demo"),
    "scan_commands": ("scan", "tie"),
    "list_commands": ("import", "programme", "speakers"),
    "people_commands": ("person", "photographs", "remote", "codes", "purge", "remove-data"),
    "paper_commands": ("badges", "blanks", "tickets", "print", "paper", "sheets", "certificates", "verify"),
    "mail_commands": ("mail",),
    "export_commands": ("export", "live", "check", "ready", "report"),
    "exchange_commands": ("invite", "join", "sync", "conflicts"),
    "hub_commands": ("hub-init", "hub-desk"),
    "selftest_commands": ("selftest",),
}


def module_name(command: str) -> str:
    """Return the name of a command's module in this package."""
    return next(module for module, commands in _MODULES.items() if command in commands)


def function_name(command: str) -> str:
    """Return a command's name as part of the names of its functions."""
    return command.replace("-", "_")
