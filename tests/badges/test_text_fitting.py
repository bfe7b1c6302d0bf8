# SPDX-License-Identifier: GPL-3.0-or-later
"""A text is set as large as its box allows, of whatever letters it is."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from checkin.badges.badge_fonts import UNIT
from checkin.badges.painter import SMALLER, STEP, fit_text
from checkin.core.badges.template import Box, TextElement

LATIN = st.sampled_from(["Marie-Antoinette", "de", "W" * 9, "œuvre", "fiction", "d’Été", "l" * 30, "–"])
ARABIC = st.sampled_from(["محمد", "عبد", "الرحمن", "بن"])
TEXTS = st.one_of(*(st.lists(words, min_size=1, max_size=6).map(" ".join) for words in (LATIN, ARABIC)))
"""Each of one alphabet: a line is as high as its highest letters, so a larger size may break two mixed ones better."""


@given(
    st.lists(TEXTS, min_size=1, max_size=3).map("\n".join),
    st.integers(40, 280),
    st.integers(1, 4),
    st.tuples(st.integers(5, 90), st.integers(2, 25)),
)
def test_one_step_larger_it_does_not_fit_on_as_many_lines(qapp, text, steps, lines, size):
    element = TextElement(Box(0, 0, 0, 0), "", steps * STEP, 1.0, lines)
    box = QRectF(0, 0, size[0] * UNIT, size[1] * UNIT)
    found, parts = fit_text(element, text, box), text.count("\n") + 1
    if found.is_cut or round(found.size / STEP) == steps:
        return
    used = sum(len(paragraph.widths) for paragraph in found.paragraphs)
    assert used <= max(lines, parts)
    larger = found.size + STEP
    assert fit_text(replace(element, size=larger, least=larger, lines=used), text, box).is_cut
    if used > parts:
        assert fit_text(replace(element, least=SMALLER * element.size, lines=1), text, box).is_cut
