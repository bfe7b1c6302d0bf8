# SPDX-License-Identifier: GPL-3.0-or-later
"""Who asks a supervisor, and where supervisors are kept."""
