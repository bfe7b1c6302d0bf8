# SPDX-License-Identifier: GPL-3.0-or-later
"""Copying entries between desks. Knows no rule of admission, no widget and no thread; waits for nobody at the desk."""
