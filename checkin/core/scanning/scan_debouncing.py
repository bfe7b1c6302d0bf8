# SPDX-License-Identifier: GPL-3.0-or-later
"""Scan debouncing: which of the texts in a camera's view are to be answered now, whatever they mean."""

from collections.abc import Sequence

OUT_OF_VIEW_S = 1.5
"""Seconds out of view after which the same code counts as shown again. A shaking hand, or a frame that cannot be read,
hides a code for less; a person who leaves and comes back takes longer.
"""


class ScanDebouncer:
    """A memory of the texts in view during the last `gone` seconds, and of nothing older. Only a frame that was looked
    at shows that a code is gone: a busy computer that looks at none for a while still sees it, and not once more.
    """

    def __init__(self, gone: float = OUT_OF_VIEW_S) -> None:
        self._gone = gone
        self._seen_at: dict[str, float] = {}  # oldest first

    def new(self, texts: Sequence[str], at: float) -> tuple[str, ...]:
        """Return those of `texts` that were not in view just before, each once, in their order.

        Call it for every frame, also when nothing was found. `at`: seconds of a monotonic clock.
        """
        fresh = tuple(text for text in dict.fromkeys(texts) if text not in self._seen_at)
        for text in texts:
            self._seen_at.pop(text, None)
            self._seen_at[text] = at
        self._forget(at)
        return fresh

    def _forget(self, at: float) -> None:
        while self._seen_at:
            oldest = next(iter(self._seen_at))
            if at - self._seen_at[oldest] < self._gone:
                return
            del self._seen_at[oldest]

    def __len__(self) -> int:
        return len(self._seen_at)
