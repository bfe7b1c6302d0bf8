# SPDX-License-Identifier: GPL-3.0-or-later
"""The screen of badges: templates, people, papers."""
