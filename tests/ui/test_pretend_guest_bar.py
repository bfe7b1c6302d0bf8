# SPDX-License-Identifier: GPL-3.0-or-later
from checkin.ui.desk.desk_bars import PretendGuestBar


def test_guests_come_one_by_one_and_then_others(qtbot):
    sets = iter([("A", "B"), ("C",)])
    bar = PretendGuestBar(lambda: next(sets))
    qtbot.addWidget(bar)
    came = []
    bar.came.connect(came.append)
    assert "2 pretend guests" in bar.text
    for _ in range(3):
        bar.send.click()
    assert came == ["A", "B", "C"]
    assert "1 of 1" in bar.text


def test_a_list_without_codes_says_so(qtbot):
    bar = PretendGuestBar(tuple)
    qtbot.addWidget(bar)
    bar.send.click()
    assert not bar.send.isEnabled()
    assert "no codes" in bar.text
