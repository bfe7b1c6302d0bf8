# SPDX-License-Identifier: GPL-3.0-or-later
"""What exports hold and are called, and how they are held against their event."""
