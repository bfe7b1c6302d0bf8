# SPDX-License-Identifier: GPL-3.0-or-later
"""A process that may use little memory, to ask a server that wants to fill it."""

import subprocess
import sys
import textwrap

from tests.patience import PATIENCE_S

MEGABYTES = 500
"""Of address space: what Python and its libraries take already, and a few answers of the largest size besides."""

_LIMITED = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({MEGABYTES} << 20, resource.RLIM_INFINITY))
"""


def run_small(code: str, *arguments: str) -> str:
    """Return what `code` prints in a process of its own. It is the last line that it says, or its error."""
    made = [sys.executable, "-c", _LIMITED + textwrap.dedent(code), *arguments]
    done = subprocess.run(made, capture_output=True, text=True, timeout=2 * PATIENCE_S)
    return (done.stdout + done.stderr).strip().rpartition("\n")[2]
