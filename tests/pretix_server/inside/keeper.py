# SPDX-License-Identifier: GPL-3.0-or-later
"""Loads pretix once, which takes long, and then starts and ends gunicorn as the lines of the standard input say. At
their end, gunicorn ends too: it does not outlive tests that are killed.
"""

import os
import signal
import sys

from gunicorn.app.wsgiapp import run

from tests.pretix_server.inside import wsgi

HOW = {"stop": signal.SIGTERM, "kill": signal.SIGKILL}


def main(*options):
    process = 0
    print("ready", flush=True)
    for line in sys.stdin:
        word = line.strip()
        process = start(options) if word == "start" else end(process, HOW[word])
        print(word, flush=True)
    end(process, signal.SIGKILL)


def start(options):
    process = os.fork()
    if process:
        return process
    os.setpgid(0, 0)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # the tests read the keeper there
    sys.argv = ["gunicorn", wsgi.__name__, *options]
    sys.exit(run())


def end(process, how):
    if process:
        os.killpg(process, how)
        os.waitpid(process, 0)
    return 0
