"""How long work speaks to the person who waits for it: how far it is, and what is worth knowing at once.

What belongs to the answer is none of this: it is a note of the answer.
"""

from __future__ import annotations

import logging

from analyzer.facts import Fact

logger = logging.getLogger("analyzer")


class Talk:
    """To nobody in particular: progress is not shown, and what is worth knowing goes to the log `analyzer`."""

    def progress(self, done: int, total: int) -> None:
        """So much of so much is done."""

    def say(self, told: Fact) -> None:
        """Something that the person should know now, not only with the answer."""
        logger.warning("%s", told)


QUIET = Talk()
