# SPDX-License-Identifier: GPL-3.0-or-later
"""Personal data: one person's data on request, the register of processing, the purge of an event and its day.

May import `core`, `storage`, `documents`, `translation`, `services.attendance` and the modules directly in `services`.
"""
