# SPDX-License-Identifier: GPL-3.0-or-later
"""The prompt for a supervisor's PIN, hidden, or from standard input.

A PIN is never an argument: every account of the computer could read it in the list of processes.
"""

import getpass
import sys

from checkin.core.message import Message
from checkin.language import translate


def read_pin() -> str:
    """Return the PIN typed, or without a terminal the next line of standard input, "" at its end."""
    if sys.stdin.isatty():
        return getpass.getpass(translate(_ASK), stream=sys.stderr).strip()
    return sys.stdin.readline().strip()


_ASK = Message("command", "PIN of a supervisor: ")
