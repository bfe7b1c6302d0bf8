# SPDX-License-Identifier: GPL-3.0-or-later
"""Suivi: the day as it goes, on a screen, a projector, on paper."""
