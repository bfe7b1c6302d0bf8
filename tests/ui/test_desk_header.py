# SPDX-License-Identifier: GPL-3.0-or-later
"""The top and the bottom of the desk fit, and tell without colour what is well and what is not."""

from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget

from checkin.core.counts import Tally
from checkin.core.desk_settings import Settings
from checkin.core.message import Message
from checkin.core.programme.programme import ControlPoint
from checkin.ui.desk.desk_chrome import Footer
from checkin.ui.desk.desk_header import DeskHeader, PointButton, StatusLight, set_place, set_title
from checkin.ui.look.theme import LARGE, LIGHT, SMALL, TEXT, Appearance, font, load_fonts, scale_px
from checkin.ui.widgets.screen_page import BELOW_NARROW, NARROW, WIDE

# Said by Qt's off-screen platform of every window that has a least size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "raise()", "grabbing the keyboard")
POINTS = (ControlPoint("a", "Accueil"), ControlPoint("b", "Atelier B – Coopération & territoires ruraux"))
LIGHTS = [StatusLight(Message("test", word), ok) for word, ok in (("Caméra", True), ("Disque", False), ("Son", None))]
PLACES = [
    "mercredi 26 septembre 2023 · Accueil 2",
    "mer. 26 sept. 2023 · Accueil 2",
    "26/09/2023 · Accueil 2",
    "Accueil 2",
]


@pytest.fixture
def header(qtbot):
    load_fonts()
    made = DeskHeader()
    qtbot.addWidget(made)
    made.set_event("Neuvième rencontre nationale des pionniers de la coopération", PLACES)
    made.set_control_points(POINTS, "b")
    made.set_tally(Tally(1212, 3480, 1200, (19,) * 15))
    made.set_lights(LIGHTS)
    made.set_clock("08:47")
    return made


def shown(header, width):
    header.resize(width, header.height())
    header.show()
    return header


def test_the_count_says_what_it_counts_and_what_closing_counts(header):
    where = header._count.accessibleDescription()
    assert where.startswith("At this control point. Closing counts")
    assert where in header._count.toolTip()


@pytest.mark.parametrize("width", [960, 1100, 1180, 1280, 1366, 1920])
def test_nothing_overlaps_and_nothing_leaves_the_row(header, width):
    shown(header, width)
    parts = [p for p in header.findChildren(QWidget) if p.parent() is header and not isinstance(p, QMenu)]
    assert len(parts) == 6
    for part in parts:
        assert header.rect().contains(part.geometry()), part
        assert part.width() >= min(100, part.sizeHint().width()), part
    assert not [(a, b) for a, b in combinations(parts, 2) if a.geometry().intersects(b.geometry())]
    assert header.minimumSizeHint().width() <= 960


@pytest.mark.parametrize(("wide", "chosen"), [(400, 0), (240, 1), (180, 2), (100, 3), (40, 3)])
def test_a_day_is_written_shorter_before_it_is_cut(qapp, wide, chosen):
    load_fonts()
    assert set_place(PLACES, wide) == PLACES[chosen]


def test_at_the_least_width_nothing_of_the_place_is_cut_and_all_of_it_is_told(header):
    title = shown(header, 960)._title
    place = set_place(PLACES, title.width())
    assert QFontMetricsF(font(SMALL)).horizontalAdvance(place) <= title.width()
    assert PLACES[0] in title.toolTip()
    assert PLACES[0] in title.accessibleName()


@pytest.mark.parametrize(("wide", "size", "lines"), [(700, LARGE, 1), (300, TEXT, 2), (195, SMALL, 2)])
def test_a_long_title_is_made_smaller_and_broken_before_it_is_cut(qapp, wide, size, lines):
    load_fonts()
    title = "9ᵉ Rencontre des pionniers des alliances en territoire"
    face, _, made = set_title(title, wide)
    assert (face.pixelSize(), len(made), " ".join(made)) == (size, lines, title)
    _, _, cut = set_title("Anticonstitutionnellement " * 9, 200)
    assert (len(cut), cut[-1][-1]) == (2, "…")


def test_no_word_of_a_title_is_alone_on_its_last_line(qapp):
    for wide in range(120, 240, 5):
        _, _, made = set_title("Nos rivages, l’île et nous", wide)
        assert made[-1] != "nous", (wide, made)


@pytest.mark.parametrize("width", [1024, 1366])
def test_control_point_and_counter_stay_where_they_are_while_people_come(header, width):
    shown(header, width)
    places = set()
    for arrived, per_minute in ((0, ()), (9, (1, 0, 0, 0, 0, 0)), (1212, (39,) * 15), (3480, (3,) * 15)):
        header.set_tally(Tally(arrived, 3480, arrived, per_minute))
        header.layout().activate()
        places.add((header._point.geometry().getRect(), header._count.x()))
    assert len(places) == 1


