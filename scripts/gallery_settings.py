# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings, page by page, and the steps of setting a desk up."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtWidgets import QWidget

from checkin.core.sync.sync_status import OtherDesk, PlaceStatus, SyncPlace, SyncStatus
from checkin.ui.settings.desk_pages import CAMERA, SCANNER, THIS_DESK, CameraPage, DeskPage, ScannerPage
from scripts import backstage
from scripts.gallery_desk import hall

PAGES = ("desk", "camera", "scanner", "sound", "printer", "supervisors", "desks", "plan")
STEPS = ("desk", "camera", "scanner", "sound", "printer", "plan")


def scenes() -> Iterator[tuple[str, backstage.Maker]]:
    for number, name in enumerate(PAGES):
        yield name, partial(settings, number)
    yield "desk-name-taken", name_taken
    yield "scanner-repaired", scanner_repaired
    yield "camera-live", camera_live
    for step, name in enumerate(STEPS):
        yield f"step-{name}", partial(steps, step)


def settings(page: int) -> QWidget:
    made = backstage.program(*backstage.demo()).desk_settings
    made.show(page)
    assert made.window
    return made.window


def steps(step: int) -> QWidget:
    made = backstage.program(*backstage.demo()).desk_settings
    made.set_up(step)
    assert made.wizard
    return made.wizard


def name_taken() -> QWidget:
    at = backstage.program(*backstage.demo())
    at.sync.status = SyncStatus((PlaceStatus(SyncPlace.FOLDER, desks=(OtherDesk("Accueil 2", 2, 0),)),))
    at.desk_settings.show()
    window = at.desk_settings.window
    assert window
    page = window.page(THIS_DESK)  # type: ignore[attr-defined]
    assert isinstance(page, DeskPage)
    page.name.setText("Accueil 2")
    page.name.editingFinished.emit()
    return window


def scanner_repaired() -> QWidget:
    window = settings(2)
    page = window.page(SCANNER)  # type: ignore[attr-defined]
    assert isinstance(page, ScannerPage)
    page.show_read("fr")
    return window


def camera_live() -> QWidget:
    window = settings(1)
    page = window.page(CAMERA)  # type: ignore[attr-defined]
    assert isinstance(page, CameraPage)
    page.offer((("a", "Caméra intégrée HD"), ("b", "Logitech C920")))
    page.show_state("Caméra intégrée HD", is_live=True, is_mirrored=False)
    page.show_image(hall())
    page.outline([[(545, 260), (735, 260), (735, 450), (545, 450)]])
    return window
