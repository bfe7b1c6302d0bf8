# SPDX-License-Identifier: GPL-3.0-or-later
"""Every window, screen and dialog is a scene of the gallery: whoever makes one adds it there, and it is walked here."""

import gc
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice

import pytest
from PySide6.QtWidgets import QApplication

from checkin import translation
from checkin.core.desk_settings import Settings
from checkin.storage import settings_store as kept
from checkin.ui.look.theme import Appearance, Theme
from scripts import backstage, gallery

MOST = 12
"""Scenes of one screen: the others differ in what they say only."""
SCENES = [(screen, *scene) for screen in gallery.screens() for scene in islice(gallery.scenes(screen), MOST)]


@pytest.fixture(scope="module")
def french(qapp):
    appearance = Appearance(qapp)
    appearance.use(Theme.LIGHT)
    translation.install(qapp, "fr")
    yield
    translation.install(qapp, "en")


@pytest.fixture(scope="module", params=SCENES, ids=lambda scene: f"{scene[0]} {scene[1]}")
def window(request, french):
    """Each in turn, in French."""
    with backstage.shown(request.param[2]) as shown:
        shown.activateWindow()
        QApplication.processEvents()
        yield shown
    del shown
    gc.collect()


@pytest.fixture
def text_of(qapp, monkeypatch):
    """Text of another size, which every program that is opened has chosen too, in a language."""

    @contextmanager
    def shown(percent, spoken):
        as_kept, look = kept.load, Appearance(qapp)
        monkeypatch.setattr(kept, "load", lambda db: replace(as_kept(db), text_size=percent, theme="light"))
        look.apply(Settings(text_size=percent, theme="light"))
        translation.install(qapp, spoken)
        yield
        translation.install(qapp, "en")
        look.apply(Settings())

    return shown
