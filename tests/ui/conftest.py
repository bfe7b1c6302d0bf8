# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests of several screens share."""

import pytest

from checkin.ui.sync import progress_dialog
from tests.ui.answering import Watching


@pytest.fixture
def watching(monkeypatch):
    """Makes somebody who sees the dialog of work beside the window at once, and gives it this answer."""
    monkeypatch.setattr(progress_dialog, "PATIENCE_MS", 0)
    made = []
    yield lambda answer: made.append(Watching(answer)) or made[-1]
    for each in made:
        each.end()
