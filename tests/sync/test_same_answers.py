# SPDX-License-Identifier: GPL-3.0-or-later
"""The desk decides without the network as the ticketing server does with it."""

import os

from tests.needs import need
from tests.sync.same_answers import compare_answers
from tests.sync.ticketing_comparison import SAME

need("pretix")


def test_the_desk_gives_the_answers_of_the_server(pretix):
    """CHECKIN_EXPLORE=1 asks about each ticket at each list, and takes an hour."""
    explores = bool(os.environ.get("CHECKIN_EXPLORE"))
    scans, lists = (300, 12) if explores else (30, 14)
    table = compare_answers(pretix, scans=scans, lists=lists, seed=1, every=explores)
    assert not table.unexplained, table.report()
    assert table.kinds[SAME] > 3 * scans, table.report()
    assert len(table.answers) > 8, table.report()
