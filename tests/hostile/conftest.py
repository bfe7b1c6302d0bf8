# SPDX-License-Identifier: GPL-3.0-or-later
from tests.sync.conftest import cluster, hub

__all__ = ["cluster", "hub"]
