# SPDX-License-Identifier: GPL-3.0-or-later
"""The longest wait for what must come. The machine may be busy with other things, with another worker of the tests at
least, and patience costs nothing: what is awaited ends the wait.
"""

PATIENCE_S = 120
PATIENCE_MS = PATIENCE_S * 1000
