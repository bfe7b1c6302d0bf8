# SPDX-License-Identifier: GPL-3.0-or-later
"""What a desk can do: the verbs, bringing lists in and taking tables out, and every thread of the program."""
