# SPDX-License-Identifier: GPL-3.0-or-later
"""A title with an & is read as it was written, wherever Qt would take the sign for a key."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit

from checkin.core.programme.programme import Event
from checkin.services.privacy import event_purge
from checkin.ui.closing.purge_flow import PurgeDialog
from checkin.ui.desk.answer_panel import AnswerStepButton
from checkin.ui.desk.answer_steps import AnswerAction, AnswerStep
from checkin.ui.widgets.form_fields import caption, labelled_field
from tests.builders import a_programme

TITLE = "Eau & territoires"
SCREENS = Path(__file__).parents[2] / "checkin" / "ui"


@pytest.mark.parametrize("named", [labelled_field, lambda field, text: caption(text, field)])
def test_the_name_of_a_field_is_drawn_as_it_is_written(qtbot, named):
    field = QLineEdit()
    place = named(field, TITLE)
    qtbot.addWidget(place)
    shown = place if isinstance(place, QLabel) else place.findChild(QLabel)
    place.resize(300, 80)
    drawn = place.grab().toImage()
    shown.setBuddy(field)  # which takes the sign for a key
    assert drawn != place.grab().toImage()
    assert field.accessibleName() == TITLE


def test_a_purge_shows_the_title_that_is_to_be_typed(qtbot, event, clock):
    event.plan(a_programme(event=Event(TITLE, date(2023, 7, 4))), at=clock(), desk="Accueil 1")
    dialog = PurgeDialog(event_purge.preview(event, "Accueil 1"), "")
    qtbot.addWidget(dialog)
    (told,) = [each for each in dialog.findChildren(QLabel) if TITLE in each.text()]
    assert told.buddy() is None
    dialog.typed.setText(TITLE)
    assert dialog.go_on.isEnabled()


def test_no_screen_cares_for_the_sign_by_itself():
    """`look/typesetting` does: a label with a buddy, or a button somebody forgot, would swallow it."""
    odd = [
        path.name
        for path in SCREENS.rglob("*.py")
        if path.name != "typesetting.py"
        and any(sign in path.read_text("utf-8") for sign in ("setBuddy", '"&&"', "'&&'"))
    ]
    assert odd == ["keyboard.py"]  # which reads what a menu was given


def test_no_letter_of_a_step_is_a_key(qtbot):
    button = AnswerStepButton(AnswerStep(AnswerAction.ADMIT, f"Faire entrer ({TITLE})"), None, 1.0, None)
    qtbot.addWidget(button)
    assert button.shortcut().isEmpty()
