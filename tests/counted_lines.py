# SPDX-License-Identifier: GPL-3.0-or-later
"""How much work a call is, as the number of lines of Python that it runs: the same on every machine."""

import sys
from collections.abc import Callable


def lines_run(action: Callable[[], object]) -> int:
    """Run the action and return how many lines it ran, those of what it calls with them."""
    count, before = 0, sys.gettrace()

    def trace(_frame: object, event: str, _what: object) -> object:
        nonlocal count
        count += event == "line"
        return trace

    sys.settrace(trace)
    try:
        action()
    finally:
        sys.settrace(before)
    return count
