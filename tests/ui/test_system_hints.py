# SPDX-License-Identifier: GPL-3.0-or-later
"""The wishes of the system are read for as long as the program runs, whatever the garbage collector takes away."""

import subprocess
import sys

AFTER_THE_GARBAGE = """
import gc
from PySide6.QtWidgets import QApplication
from checkin.ui.look import theme

class Window:
    pass

app = QApplication([])
theme.wants_contrast()
for number in range(3):
    hints = app.styleHints()
    asked = hints.accessibility()
    window = Window()
    window.itself, window.scheme = window, hints.colorScheme
    del hints
    gc.collect()  # puts the accessibility hints before the style hints in the collector's list
    del asked, window
    gc.collect()
    print(theme.wants_contrast(), theme.animations_enabled())
"""


def test_they_are_read_after_a_window_that_held_them_became_garbage():
    """In a process of its own: where freed memory is read, the process ends."""
    ended = subprocess.run([sys.executable, "-c", AFTER_THE_GARBAGE], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (0, "False True\n" * 3), ended.stderr
