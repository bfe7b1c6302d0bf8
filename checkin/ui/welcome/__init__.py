# SPDX-License-Identifier: GPL-3.0-or-later
"""The first window: events of late, a new one, another desk's."""
