# SPDX-License-Identifier: GPL-3.0-or-later
"""The code that a scanner or a camera is tried with: nobody's ticket, and never recorded. Pure.

It holds keys that most keyboards of `keyboards` have elsewhere, so that one scan also says what the scanner takes
itself for.
"""

from checkin.core.keyboards import repair

TRIAL_CODE = "CHECKIN-TEST/AZERTY-13579"

_SHORTEST, _LONGEST = len(TRIAL_CODE) // 2, len(TRIAL_CODE) + 2
"""Of what may be it: a dead key and the letter after it become one character, and a scanner may frame what it types."""


def means_trial(typed: str) -> bool:
    """Whether a scanner, whatever its keyboard, was pointed at the trial code."""
    return _SHORTEST <= len(typed) <= _LONGEST and repair(typed, TRIAL_CODE.__eq__) is not None
