# SPDX-License-Identifier: GPL-3.0-or-later
"""Chance that is the same each time, so that tokens, secrets and codes are too."""

import random

CODE = "ABCDEFGHJKLMNPQRSTUVWXYZ3789"
SECRET = "abcdefghjkmnpqrstuvwxyz23456789"
chance = random.Random(20230704)
_drawn = set()


def draw(letters, length):
    """Return a text that was not drawn before."""
    while (text := "".join(chance.choice(letters) for _ in range(length))) in _drawn:
        pass
    _drawn.add(text)
    return text
