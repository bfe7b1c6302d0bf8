# SPDX-License-Identifier: GPL-3.0-or-later
"""What a guest at a self-service screen is shown, and their calls for help."""
