# SPDX-License-Identifier: GPL-3.0-or-later
"""What a computer remembers of its desk for one event."""

from dataclasses import dataclass

from checkin.core.print_plan import NO_PLAN, PrintPlan


@dataclass(frozen=True, slots=True)
class Settings:
    """`camera` is a device id, "" for the system's first; `language` and `theme` "" follow the system.

    `has_signatures`: people sign on this computer's screen.
    `follows_clock`: where a control point has closed and one other is open, the desk goes there by itself.
    `text_size` in percent of the design. `is_still`: nothing moves on the screen.
    `folder` and `hub` (a `postgresql://` URL) are where this desk meets others, "" for not there; `identity` tells it
    apart there.
    """

    desk: str = "Accueil 1"
    control_point: str = ""
    camera: str = ""
    language: str = ""
    theme: str = ""
    is_mirrored: bool = True
    has_sound: bool = True
    follows_clock: bool = True
    has_signatures: bool = False
    text_size: int = 100
    is_still: bool = False
    folder: str = ""
    hub: str = ""
    identity: str = ""
    printing: PrintPlan = NO_PLAN
