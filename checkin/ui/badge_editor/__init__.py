# SPDX-License-Identifier: GPL-3.0-or-later
"""The editor in which a badge is drawn."""
