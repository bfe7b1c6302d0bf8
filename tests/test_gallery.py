# SPDX-License-Identifier: GPL-3.0-or-later
"""Every module of the gallery has scenes, and what they make is there to be seen."""

import pytest

from checkin import language
from checkin.ui.theme import Appearance, Theme
from scripts import backstage, gallery


def test_screens_are_found_by_their_names():
    assert {"desk", "participants", "programme", "badges", "closing", "welcome"} <= set(gallery.screens())
    assert gallery.screens("part") == ["participants"]


@pytest.mark.parametrize("screen", gallery.screens())
def test_a_screen_has_scenes_of_different_names_and_its_first_one_is_there(qapp, screen):
    Appearance(qapp).use(Theme.LIGHT)
    language.install(qapp, "fr")
    found = list(gallery.scenes(screen))
    assert len({name for name, _ in found}) == len(found) > 0
    with backstage.shown(found[0][1]) as widget:
        assert widget.isVisible()
    language.install(qapp, "en")
