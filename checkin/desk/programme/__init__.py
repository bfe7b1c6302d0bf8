# SPDX-License-Identifier: GPL-3.0-or-later
"""The programme of an event: shown, taken in, edited."""
