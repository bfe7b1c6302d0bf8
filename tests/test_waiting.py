# SPDX-License-Identifier: GPL-3.0-or-later
"""The tests' own way to wait."""

import gc

from PySide6.QtCore import QCoreApplication, QThread, Signal


class Insistent(QThread):
    """Gives its signal again and again, also at the moment when a wait for it is over."""

    given = Signal(object)
    is_over = False

    def run(self):
        while not self.is_over:
            self.given.emit(0)


class Another:
    def __init__(self):
        self.lies = "where something was"


def test_a_signal_that_comes_once_more_when_the_wait_is_over_kills_nobody(qtbot):
    thread = Insistent()
    thread.start()
    for _ in range(100):
        with qtbot.waitSignal(thread.given):
            pass
        gc.collect()
        others = [Another() for _ in range(1000)]
        QCoreApplication.processEvents()
        assert others
    thread.is_over = True
    assert thread.wait()
