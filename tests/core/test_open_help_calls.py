# SPDX-License-Identifier: GPL-3.0-or-later
"""Who waits for help, from entries in whatever order they came."""

from datetime import timedelta
from itertools import permutations

from checkin.core.entries import EntryKind
from checkin.core.kiosk_answers import LAPSES, HelpEnd, call_end, end_body, open_calls
from tests.builders import Steps


def ended(steps, call, how, desk="Accueil 1"):
    return steps.entry(EntryKind.HELP_ENDED, "", desk, **end_body(call.id, how))


def test_each_call_waits_until_it_is_ended_or_too_old():
    steps = Steps()
    first, second = (steps.entry(EntryKind.HELP_ASKED, "", desk) for desk in ("Borne 1", "Borne 2"))
    now = steps.at
    assert [call.desk for call in open_calls([first, second], now)] == ["Borne 1", "Borne 2"]
    coming = ended(steps, first, HelpEnd.COMING)
    assert [call.desk for call in open_calls([first, second, coming], now)] == ["Borne 2"]
    assert open_calls([second], now + LAPSES) == ()
    assert open_calls([second], now - timedelta(hours=1))  # the clock of that desk runs ahead


def test_whoever_comes_counts_though_the_call_was_given_up_meanwhile():
    steps = Steps()
    call = steps.entry(EntryKind.HELP_ASKED, "", "Borne 1")
    assert call_end(call.id, [call]) is None
    ends = [ended(steps, call, HelpEnd.WITHDRAWN, "Borne 1"), ended(steps, call, HelpEnd.COMING)]
    assert {call_end(call.id, order) for order in permutations([call, *ends])} == {HelpEnd.COMING}
    assert call_end(call.id, ends[:1]) is HelpEnd.WITHDRAWN


def test_an_end_that_another_version_wrote_ends_no_other_call():
    steps = Steps()
    call = steps.entry(EntryKind.HELP_ASKED, "", "Borne 1")
    odd = steps.entry(EntryKind.HELP_ENDED, "", targets=7, how="coming")
    unheard = steps.entry(EntryKind.HELP_ENDED, "", targets=[call.id.hex()], how="by_robot")
    assert len(open_calls([call, odd], steps.at)) == 1
    assert open_calls([call, odd, unheard], steps.at) == ()
    assert call_end(call.id, [call, unheard]) is None