def test_the_control_point_is_written_larger_than_all_else_on_a_ground_of_its_own(header):
    button = shown(header, 1366)._point
    assert button.grab().toImage().pixelColor(6, button.height() // 2).name().upper() == LIGHT.accent
    assert QFontMetricsF(button._face()).height() >= QFontMetricsF(font(LARGE, 700)).height()


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


def test_the_arrow_keys_begin_at_the_control_point_where_the_desk_is(header, qtbot):
    menu = header._point.menu()
    header.show()
    header.open_points()
    qtbot.waitUntil(lambda: menu.activeAction() is not None)
    assert menu.activeAction().data() == "b"
    QTest.keyClick(menu, Qt.Key.Key_Up)
    assert menu.activeAction().data() == "a"
    menu.close()


def test_lights_keys_and_status_are_told_in_words(qtbot):
    assert [light.spoken for light in LIGHTS] == ["Caméra: all is well", "Disque: needs a look", "Son: not used"]
    assert StatusLight(Message("test", "Disque"), False, "Le disque est plein.").spoken == "Le disque est plein."
    footer = Footer()
    qtbot.addWidget(footer)
    assert footer.accessibleName().startswith("F7 Let in, F8 Undo, F2 Register, F3 Search")
    footer.set_status("Le disque est plein.")
    assert footer.accessibleDescription() == "Le disque est plein."


# A long title, beside lights


FRENCH = ("Caméra", "Enregistrement", "Imprimante", "Prêt", "Postes")
ENGLISH = ("Camera", "Saving", "Printer", "Ready", "Desks")
LONG = "9ᵉ Rencontre nationale des pionniers des alliances en territoire et de la coopération"


@pytest.fixture
def large_text(qapp):
    Appearance(qapp).apply(Settings(text_size=150))


def crowded(qtbot, width, names, in_trouble):
    """The row of a window this wide, beside its rail, at an event with a long title."""
    load_fonts()
    made = DeskHeader()
    qtbot.addWidget(made)
    made.resize(width - scale_px(NARROW if width < BELOW_NARROW else WIDE), made.height())
    days = [f"{day} · Accueil 1" for day in ("mardi 4 juillet 2023", "mar. 4 juil. 2023", "04/07/2023")]
    made.set_event(LONG, [*days, "Accueil 1"])
    made.set_control_points(POINTS, "a")
    made.set_tally(Tally(154, 301, 140, (9,) * 15))
    made.set_lights(
        [StatusLight(Message("test", name), name not in in_trouble, "", in_trouble.get(name, "")) for name in names]
    )
    made.set_clock("08:52")
    made.show()
    return made


def words_of(header):
    return [button._word() for button in header._lights.buttons]


@pytest.mark.parametrize("width", [1024, 1280, 1366])
@pytest.mark.parametrize("names", [FRENCH, ENGLISH])
def test_a_long_title_is_cut_before_lights_lose_their_words(qtbot, width, names):
    header = crowded(qtbot, width, names, {})
    assert words_of(header) == list(names)
    title = header._title
    assert title.isVisible()
    assert set_title(LONG, title.width())[2][0].startswith("9ᵉ Rencontre")
    assert LONG in title.toolTip()
    assert LONG in title.accessibleName()


@pytest.mark.parametrize("width", [1280, 1366])
def test_day_and_every_light_are_said_beside_one_that_says_what_is_wrong(qtbot, width):
    header = crowded(qtbot, width, FRENCH, {"Imprimante": "Imprimante injoignable"})
    assert words_of(header) == ["Caméra", "Enregistrement", "Imprimante injoignable", "Prêt", "Postes"]
    assert "2023" in set_place(header._title._places, header._title.width())


@pytest.mark.parametrize("width", [960, 1024, 1366])
def test_lights_in_trouble_keep_their_words_however_narrow_the_window_is(qtbot, large_text, width):
    header = crowded(qtbot, width, FRENCH, {"Imprimante": "Imprimante injoignable", "Postes": ""})
    assert {"Imprimante", "Postes"} <= {word.split()[0] for word in words_of(header) if word}


def test_large_text_leaves_lights_their_words_where_the_title_gives_way(qtbot, large_text):
    header = crowded(qtbot, 1366, FRENCH, {})
    assert words_of(header) == list(FRENCH)
    assert not header._title.isVisible()
