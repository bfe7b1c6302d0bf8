# SPDX-License-Identifier: GPL-3.0-or-later
"""A plug-in of pytest for scripts/windows_lab/suite.py: writes each outcome to $CHECKIN_OUTCOMES at once, one line of
JSON each. What hangs or kills Python is known by a start without an end.
"""

import faulthandler
import json
import os
from pathlib import Path

OUTCOMES = Path(os.environ["CHECKIN_OUTCOMES"])
MOST_LETTERS = 4000
MADE_UP = "examples that Hypothesis makes up, the same on every system"
ENDING_S = 60
"""Then what keeps a finished run from ending is told, and ended."""


def _note(**what):
    with OUTCOMES.open("a", encoding="utf-8") as file:
        file.write(json.dumps(what) + "\n")


def pytest_runtest_logstart(nodeid, location):
    _note(start=nodeid)


def pytest_runtest_logfinish(nodeid, location):
    _note(end=nodeid)


def pytest_unconfigure():
    faulthandler.dump_traceback_later(ENDING_S, exit=True)


def pytest_collectreport(report):
    if report.outcome != "passed":
        _note(test=report.nodeid, outcome="error" if report.failed else "skipped", why=_why(report))


def pytest_deselected(items):
    for item in items:
        if item.config.option.markexpr and item.get_closest_marker("hypothesis"):
            _note(
                test=item.nodeid, outcome="skipped", why="examples that Hypothesis makes up, the same on every system"
            )


def pytest_runtest_logreport(report):
    if report.when == "call" or not report.passed:
        outcome = "error" if report.failed and report.when != "call" else report.outcome
        _note(test=report.nodeid, outcome=outcome, seconds=round(report.duration, 2), why=_why(report))


def _why(report):
    if report.skipped and isinstance(report.longrepr, tuple):
        return report.longrepr[2]
    return "" if report.passed else str(report.longrepr)[-MOST_LETTERS:]
