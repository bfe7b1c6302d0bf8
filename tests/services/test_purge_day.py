# SPDX-License-Identifier: GPL-3.0-or-later
"""By whose measures a clock is believed: those of this computer, whatever its desk is called."""

import pytest

from checkin.core.entries import EntryKind
from checkin.services.desk import Desk
from checkin.services.privacy.purge_day import PurgeDay
from checkin.storage import settings_store as kept
from checkin.storage.settings_store import Settings

A_MONTH = 30 * 86_400.0
OWN, ANOTHER = "a" * 16, "b" * 16


@pytest.fixture
def measured(event, clock):
    def append(offset, **identity):
        with event.transaction():
            event.journal.append(
                EntryKind.CLOCK_MEASURED, "", {"offset": offset, **identity}, at=clock(), desk="Accueil 1"
            )

    kept.save(event.db, Settings(identity=OWN))
    return append


@pytest.fixture
def is_believed(event, clock):
    return lambda name="Accueil 1": PurgeDay(event, Desk(event, clock, name)).is_clock_believed


def test_a_clock_that_was_measured_wrong_is_not_believed_under_another_name(measured, is_believed):
    measured(A_MONTH, identity=OWN)
    assert not is_believed()
    assert not is_believed("Accueil 2")


def test_another_computer_of_the_same_name_that_is_right_does_not_vouch_for_this_one(measured, is_believed):
    measured(A_MONTH, identity=OWN)
    measured(0.0, identity=ANOTHER)
    assert not is_believed()


def test_another_computer_that_is_wrong_does_not_speak_for_one_that_was_measured_right(measured, is_believed):
    measured(0.0, identity=OWN)
    measured(A_MONTH, identity=ANOTHER)
    assert is_believed()


def test_a_clock_that_was_put_right_is_believed(measured, is_believed):
    measured(A_MONTH, identity=OWN)
    measured(0.4, identity=OWN)
    assert is_believed()
    assert is_believed("Accueil 2")
