# SPDX-License-Identifier: GPL-3.0-or-later
"""What an event plans, and how that is read, written, compared and changed."""
