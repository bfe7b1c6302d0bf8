# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known of lists before one is read: the platforms that export them, and first names. Values only."""

from dataclasses import dataclass

from checkin.core.lists.personal_names import FirstNames
from checkin.core.lists.platforms import Platforms


@dataclass(frozen=True, slots=True)
class ListKnowledge:
    """What a list is read by besides itself. With less of it more is asked, and nothing is read wrongly for it."""

    platforms: Platforms = ()
    first_names: FirstNames = frozenset()


NOTHING_KNOWN = ListKnowledge()
