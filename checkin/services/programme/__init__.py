# SPDX-License-Identifier: GPL-3.0-or-later
"""The programme of an event: its figures for the screens, imported from files, saved by the editor.

May import `core`, `storage`, `documents`, `services.lists` and the modules directly in `services`.
"""
