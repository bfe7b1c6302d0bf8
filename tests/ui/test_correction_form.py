# SPDX-License-Identifier: GPL-3.0-or-later
"""What is written of a person, corrected: only what was changed is told."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QScrollArea

from checkin.core.attendee import Presence
from checkin.services.desk_queries import DeskQueries, FormChoices
from checkin.ui.people.correction_form import CorrectionForm
from tests.builders import an_attendee

# Said by Qt's off-screen platform of every window that has a least size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
PERSON = an_attendee(
    7,
    organisation="Ville de Lorient",
    email="e@x.example",
    category="VIP",
    sessions=("gone", "atelier-b"),
    places=3,
    note="À  deux lignes",
    custom={"Repas": "oui"},
)


@pytest.fixture
def form(qapp, qtbot, event, desk):
    made = CorrectionForm(FormChoices(desk, DeskQueries(event)))
    qtbot.addWidget(made)
    made.start(PERSON, ["Repas", "Transport"])
    made.show()
    made.saved = QSignalSpy(made.corrected)
    return made


def save(form):
    QTest.keyClick(form.names.first, Qt.Key.Key_Return)
    return form.saved.at(form.saved.count() - 1)[1] if form.saved.count() else None


def test_what_was_not_touched_is_not_a_change(form):
    assert form.fields.category.currentText() == "VIP"
    (box,) = form.fields.workshops.boxes
    assert (box.isChecked(), box.isEnabled()) == (True, True), "full, and this person keeps the seat"
    columns = [field.mapTo(form, field.rect().topLeft()).y() for field in form.fields.custom.values()]
    assert box.mapTo(form, box.rect().topLeft()).y() < min(columns)
    assert {name: value for name, value in save(form).items() if name != "note"} == {}


def test_what_is_typed_first_takes_the_place_of_the_first_name(form):
    QTest.keyClicks(form.names.first, "Zoe")
    assert form.names.first.text() == "Zoe"
    form.start(PERSON, ["Repas"])  # the form is opened again
    QTest.keyClicks(form.names.first, "!")
    assert form.names.first.text() == "Zoe!"


def test_tab_comes_to_the_workshops_and_the_columns_of_this_person_before_the_note(form, qtbot):
    form.activateWindow()
    qtbot.waitActive(form)
    form.fields.presence.setFocus()
    seen = []
    while (now := form.focusWidget()) is not form.fields.lines["note"]:
        seen.append(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)
    assert seen[-2:] == [form.fields.custom["Repas"], form.fields.custom["Transport"]]
    assert form.fields.workshops.boxes[0] in seen


def test_every_field_can_be_corrected(form):
    fields = form.fields
    form.names.set_names("Zoé", "Durand")
    fields.organisation.setText("Ville de Brest")
    for name, text in {"role": "Maire", "email": "z@x.example", "phone": "06", "note": "VIP", "places": "4"}.items():
        fields.lines[name].setText(text)
    fields.category.setCurrentIndex(fields.category.findData("presse"))
    fields.presence.setCurrentIndex(fields.presence.findData(str(Presence.BOTH)))
    fields.workshops.boxes[0].setChecked(False)
    fields.custom["Repas"].clear()
    fields.custom["Transport"].setText("train")
    assert save(form) == {
        "first_name": "Zoé",
        "last_name": "Durand",
        "organisation": "Ville de Brest",
        "role": "Maire",
        "email": "z@x.example",
        "phone": "06",
        "note": "VIP",
        "places": "4",
        "category": "presse",
        "presence": "both",
        "sessions": ("gone",),
        "custom:Repas": "",
        "custom:Transport": "train",
    }


def test_a_name_that_was_there_cannot_be_emptied(form):
    form.names.last.clear()
    assert not form.do_button.isEnabled()
    assert save(form) is None
    form.names.last.setText("Le Goff")
    assert form.do_button.isEnabled()


def test_what_was_typed_is_there_again_for_the_same_person_only(form, qtbot):
    form.fields.lines["phone"].setText("06")
    with qtbot.waitSignal(form.left):
        QTest.keyClick(form.names.first, Qt.Key.Key_Escape)
    assert form.saved.count() == 0
    form.start(PERSON, ["Repas"])
    assert form.changes()["phone"] == "06"
    assert "not yet saved" in form._message.text()
    form.resize(700, 420)
    bar = form.findChild(QScrollArea).verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    form.start(an_attendee(8), [])
    assert (form.changes(), form._message.text(), bar.value()) == ({}, "", 0)


def test_a_value_that_does_not_fit_a_field_is_kept_unless_it_is_corrected(form):
    long = an_attendee(8, custom={"Régime": "x" * 300, "Remarque": "deux\nlignes"})
    form.start(long, ["Régime", "Remarque"])
    assert save(form) == {}
    form.fields.custom["Remarque"].setText("une ligne")
    assert save(form) == {"custom:Remarque": "une ligne"}
