# SPDX-License-Identifier: GPL-3.0-or-later
"""Papers on their way to a file, whatever becomes of the window that asked for them."""

from threading import Event

import pytest
import shiboken6
from PySide6.QtWidgets import QWidget

from checkin.core.message import Message
from checkin.core.progress import Cancelled
from checkin.services.background_task import PdfJob
from checkin.ui.widgets.pdf_writing import PdfWriting, WritingProgress
from tests.patience import PATIENCE_S

STOPPED = Message("closing", "Stopped: nothing was written.")


@pytest.mark.parametrize("outcome", [1, Cancelled()])
def test_a_window_that_is_made_anew_meanwhile_is_told_nothing(qtbot, tmp_path, outcome):
    may_end = Event()

    def write(tell):
        may_end.wait(PATIENCE_S)
        if isinstance(outcome, Cancelled):
            raise outcome
        return outcome

    window = QWidget()
    writing = PdfWriting(WritingProgress(Message("badges", "{done} of {total}")), STOPPED, window)
    writing.write(PdfJob(tmp_path / "a.pdf", write), str)
    writer = writing._writer
    shiboken6.delete(window)
    may_end.set()
    qtbot.waitUntil(lambda: not shiboken6.isValid(writer))  # what it told was heard before
