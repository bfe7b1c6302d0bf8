# SPDX-License-Identifier: GPL-3.0-or-later
"""Badges drawn with QPainter: one code path for the screen, for PDF, for printers and for labels."""
