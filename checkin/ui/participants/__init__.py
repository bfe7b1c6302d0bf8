# SPDX-License-Identifier: GPL-3.0-or-later
"""The screen of participants: everybody, and one person with their story."""
