# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules by which desks agree."""
