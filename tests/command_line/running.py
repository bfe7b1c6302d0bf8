# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands as scripts give them: in this process, or in one of their own."""

import contextlib
import io
import json
import os
import subprocess
import sys

from PySide6.QtCore import QCoreApplication

from checkin import translation
from checkin.command_line.main import main


def checkin(*arguments, stdin=None, **environment):
    """What the command says and returns; in a process of its own where its input or its environment is asked about."""
    if stdin is None and not environment:
        return said_here(arguments)
    return subprocess.run(
        [sys.executable, "-m", "checkin", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        check=False,
    )


def said_here(arguments):
    told, trouble, spoken = io.StringIO(), io.StringIO(), translation.current_language()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(trouble):
        try:
            code = main([*map(str, arguments)])
        except SystemExit as usage:
            code = usage.code
    if translation.current_language() != spoken:  # a fixture of the module may be what asks
        translation.install(QCoreApplication.instance(), spoken)
    return subprocess.CompletedProcess(arguments, code, told.getvalue(), trouble.getvalue())


def said(*arguments, language="en", **more):
    """The exit code, what was said, what was wrong."""
    done = checkin(*arguments, "--language", language, **more)
    return done.returncode, done.stdout, done.stderr


def lines(told):
    """Of JSON."""
    return [json.loads(line) for line in told.splitlines()]
