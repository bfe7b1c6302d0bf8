# SPDX-License-Identifier: GPL-3.0-or-later
"""Widgets that draw values and call the desk."""
