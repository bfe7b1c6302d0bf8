# SPDX-License-Identifier: GPL-3.0-or-later
"""The papers of the evening, drawn with QPainter as badges are: sign-in sheets and certificates."""
