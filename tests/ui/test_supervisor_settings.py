# SPDX-License-Identifier: GPL-3.0-or-later
"""Supervisors are named, given another PIN, and removed; each change is signed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from checkin.core.supervisor import KINDS, Authority
from checkin.services.supervision import Supervision
from checkin.ui.supervision.supervisor_settings import SupervisorForm, SupervisorSettings
from tests.ui.answering import Answering

DESK = Authority("Accueil 1", "First supervisor")


@pytest.fixture
def supervision(event, desk):
    return Supervision(event, desk)


@pytest.fixture
def settings(supervision, qtbot):
    made = SupervisorSettings(supervision, DESK)
    qtbot.addWidget(made)
    made.show()
    return made


def typing(qtbot, name, pin, again=None):
    """Fills the form as a person would, with Enter from field to field."""

    def fill(form):
        for field, text in ((form.name, name), (form.pin, pin), (form.again, again or pin)):
            qtbot.keyClicks(field, text)
            qtbot.keyClick(field, Qt.Key.Key_Return)

    return fill


def names(settings):
    return [settings.list.item(row).text() for row in range(settings.list.count())]


def press(text):
    return lambda box: next(button for button in box.buttons() if button.text() == text).click()


def test_the_first_is_named_by_the_desk_and_signs_from_then_on(settings, supervision, event, qtbot):
    assert not settings.remove.isEnabled()
    hands = Answering(typing(qtbot, "Ana", "4071"), typing(qtbot, "Bruno", "90210"))
    settings.add.click()
    settings.add.click()
    assert [type(asked) for asked in hands.asked] == [SupervisorForm] * 2
    assert names(settings) == ["Ana", "Bruno"]
    assert [e.body["allowed_by"] for e in event.journal.entries_of_kinds(KINDS)] == ["Accueil 1", "Ana"]
    assert supervision.check("90210").name == "Bruno"


def test_who_first_walks_the_form_with_tab_past_cancel_still_names_somebody_with_enter(settings, supervision, qtbot):
    def walk_then_type(form):
        passed = []
        while form.focusWidget() is not form.name or not passed:
            qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Tab)
            passed.append(form.focusWidget())
            assert len(passed) < 20
        assert any(isinstance(each, QPushButton) and each.text() == "Cancel" for each in passed)
        typing(qtbot, "Ana", "4071")(form)

    hands = Answering(walk_then_type)
    settings.add.click()
    hands.stop()
    assert names(settings) == ["Ana"]


def test_what_is_wrong_is_told_in_the_form_and_both_pins_are_typed_again(settings, qtbot):
    told = []

    def look(form):
        told.append(form.notice.text())
        assert form.pin.text() == form.again.text() == ""
        form.reject()

    hands = Answering(typing(qtbot, "Ana", "4071", "4072"), look, typing(qtbot, "Ana", "1234"), look)
    settings.add.click()
    settings.add.click()
    assert len(hands.asked) == 4
    assert "not the same" in told[0]
    assert "choose another" in told[1]
    assert names(settings) == []


def test_a_pin_is_changed_without_asking_for_the_name_again(settings, supervision, qtbot):
    hands = Answering(typing(qtbot, "Ana", "4071"))
    settings.add.click()

    def another(form):
        assert not form.name.isVisible()
        typing(qtbot, "", "90210")(form)

    hands = Answering(another)
    settings.change.click()
    assert len(hands.asked) == 1
    assert supervision.check("90210").name == "Ana"


def test_one_is_removed_after_a_question(settings, supervision, qtbot):
    Answering(typing(qtbot, "Ana", "4071"))
    hands = Answering(typing(qtbot, "Ana", "4071"), press("Keep"), press("Remove"))
    settings.add.click()
    settings.remove.click()
    assert names(settings) == ["Ana"]
    settings.remove.click()
    assert names(settings) == []
    assert "No PIN will be asked for" in hands.asked[-1].informativeText()
    assert not supervision.is_needed


def test_who_may_not_any_more_is_told_so(supervision, qtbot):
    supervision.name("Ana", "4071", DESK)
    settings = SupervisorSettings(supervision, Authority("Bruno", "Je pars"))
    qtbot.addWidget(settings)
    settings.show()
    hands = Answering(press("Remove"))
    settings.remove.click()
    assert len(hands.asked) == 1
    assert "Bruno can no longer" in settings.notice.text()
    assert names(settings) == ["Ana"]
    assert not settings.grab().isNull()
