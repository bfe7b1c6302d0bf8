# SPDX-License-Identifier: GPL-3.0-or-later
from checkin.core.lists.progress import WHOLE, onward, part


def test_a_part_fills_its_piece_of_the_bar_and_says_when_it_does_not_know():
    told = []
    tell = part(lambda *said: told.append(said), 200, 600)
    tell(0, 4)
    tell(1, 4)
    tell(9, 4)
    tell(7, None)
    assert told == [(200, WHOLE), (300, WHOLE), (600, WHOLE), (7, None)]


def test_a_bar_never_goes_back():
    told = []
    tell = onward(lambda done, _: told.append(done))
    for done in (1, 5, 3, 6):
        tell(done, 10)
    assert told == [1, 5, 5, 6]
