# SPDX-License-Identifier: GPL-3.0-or-later
"""Every module of the gallery has scenes, and what they make is there to be seen."""

import pytest
from PySide6.QtGui import QColor, QImage

from checkin import translation
from checkin.ui.look.theme import Appearance, Theme
from scripts import backstage, contact_sheet, gallery
from scripts.colour_blind import seen
from scripts.gallery import LEAST, Look


def test_screens_are_found_by_their_names():
    assert {"desk", "people", "programme", "badges", "closing", "welcome"} <= set(gallery.screens())
    assert gallery.screens("peo") == ["people"]


@pytest.mark.parametrize("screen", gallery.screens())
def test_a_screen_has_scenes_of_different_names_and_its_first_one_is_there(qapp, screen):
    Appearance(qapp).use(Theme.LIGHT)
    translation.install(qapp, "fr")
    found = list(gallery.scenes(screen))
    assert len({name for name, _ in found}) == len(found) > 0
    with backstage.shown(found[0][1]) as widget:
        assert widget.isVisible()
    translation.install(qapp, "en")


@pytest.mark.parametrize(
    ("look", "width"), [(Look("light", "fr", is_least=True), LEAST.width()), (Look("light", "fr", text_size=200), 1366)]
)
def test_a_scene_is_drawn_in_a_small_window_and_with_large_text(qapp, tmp_path, look, width):
    gallery.draw(tmp_path, "closing", look)
    screens = [QImage(str(path)).width() for path in tmp_path.glob(f"closing/*/{look.name}.png")]
    assert screens == [width] * len(screens) != []


def painted(path, colour="#FF0000"):
    image = QImage(8, 6, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(str(path))
    return image


def test_the_page_shows_every_picture_of_its_folder_french_beside_english(tmp_path):
    for name in ("light en 1", "dark fr 1", "light fr 1.5", "light fr 1"):
        painted(tmp_path / "desk" / "welcome" / f"{name}.png")
    page = contact_sheet.write(tmp_path).read_text(encoding="utf-8")
    order = [page.index(f"desk/welcome/{name}.png") for name in ("light%20fr%201", "light%20en%201", "dark%20fr%201")]
    assert order == sorted(order)
    assert page.count("colours/welcome/") == 2 * 3  # thumbnail and link, for each blindness
    assert 'value="at-1-5"' in page


def test_red_is_not_red_to_somebody_who_does_not_see_it(tmp_path):
    red = painted(tmp_path / "red.png")
    assert seen(red, "protanopia").pixelColor(0, 0).red() < 150
    assert seen(painted(tmp_path / "grey.png", "#808080"), "protanopia").pixelColor(0, 0) == QColor("#808080")
