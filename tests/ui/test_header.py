# SPDX-License-Identifier: GPL-3.0-or-later
"""The top and the bottom of the desk fit, and tell without colour what is well and what is not."""

from itertools import combinations

import pytest
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QMenu, QWidget

from checkin.core.answer import Tally
from checkin.core.programme.programme import ControlPoint
from checkin.core.words import Words
from checkin.ui.desk.footer import Footer
from checkin.ui.desk.header import Header, set_place, set_title
from checkin.ui.desk.header_buttons import PointButton
from checkin.ui.desk.lights import Light
from checkin.ui.look.theme import LARGE, SMALL, TEXT, font, load_fonts

# Said by Qt's off-screen platform of every window that has a least size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

POINTS = (ControlPoint("a", "Accueil"), ControlPoint("b", "Atelier B – Coopération & territoires ruraux"))
LIGHTS = [Light(Words("test", word), ok) for word, ok in (("Caméra", True), ("Disque", False), ("Son", None))]


PLACES = [
    "mercredi 26 septembre 2023 · Accueil 2",
    "mer. 26 sept. 2023 · Accueil 2",
    "26/09/2023 · Accueil 2",
    "Accueil 2",
]


@pytest.fixture
def header(qtbot):
    load_fonts()
    made = Header()
    qtbot.addWidget(made)
    made.set_event("Neuvième rencontre nationale des pionniers de la coopération", PLACES)
    made.set_control_points(POINTS, "b")
    made.set_tally(Tally(1212, 3480, 1200, (19,) * 15))
    made.set_lights(LIGHTS)
    made.set_clock("08:47")
    return made


@pytest.mark.parametrize("width", [960, 1100, 1180, 1280, 1366, 1920])
def test_nothing_overlaps_and_nothing_leaves_the_row(header, width):
    header.resize(width, header.height())
    header.show()
    parts = [p for p in header.findChildren(QWidget) if p.parent() is header and not isinstance(p, QMenu)]
    assert len(parts) == 6
    for part in parts:
        assert header.rect().contains(part.geometry()), part
        assert part.width() >= min(100, part.sizeHint().width()), part
    assert not [(a, b) for a, b in combinations(parts, 2) if a.geometry().intersects(b.geometry())]


@pytest.mark.parametrize(("wide", "chosen"), [(400, 0), (240, 1), (180, 2), (100, 3), (40, 3)])
def test_a_day_is_written_shorter_before_it_is_cut(qapp, wide, chosen):
    load_fonts()
    assert set_place(PLACES, wide) == PLACES[chosen]


def test_at_the_least_width_nothing_of_the_place_is_cut_and_all_of_it_is_told(header):
    header.resize(960, header.height())
    header.show()
    title = header._title
    shown = set_place(PLACES, title.width())
    assert QFontMetricsF(font(SMALL)).horizontalAdvance(shown) <= title.width()
    assert PLACES[0] in title.toolTip()
    assert PLACES[0] in title.accessibleName()


@pytest.mark.parametrize(
    ("wide", "size", "lines"),
    [(700, LARGE, 1), (300, TEXT, 2), (195, SMALL, 2)],
)
def test_a_long_title_is_made_smaller_and_broken_before_it_is_cut(qapp, wide, size, lines):
    load_fonts()
    title = "9ᵉ Rencontre des pionniers des alliances en territoire"
    face, _, made = set_title(title, wide)
    assert (face.pixelSize(), len(made), " ".join(made)) == (size, lines, title)


def test_a_title_that_fits_nowhere_ends_in_an_ellipsis(qapp):
    load_fonts()
    _, _, made = set_title("Anticonstitutionnellement " * 9, 200)
    assert len(made) == 2
    assert made[-1].endswith("…")


def test_the_header_lets_the_window_become_960_wide(header):
    header.resize(1920, header.height())
    header.show()
    assert header.minimumSizeHint().width() <= 960


def test_another_control_point_is_chosen_by_its_id(header, qtbot):
    button = header.findChild(PointButton)
    actions = [action for action in button.menu().actions() if action.isCheckable()]
    assert [(a.text(), a.isChecked()) for a in actions] == [
        ("Accueil", False),
        ("Atelier B – Coopération && territoires ruraux", True),
    ]
    with qtbot.waitSignal(header.control_point_chosen) as told:
        actions[0].trigger()
    assert told.args == ["a"]
    with qtbot.waitSignal(header.note_wanted), qtbot.assertNotEmitted(header.control_point_chosen):
        button.menu().actions()[-1].trigger()


def test_the_lights_say_in_words_what_is_well():
    assert [light.spoken for light in LIGHTS] == ["Caméra: all is well", "Disque: look at it", "Son: not used"]
    assert Light(Words("test", "Disque"), False, "Le disque est plein.").spoken == "Le disque est plein."


def test_the_footer_tells_its_keys_and_its_status_aloud(qtbot):
    footer = Footer()
    qtbot.addWidget(footer)
    assert footer.accessibleName().startswith("F2 Register, F3 Search, F7 Let in")
    footer.set_status("Le disque est plein.")
    assert footer.accessibleDescription() == "Le disque est plein."


def test_title_and_day_are_said_before_the_names_of_lights_that_are_well(qtbot):
    """At 1366 pixels a light that says what is wrong takes the room of those that are well, not of the event."""
    header = Header()
    qtbot.addWidget(header)
    header.resize(1262, 60)
    title = "9ᵉ Rencontre des pionniers des alliances en territoire"
    header.set_event(title, ["mardi 4 juillet 2023 · Accueil 1", "mar. 4 juil. 2023 · Accueil 1", "Accueil 1"])
    header.set_tally(Tally(154, 301, 140, (9,) * 15))
    light = Words("light", "Camera")
    header.set_lights([Light(light, None), Light(light, True), Light(light, False, "", "Imprimante injoignable")])
    header.set_clock("08:52")
    header.show()
    wide = header._title.width()
    assert " ".join(set_title(title, wide)[2]) == title
    assert "2023" in set_place(header._title._places, wide)
