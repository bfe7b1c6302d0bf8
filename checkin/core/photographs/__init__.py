# SPDX-License-Identifier: GPL-3.0-or-later
"""Photographs of people: how the journal holds them, and whose picture a file of a folder is. Pure.

    folder of files ──▶ photograph_matching (whose is it) ──▶ photograph_entries (entries, and back)

Pictures are read and made small in `checkin.badges.photograph_shrinking`.
"""
