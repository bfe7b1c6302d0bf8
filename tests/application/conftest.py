# SPDX-License-Identifier: GPL-3.0-or-later
import pytest
from PySide6.QtWidgets import QFileDialog

from checkin import translation
from checkin.application import startup
from checkin.core.desk_settings import Settings
from checkin.ui.look.theme import Appearance
from tests.application.programs import name_supervisor
from tests.application.programs import open_program as open_program


@pytest.fixture
def program(event, open_program):
    """A desk in English, shown; an event without supervisors."""
    return open_program(event)


@pytest.fixture
def supervised(event, clock):
    """The event, with a PIN."""
    name_supervisor(event, clock)
    return event


@pytest.fixture
def own(tmp_path, monkeypatch, qapp):
    """The folder of what is this computer's, a test's own."""
    monkeypatch.setattr(startup, "app_folder", lambda: tmp_path / "own")
    monkeypatch.setattr(startup.desk_program, "app_folder", lambda: tmp_path / "own")
    yield tmp_path / "own"
    translation.install(qapp, "en")
    Appearance(qapp).apply(Settings())


@pytest.fixture
def file_dialogs(monkeypatch):
    """The titles of the file dialogs, in each of which nothing is chosen."""
    titles = []
    for kind in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, kind, lambda _, title, *where: titles.append(title) or ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda _, title, *where: titles.append(title) or "")
    return titles
