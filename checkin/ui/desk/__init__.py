# SPDX-License-Identifier: GPL-3.0-or-later
"""The screen of the welcome desk, and what surrounds it."""
