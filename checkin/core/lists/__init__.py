# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists of people as organisers have them: which column is which, what the words mean, who each row is. Pure."""
