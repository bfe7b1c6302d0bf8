# SPDX-License-Identifier: GPL-3.0-or-later
"""Exports of the attendance: columns and presets, wording, and the line that proves from which journal one
was made.

Pure; the cells are filled in `services/exports`. It may import the modules directly in `core`, `core/attendance` and
`core/sync`.
"""
