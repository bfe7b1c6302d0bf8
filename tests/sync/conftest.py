# SPDX-License-Identifier: GPL-3.0-or-later
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
