# SPDX-License-Identifier: GPL-3.0-or-later
"""People as a desk works with them: a person's timeline (`person_timeline`), walk-ins and their likely doubles
(`registration`).

The central values (`core.attendee`, `core.history`, `core.people_list`) stand directly in `core`, as does the search
(`core.people_search`). It may import these, and values of the other packages of `core`.
"""
