# SPDX-License-Identifier: GPL-3.0-or-later
"""How everything looks: colours, sizes, spaces, letters, icons, the look of each answer. Draws no screen."""
