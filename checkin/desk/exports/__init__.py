# SPDX-License-Identifier: GPL-3.0-or-later
"""Exports of the attendance, whatever file they become."""
