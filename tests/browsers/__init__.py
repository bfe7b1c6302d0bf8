# SPDX-License-Identifier: GPL-3.0-or-later
"""The page for phones in real browsers, which ask a real desk."""
