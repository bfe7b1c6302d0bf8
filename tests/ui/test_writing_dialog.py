# SPDX-License-Identifier: GPL-3.0-or-later
"""What is told of a list is what became of it, in whatever order its work, its dialog and the program end."""

from threading import Event

import pytest
import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from checkin.core.message import Cancelled, Message, UserError, ignore_progress
from checkin.services.lists.list_importing import ListWriting
from checkin.services.lists.list_preview import preview_list
from checkin.services.threads import BackgroundTask
from checkin.ui.sync import progress_dialog
from checkin.ui.sync.progress_dialog import WritingDialog, write_list
from checkin.ui.widgets.pdf_writing import PdfWriting, WritingProgress
from tests.patience import PATIENCE_MS, PATIENCE_S
from tests.services.lists import a_list
from tests.ui.answering import Watching


class SteppedWriting(Watching):
    """A list that is written once `goes_on` is set; `answer` is given to its dialogs."""

    def __init__(self, writing):
        super().__init__(lambda dialog: self.answer(dialog))
        self.seen, self._writing = writing.seen, writing
        self.goes_on, self.answer, self.is_past_its_last_report = Event(), lambda dialog: None, True

    def run(self, report):
        assert self.goes_on.wait(PATIENCE_S)
        return self._writing.run(ignore_progress if self.is_past_its_last_report else report)

    def end(self):
        super().end()
        self.goes_on.set()


@pytest.fixture
def writing(qtbot, event, clock, tmp_path):
    seen = preview_list(event, a_list(tmp_path, "Léa;Martin;Mairie;l@x.example;;;;non"))
    made = SteppedWriting(ListWriting(event.path, seen, clock(), "Accueil 1"))
    yield made
    made.end()


@pytest.fixture
def at_once(monkeypatch):
    monkeypatch.setattr(progress_dialog, "PATIENCE_MS", 0)


class EndedTask(BackgroundTask):
    """A thread that has ended before the window is told of it."""

    def start(self):
        super().start()
        assert self.wait(PATIENCE_MS)


def is_written(event):
    return any(person.name == "Léa Martin" for person, _ in event.attendees.all())


def test_what_became_of_a_list_is_told_though_the_window_was_not_told_yet(event, writing, monkeypatch):
    def refuse(report):
        raise UserError(Message("test", "changed meanwhile"))

    monkeypatch.setattr(progress_dialog, "BackgroundTask", EndedTask)
    writing.goes_on.set()
    assert (write_list(writing, None).added, is_written(event), writing.told) == (1, True, [])
    writing.run, writing.answer = refuse, lambda dialog: dialog._text.text() and dialog.reject()
    assert write_list(writing, None) is None
    assert writing.told[-1][1] == "changed meanwhile"


def press(dialog):
    dialog.findChild(QPushButton).click()


def press_and_close(dialog):
    press(dialog)
    dialog.close()


@pytest.mark.parametrize("leave", [press, press_and_close, WritingDialog.close, WritingDialog.reject])
def test_a_list_that_is_written_as_somebody_leaves_is_told_as_written(event, writing, at_once, leave):
    def leave_at_the_end(dialog):
        leave(dialog)
        writing.goes_on.set()
        assert dialog._errand.wait(PATIENCE_MS)

    writing.answer = leave_at_the_end
    assert write_list(writing, None).added == 1
    assert is_written(event)


@pytest.mark.parametrize("leave", [press, press_and_close, WritingDialog.close])
def test_a_list_that_is_left_before_its_commit_is_told_as_not_written(event, writing, at_once, leave):
    def leave_at_a_report(dialog):
        if writing.goes_on.is_set() and "Stopped" in dialog._text.text():
            dialog.close()
        elif not writing.goes_on.is_set():
            leave(dialog)
            writing.goes_on.set()

    writing.is_past_its_last_report, writing.answer = False, leave_at_a_report
    assert write_list(writing, None) is None
    assert not is_written(event)


def test_no_dialog_is_left_standing_for_a_list_that_was_told_as_written(event, writing, at_once, monkeypatch):
    is_told, may_end = Event(), Event()

    class LastingTask(BackgroundTask):
        """A thread that has told what it did, and has not ended."""

        def start(self):
            super().start()
            assert is_told.wait(PATIENCE_S)

        def run(self):
            super().run()
            is_told.set()
            assert may_end.wait(PATIENCE_S)

    monkeypatch.setattr(progress_dialog, "BackgroundTask", LastingTask)
    writing.goes_on.set()
    writing._eyes.timeout.connect(may_end.set)
    writing.answer = WritingDialog.accept
    assert write_list(writing, None).added == 1
    assert writing.told == []


@pytest.mark.parametrize("is_past_its_last_report", [True, False])
@pytest.mark.parametrize("is_shown", [True, False])
def test_the_end_of_the_program_waits_for_what_becomes_of_the_list(
    event, writing, monkeypatch, is_past_its_last_report, is_shown
):
    class AwaitedTask(BackgroundTask):
        """A thread whose work goes on once it is waited for."""

        def wait(self, *deadline):
            writing.goes_on.set()
            return super().wait(*deadline)

    results = []
    monkeypatch.setattr(progress_dialog, "BackgroundTask", AwaitedTask)
    monkeypatch.setattr(progress_dialog, "PATIENCE_MS", 0 if is_shown else PATIENCE_MS)
    writing.is_past_its_last_report = is_past_its_last_report
    writing.answer = lambda dialog: QApplication.quit()
    QTimer.singleShot(0, lambda: results.append(write_list(writing, None)))
    if not is_shown:
        QTimer.singleShot(0, QApplication.quit)
    QApplication.exec()
    assert [result is not None for result in results] == [is_past_its_last_report]
    assert is_written(event) == is_past_its_last_report


# Papers on their way to a file

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
    writing.write(tmp_path / "a.pdf", write, str)
    writer = writing._writer
    shiboken6.delete(window)
    may_end.set()
    qtbot.waitUntil(lambda: not shiboken6.isValid(writer))  # what it told was heard before
