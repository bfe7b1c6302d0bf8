# SPDX-License-Identifier: GPL-3.0-or-later
"""The look of everything: colours, sizes, spaces, fonts, icons, and the words and colours of each answer.

Draws no screen and imports no other package of `ui`. A widget that paints itself asks `theme.tokens(self.palette())`
for its colours and paints in design pixels, which `theme` scales with the text size.

    theme ──▶ drawing (icons, pills, cards), typesetting   how to draw
    answer_looks, answer_wording, undo_wording             what an answer looks like and says
    screen_reader                                          what is announced
"""
