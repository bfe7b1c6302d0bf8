# SPDX-License-Identifier: GPL-3.0-or-later
from checkin.ui.desk.quiet_lines import SpeakerAlert
from checkin.ui.widgets.keyboard import KeyBinding, list_key_bindings


def test_the_key_of_the_awaited_speakers_stands_in_the_list_of_keys(qtbot):
    alert = SpeakerAlert()
    qtbot.addWidget(alert)
    assert list_key_bindings(alert) == [KeyBinding("F12", "Speakers to find now")]
