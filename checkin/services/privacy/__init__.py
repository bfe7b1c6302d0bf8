# SPDX-License-Identifier: GPL-3.0-or-later
"""Personal data: one person's data on request (`person_data`), the purge of an event (`event_purge`), and its day with
the register of processing (`purge_day`).

May import `core`, `storage`, `documents`, `translation`, `services.attendance`, `services.sync` and the modules
directly in `services`.
"""
