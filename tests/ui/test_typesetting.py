# SPDX-License-Identifier: GPL-3.0-or-later
"""Text is broken and made smaller, never cut."""

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QFontMetricsF

from checkin.ui.look.theme import font, load_fonts
from checkin.ui.look.typesetting import SMALLEST, cut, fit, wrap, wrap_all

NAMES = st.text("ÉléonoreMW' -’", min_size=1, max_size=70).filter(str.strip)


def metrics(size=56):
    load_fonts()
    return QFontMetricsF(font(size, 700))


@settings(max_examples=60)
@given(NAMES, st.integers(100, 1200))
def test_wrapping_keeps_every_letter_in_its_order(qapp, text, width):
    assert "".join("".join(wrap(text, metrics(), width)).split()) == "".join(text.split())


@settings(max_examples=60)
@given(NAMES, st.integers(100, 1200))
def test_a_line_is_too_wide_only_if_it_cannot_be_broken(qapp, text, width):
    for line in wrap(text, metrics(), width):
        if metrics().horizontalAdvance(line) > width:
            assert " " not in line
            assert "-" not in line.strip("-")


@settings(max_examples=60)
@given(st.lists(NAMES, min_size=1, max_size=2), st.integers(200, 900), st.integers(80, 400))
def test_what_is_fitted_fits(qapp, parts, width, height):
    setting = fit(parts, 56, 700, (width, height))
    assert setting.font.pixelSize() <= 56
    if setting.font.pixelSize() > SMALLEST:
        assert setting.width <= width
        assert setting.height <= height


def test_a_name_that_fits_stays_on_one_line(qapp):
    load_fonts()
    assert fit(("Maïwenn", "Saint-Aubin"), 56, 700, (802, 300)).lines == ("Maïwenn Saint-Aubin",)


def test_a_name_that_does_not_fit_is_broken_between_first_and_last_name(qapp):
    load_fonts()
    setting = fit(("Jean-Baptiste", "de La Fournière"), 56, 700, (700, 300))
    assert setting.lines == ("Jean-Baptiste", "de La Fournière")
    assert setting.font.pixelSize() == 56


def test_a_word_is_broken_at_its_hyphen_only_when_it_does_not_fit_alone(qapp):
    whole = metrics().horizontalAdvance("Rochechouart-Montmorency")
    assert wrap("de Rochechouart-Montmorency", metrics(), whole + 1) == ["de", "Rochechouart-Montmorency"]
    assert wrap("Rochechouart-Montmorency", metrics(), whole - 1) == ["Rochechouart-", "Montmorency"]


def test_no_line_begins_with_a_dash_and_the_last_is_not_a_word_alone(qapp):
    load_fonts()
    assert fit(("NON ENREGISTRÉ – notez sur papier",), 46, 700, (700, 200)).lines == (
        "NON ENREGISTRÉ\u00a0–",
        "notez sur papier",
    )


@settings(max_examples=60)
@given(text=st.text(alphabet="abc -@.", max_size=40), width=st.floats(4, 120))
def test_a_word_wider_than_its_place_is_broken_anywhere_and_no_letter_is_lost(qapp, text, width):
    lines = wrap_all(text, metrics(15), width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(metrics(15).horizontalAdvance(line) <= width or len(line) == 1 for line in lines)


def test_a_dot_between_two_things_neither_begins_nor_ends_a_line(qapp):
    wide = metrics(15).horizontalAdvance("Atelier B\u00a0·") + 1
    assert wrap("Atelier B · Salle 12 · midi", metrics(15), wide) == ["Atelier B", "Salle 12", "midi"]
    assert wrap("Atelier B · 14:00", metrics(15), 900) == ["Atelier B\u00a0· 14:00"]


def test_a_double_name_that_is_cut_has_no_space_after_its_hyphen(qapp):
    width = metrics().horizontalAdvance("ROCHEFOUCAULD-MONT…")
    assert cut("ROCHEFOUCAULD-MONTMORENCY Marie", metrics(), width, 1)[0].startswith("ROCHEFOUCAULD-M")
    assert cut("A · B · C", metrics(), metrics().horizontalAdvance("A ·"), 3) == ["A", "B", "C"]


def test_no_line_begins_with_a_sign_that_follows_a_space(qapp):
    question = "Serez-vous présent au dîner ? Oui !"
    for width in range(60, 900, 20):
        assert not any(line.startswith(("?", "!")) for line in wrap(question, metrics(), width))
