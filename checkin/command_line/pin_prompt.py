# SPDX-License-Identifier: GPL-3.0-or-later
"""The PIN of a supervisor, typed where nobody sees it, or from standard input; never an argument, which all accounts of
the computer could read in the list of processes.
"""

import getpass
import sys

from checkin.core.message import Message
from checkin.language import translate


def read_pin() -> str:
    """Without a terminal the next line of standard input; "" at its end."""
    if sys.stdin.isatty():
        return getpass.getpass(translate(_ASK), stream=sys.stderr).strip()
    return sys.stdin.readline().strip()


_ASK = Message("command", "PIN of a supervisor: ")
