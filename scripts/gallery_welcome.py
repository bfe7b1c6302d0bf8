# SPDX-License-Identifier: GPL-3.0-or-later
"""The first window."""

from collections.abc import Iterator

from checkin.ui.welcome import WelcomeWindow
from scripts import backstage


def scenes() -> Iterator[tuple[str, backstage.Maker]]:
    yield "first", WelcomeWindow
