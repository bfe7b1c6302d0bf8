# SPDX-License-Identifier: GPL-3.0-or-later
"""The entry point of the command line: the table of commands, the arguments, and the exit code."""

import argparse
import builtins
import errno
import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from io import TextIOWrapper
from types import ModuleType
from typing import TYPE_CHECKING

from checkin import __version__
from checkin.core.message import LANGUAGES

if TYPE_CHECKING:
    from PySide6.QtCore import QCoreApplication


# The table of commands.
#
# Each module of this package has the commands of one subject. `checkin hub-init` is `hub_init_arguments(parser)`, which
# adds its arguments, and `run_hub_init(chosen)`, which returns the exit code. Only the module of the command given is
# imported.


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
    "phones": Command("let phones on this network scan for a desk, until Ctrl+C"),
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
    "scan_commands": ("scan", "phones", "tie"),
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


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command in `arguments`, by default those of the process; return its exit code."""
    _speak_utf_8()
    words = _with_command(list(sys.argv[1:] if arguments is None else arguments))
    command = COMMANDS.get(words[0])
    with _without_collection(is_own_process=arguments is None):
        module = _imported(words[0]) if command else None
    parser, own = _parsers(words[0])
    if command is None or module is None:
        parser.parse_args(words)  # exits, with help or a usage error
        raise AssertionError(words)
    name = function_name(words[0])
    getattr(module, f"{name}_arguments")(own)
    # Options may stand between positional arguments, which parse_args of Python before 3.12.7 rejects.
    return _run(getattr(module, f"run_{name}"), command.context, own.parse_intermixed_args(words[1:]))


def _speak_utf_8() -> None:
    """Read and write UTF-8, whatever the locale or the code page of a Windows console; some programs begin it with a
    byte order mark.
    """
    encodings = {"stdin": "utf-8-sig", "stdout": "utf-8", "stderr": "utf-8"}
    for name, encoding in encodings.items():
        stream = getattr(sys, name)
        if isinstance(stream, TextIOWrapper):  # a Windows program without a terminal has none
            stream.reconfigure(encoding=encoding, errors="replace")


def _imported(command: str) -> ModuleType:
    import_as_python_does()
    from checkin import error_handler

    error_handler.log_qt_messages()  # parts of Qt log messages when they are imported
    return import_module(f"checkin.command_line.{module_name(command)}")


def import_as_python_does() -> None:
    """Take PySide's import function out again: it reads the source of every module that is imported, to know whether
    the module wants Qt's names spelled otherwise (`__feature__`), which none does (docs/adr/0088).
    """
    import PySide6.QtCore  # noqa: F401  # puts it in

    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


@contextmanager
def _without_collection(is_own_process: bool) -> Iterator[None]:
    """Import modules without looking for garbage in them, then or later: they live as long as the process."""
    if not is_own_process:
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _with_command(words: list[str]) -> list[str]:
    """Return `words` with a command first: `checkin` alone starts, `checkin EVENT` opens.

    --language may stand before the command or event, or after it.
    """
    language, words = _language_before(words)
    if words[:1] == ["--selftest"]:
        words[0] = "selftest"
    if not words or (words[0].startswith("-") and words[0] not in ("-h", "--help", "--version")):
        return ["start", *language, *words]
    if words[0] in COMMANDS or words[0].startswith("-"):
        return [words[0], *language, *words[1:]]
    return ["open", *language, *words]


def _language_before(words: list[str]) -> tuple[list[str], list[str]]:
    """Return the --language option if it comes first, and the words after it."""
    if words and words[0].startswith(f"{_LANGUAGE}="):
        return words[:1], words[1:]
    count = 2 if words[:1] == [_LANGUAGE] else 0
    return words[:count], words[count:]


def _parsers(wanted: str) -> tuple[argparse.ArgumentParser, argparse.ArgumentParser]:
    """Return the parser of all commands, and that of the wanted one; the first twice if there is no such command."""
    parser = argparse.ArgumentParser(
        prog="checkin",
        description="Badge check-in for the welcome desk of an event.",
        epilog="checkin EVENT opens the desk; without arguments Checkin asks which event to open. "
        f"--language {' or '.join(LANGUAGES)}, first of all or after the command, chooses the language.",
    )
    parser.add_argument("--version", action="version", version=f"checkin {__version__}")
    found = parser
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, command in COMMANDS.items():
        own = commands.add_parser(name, help=command.help) if command.help else commands.add_parser(name)
        own.add_argument(_LANGUAGE, choices=tuple(LANGUAGES), help="instead of the system's")
        found = own if name == wanted else found
    return parser, found


def _run(run: Callable[[argparse.Namespace], int], surroundings: CommandContext, chosen: argparse.Namespace) -> int:
    """Run the command. An error to be told becomes a sentence and an exit code; bugs are not caught."""
    from checkin import translation
    from checkin.command_line.command import DONE, exit_code_for
    from checkin.core.message import CheckinError, told_error
    from checkin.devices.computer import mark_as_running

    mark_as_running()
    translation.install(_application(surroundings, chosen), chosen.language)
    try:
        code = run(chosen)
    except (CheckinError, MemoryError) as error:
        told = told_error(error)
        assert told
        print(translation.error_text(told), file=sys.stderr)
        return exit_code_for(told)
    except OSError as error:
        if not _tells_closed_pipe(error):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader closed the pipe: drop the rest
        return DONE
    return code


def _tells_closed_pipe(error: OSError) -> bool:
    """Whether the reader of the output has closed the pipe. Windows calls that an invalid argument, of no file."""
    is_of_windows = sys.platform == "win32" and error.errno == errno.EINVAL and error.filename is None
    return isinstance(error, BrokenPipeError) or is_of_windows


def _application(surroundings: CommandContext, chosen: argparse.Namespace) -> "QCoreApplication":
    """Return the Qt application for this context; windows are offscreen without a screen or if `is_unseen`."""
    from PySide6.QtCore import QCoreApplication

    if surroundings is CommandContext.NONE:
        return QCoreApplication.instance() or QCoreApplication([])
    if surroundings is CommandContext.DRAWING:
        from PySide6.QtGui import QGuiApplication

        if sys.platform != "win32":  # there is always a screen, and offscreen knows no font of the system
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
        return QCoreApplication.instance() or QGuiApplication([])
    from checkin.application import qt_application
    from checkin.devices.computer import has_screen

    if not has_screen() or getattr(chosen, "is_unseen", False):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return qt_application.application()


_LANGUAGE = "--language"
