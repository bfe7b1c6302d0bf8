# SPDX-License-Identifier: GPL-3.0-or-later
import pytest
from PySide6.QtWidgets import QFileDialog

from checkin.application import desk_program


@pytest.fixture
def program(event, clock, qtbot):
    """A desk in English, shown; an event without supervisors."""
    made = desk_program.DeskProgram(event, clock, "en")
    with qtbot.waitSignal(made.ready):
        made.start()
    yield made
    made.shell.close()
    made.stop()


@pytest.fixture
def file_dialogs(monkeypatch):
    """The titles of the file dialogs, in each of which nothing is chosen."""
    titles = []
    for kind in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, kind, lambda _, title, *where: titles.append(title) or ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda _, title, *where: titles.append(title) or "")
    return titles
