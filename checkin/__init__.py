# SPDX-License-Identifier: GPL-3.0-or-later
"""Checkin: badge check-in for the welcome desk of an event."""

__version__ = "0.1.0"
