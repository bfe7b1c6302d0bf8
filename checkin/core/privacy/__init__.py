# SPDX-License-Identifier: GPL-3.0-or-later
"""Personal data: the organiser's record of it, the day it is erased, and what a purge leaves of the entries.

Pure. It may import the modules directly in `core`, `core/programme` and `core/sync`.
"""
