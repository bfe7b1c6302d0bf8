# SPDX-License-Identifier: GPL-3.0-or-later
"""Threads that nobody waits for, and the end of the program while one of them hangs."""

import subprocess
import sys

from tests.patience import PATIENCE_S

PROGRAM = """
import time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from checkin.services.background_task import BackgroundTask
from checkin.services.event_reading import wait_for_all

app = QApplication([])
errand = BackgroundTask(lambda tell: time.sleep(600))
errand.start()
errand.leave()
del errand
QTimer.singleShot(0, app.quit)
app.exec()
wait_for_all(1)
print("closed")
"""


def test_what_hangs_in_the_system_is_no_crash_of_the_program():
    """A share that is away: no thread can be ended in there, and Qt aborts where one is thrown away."""
    command = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False, encoding="utf-8")
    assert (done.returncode, done.stdout, done.stderr) == (0, "closed\n", "")
