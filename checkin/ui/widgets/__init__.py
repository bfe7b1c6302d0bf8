# SPDX-License-Identifier: GPL-3.0-or-later
"""Widgets that several screens are built of. None knows a screen."""
