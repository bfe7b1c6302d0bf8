# SPDX-License-Identifier: GPL-3.0-or-later
"""Clôture: the papers of the evening, the export, the right to be forgotten."""
