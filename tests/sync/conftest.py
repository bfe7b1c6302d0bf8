# SPDX-License-Identifier: GPL-3.0-or-later
import gc

import pytest


@pytest.fixture(autouse=True)
def no_garbage_of_windows():
    """What earlier tests left of their windows goes in the thread it belongs to, not in one of those that a test of
    many desks starts: Python collects garbage wherever it happens to be.
    """
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()
