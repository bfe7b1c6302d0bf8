# SPDX-License-Identifier: GPL-3.0-or-later
"""Nobody is forgotten by a slip of the hand: looked at, the title typed, allowed; then recorded beside the event."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from checkin.core.entries import Kind
from checkin.core.privacy_record import PrivacyRecord
from checkin.core.supervisor import Authority
from checkin.desk import privacy_register
from checkin.desk.supervision import Supervision
from checkin.ui.authority_dialog import AuthorityDialog
from checkin.ui.closing_privacy import ClosingPrivacy
from checkin.ui.purge_dialog import PurgeDialog
from checkin.ui.purging import Purging
from tests.ui.answering import Answering
from tests.ui.test_supervised import giving


@pytest.fixture
def purging(event, desk, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    made = Purging(event, desk, window)
    made.heard = []
    made.told.connect(made.heard.append)
    yield made
    window.close()


def typing(title):
    def type_it(dialog):
        dialog.typed.setText(title)
        dialog.go_on.click() if dialog.go_on.isEnabled() else dialog.reject()

    return type_it


def is_purged(event):
    return bool(event.journal.of_kinds([Kind.EVENT_PURGED]))


@pytest.mark.parametrize("typed", ["", "9ᵉ", "Autre rencontre"])
def test_without_the_title_nothing_goes(purging, event, typed):
    hands = Answering(typing(typed))
    purging.ask_purge()
    assert [type(window) for window in hands.asked] == [PurgeDialog]
    assert not is_purged(event)


def test_the_title_need_not_be_spelt_as_it_is(purging, event, qtbot, tmp_path):
    hands = Answering(typing("  9ᵉ rencontre "), giving(qtbot, "The organiser’s decision"))
    with qtbot.waitSignal(purging.changed):
        purging.ask_purge()
    assert [type(window) for window in hands.asked] == [PurgeDialog, AuthorityDialog]
    assert is_purged(event)
    (record,) = tmp_path.glob("*record of the purge*.txt")
    assert record.name in purging.heard[-1]
    assert "The organiser’s decision" in record.read_text("utf-8")
    assert "3 people" in purging.heard[-1]
    purging.ask_purge()
    assert "nobody" in purging.heard[-1]


def test_a_supervisors_pin_is_asked_for(purging, event, desk, qtbot):
    Supervision(event, desk).name("Aurélie Vasseur", "4719", Authority(desk.name, "w"))
    hands = Answering(typing("9ᵉ Rencontre"), lambda dialog: dialog.reject())
    purging.ask_purge()
    assert hands.asked[1].authority is None
    assert not is_purged(event)
    hands = Answering(typing("9ᵉ Rencontre"), giving(qtbot, "w", "4719"))
    purging.ask_purge()
    assert is_purged(event)
    assert len(hands.asked) == 2


def test_when_the_day_has_passed_it_is_proposed_and_never_done_alone(purging, event, desk, clock):
    hands = Answering()
    purging.propose()
    privacy_register.save(event, PrivacyRecord(until=clock().date()), at=clock(), desk="d")
    purging.propose()
    assert hands.asked == []
    clock.pass_by(days=1)
    purging.propose()
    assert [type(window) for window in hands.asked] == [PurgeDialog]
    assert not is_purged(event)


def test_the_register_is_kept_and_written_in_both_languages(purging, event, tmp_path, monkeypatch):
    page = tmp_path / "page.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(page), ""))

    def fill_in(form):
        assert "18/07/2023" in form.until.placeholderText()
        form.controller.setText("Région")
        form.until.setText("30 juillet")
        form.page.click()
        assert form.isVisible()
        assert form.notice.text()
        form.until.setText("30/7/2023")
        form.page.click()

    hands = Answering(fill_in)
    purging.ask_register()
    assert len(hands.asked) == 1
    text = page.read_text("utf-8")
    assert "Registre des activités de traitement" in text
    assert "Record of processing activities" in text
    assert "Région" in text
    assert "dimanche 30 juillet 2023" in text
    kept = privacy_register.load(event)
    assert (kept.controller, str(kept.until)) == ("Région", "2023-07-30")


def test_an_unchanged_register_writes_no_entry(event, clock):
    record = PrivacyRecord("a", "b", "c", clock().date() + timedelta(days=14))
    for _ in range(2):
        privacy_register.save(event, record, at=clock(), desk="d")
    assert len(event.journal.of_kinds([Kind.PRIVACY_DESCRIBED])) == 1


def test_the_section_asks(qapp, qtbot):
    section = ClosingPrivacy()
    qtbot.addWidget(section)
    for button, wanted in ((section.register, section.register_wanted), (section.purge, section.purge_wanted)):
        with qtbot.waitSignal(wanted):
            button.click()
