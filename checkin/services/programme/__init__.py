# SPDX-License-Identifier: GPL-3.0-or-later
"""The programme of an event: its figures for the screens and changes of its speakers (`programme_queries`), imported
from files, pasted, saved by the editor (`programme_importing`).

May import `core`, `storage`, `documents`, `services.lists` and the modules directly in `services`.
"""
