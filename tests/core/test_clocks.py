# SPDX-License-Identifier: GPL-3.0-or-later
from datetime import timedelta

from checkin.core.clocks import Clocks
from checkin.core.entries import Kind
from tests.builders import MORNING, Steps


def measured(*offsets):
    """An entry of Accueil 2 every hour."""
    steps, entries = Steps(), []
    for offset in offsets:
        entries.append(steps.entry(Kind.CLOCK_MEASURED, "", "Accueil 2", offset=offset))
        steps.at += timedelta(hours=1)
    return Clocks(entries)


def test_a_desk_of_which_nothing_is_known_is_right():
    assert measured().corrected(MORNING, "Accueil 1") == MORNING
    assert measured(600).corrected(MORNING, "Accueil 1") == MORNING
    assert measured().are_right
    assert not measured(600).are_right


def test_the_measure_before_counts_and_before_all_the_first():
    clocks = measured(600, 0)
    assert clocks.corrected(MORNING - timedelta(hours=1), "Accueil 2") == MORNING - timedelta(hours=1, minutes=10)
    assert clocks.corrected(MORNING + timedelta(minutes=30), "Accueil 2") == MORNING + timedelta(minutes=20)
    assert clocks.corrected(MORNING + timedelta(hours=2), "Accueil 2") == MORNING + timedelta(hours=2)


def test_only_another_offset_is_worth_an_entry():
    assert measured().is_news("Accueil 2", MORNING, 700.0)
    assert not measured(698.0).is_news("Accueil 2", MORNING, 700.0)
    assert not measured().is_news("Accueil 2", MORNING, 0.4)


def test_an_entry_of_another_version_is_passed_over():
    assert measured("much").corrected(MORNING, "Accueil 2") == MORNING
