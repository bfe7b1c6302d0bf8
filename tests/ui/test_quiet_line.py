# SPDX-License-Identifier: GPL-3.0-or-later
from checkin.ui.desk.speaker_alert import SpeakerAlert
from checkin.ui.parts.key_list import Key, keys_of


def test_the_key_of_the_awaited_speakers_stands_in_the_list_of_keys(qtbot):
    alert = SpeakerAlert()
    qtbot.addWidget(alert)
    assert keys_of(alert) == [Key("F12", "The speakers who are awaited")]
