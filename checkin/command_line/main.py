# SPDX-License-Identifier: GPL-3.0-or-later
"""The entry point of the command line: parses the arguments, runs the command, returns its exit code."""

import argparse
import builtins
import errno
import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from io import TextIOWrapper
from types import ModuleType
from typing import TYPE_CHECKING

from checkin import __version__
from checkin.command_line.commands import COMMANDS, CommandContext, function_name, module_name
from checkin.core.message import LANGUAGES

if TYPE_CHECKING:
    from PySide6.QtCore import QCoreApplication


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
