# SPDX-License-Identifier: GPL-3.0-or-later
"""People as a desk works with them: the list and its filters, a person's timeline, walk-ins and their likely doubles.

The central values (`core.attendee`, `core.history`, `core.person_state`) stand directly in `core`.
"""
