# SPDX-License-Identifier: GPL-3.0-or-later
"""What is made to do harm: entries, files and folders, each with what every desk still does afterwards."""
