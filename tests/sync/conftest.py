# SPDX-License-Identifier: GPL-3.0-or-later
import gc

import pytest

from tests.sync.pg import Cluster, Meeting


@pytest.fixture(scope="session")
def cluster():
    """A PostgreSQL for all tests that want one; a test that kills it starts it again."""
    with Cluster() as started:
        yield started


@pytest.fixture
def hub(cluster):
    """A hub of one event, in a database of its own."""
    meeting = Meeting(cluster)
    yield meeting
    meeting.close()


@pytest.fixture(autouse=True)
def no_garbage_of_windows():
    """What earlier tests left of their windows goes in the thread it belongs to, not in one of those that a test of
    many desks starts: Python collects garbage wherever it happens to be.
    """
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()
