# SPDX-License-Identifier: GPL-3.0-or-later
"""What comes from files and goes to them: lists, programmes, logs, exports."""
