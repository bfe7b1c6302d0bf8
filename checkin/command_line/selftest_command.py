# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin --selftest`: check that the packaged program works on this computer. Touches no files of the user.

Prints one line per check as it ends. A failed check does not stop the others; one that kills the process shows by the
missing lines.
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from checkin.command_line import selftest_day, selftest_parts
from checkin.command_line.exit_codes import DONE, FOUND_PROBLEMS
from checkin.core.message import Message
from checkin.translation import translate

Check = tuple[Message, Callable[[Path], str]]
CHECKS: tuple[Check, ...] = (*selftest_parts.CHECKS, *selftest_day.CHECKS)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="a line of JSON a check")


def run(chosen: argparse.Namespace) -> int:
    return DONE if try_all(as_json=chosen.json) else FOUND_PROBLEMS


def try_all(*, as_json: bool, checks: Iterable[Check] = CHECKS) -> bool:
    """Run all checks, printing each; return whether all succeeded."""
    report = _print_json if as_json else _print_line
    with tempfile.TemporaryDirectory(prefix="checkin-selftest-") as folder:
        outcomes = [_try(what, check, Path(folder), report) for what, check in checks]
    return all(outcomes)


def _try(
    what: Message, check: Callable[[Path], str], folder: Path, report: Callable[[Message, bool, str], None]
) -> bool:
    try:
        found, is_well = check(folder), True
    except Exception as fault:  # any exception of a missing part is the check's result
        found, is_well = f"{type(fault).__name__}: {fault}", False
    report(what, is_well, found)
    return is_well


def _print_line(what: Message, is_well: bool, found: str) -> None:
    line = _OK if is_well else _FAILED
    print(translate(line, what=translate(what), found=found), flush=True)


def _print_json(what: Message, is_well: bool, found: str) -> None:
    print(json.dumps({"check": what.text, "is_well": is_well, "found": found}, ensure_ascii=False), flush=True)


_OK = Message("selftest", "ok: {what} ({found})")
_FAILED = Message("selftest", "failed: {what} ({found})")
