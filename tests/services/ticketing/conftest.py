# SPDX-License-Identifier: GPL-3.0-or-later
"""Desks that have joined a real pretix."""

import keyring
import pytest
from keyring.backends.fail import Keyring

from tests.services.ticketing.ticketed_desk import TicketedDesk, fetch_event_file


@pytest.fixture(scope="session", autouse=True)
def _no_keyring():
    """The tokens are in the event files: the keyring of this computer is nobody's to fill."""
    before = keyring.get_keyring()
    keyring.set_keyring(Keyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture(scope="session")
def fetched(pretix_server, tmp_path_factory):
    """The event files of two devices that have fetched the list, fetched once: a fetch takes many seconds."""
    folder = tmp_path_factory.mktemp("fetched")
    pretix_server.reset()
    pretix_server.start()
    return [fetch_event_file(pretix_server, folder / f"{n}.checkin", n, f"Accueil {n + 1}") for n in (0, 1)]


@pytest.fixture
def joined(pretix, fetched, tmp_path):
    """A desk that has fetched the list, device 1."""
    made = TicketedDesk.copy(fetched[0], tmp_path)
    yield made
    made.close()


@pytest.fixture
def beside(pretix, fetched, tmp_path):
    """Another desk with an event file of its own, device 2: it knows nothing of the first."""
    made = TicketedDesk.copy(fetched[1], tmp_path, "Accueil 2")
    yield made
    made.close()


@pytest.fixture
def lists(pretix):
    """The numbers of the check-in lists by their keys."""
    return pretix.main.lists
