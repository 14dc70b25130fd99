"""What is said to a person while work goes on: how far it is, and what is worth knowing at once.

What belongs to the answer is not said here: it is a note of the answer.
"""

from __future__ import annotations

import logging

from analyzer.facts import Fact

logger = logging.getLogger("analyzer")


class Talk:
    """The default: progress is not shown, and what is worth knowing goes to the log `analyzer`."""

    def progress(self, done: int, total: int) -> None:
        """`done` of `total` is done: bytes of files, or pieces of a log that is fetched."""

    def files(self, done: int, total: int) -> None:
        """`done` of `total` files are read."""

    def wait(self, told: Fact) -> None:
        """What is waited for, and for how long already; said again and again, to be shown in one place."""

    def say(self, told: Fact) -> None:
        """Something that the person should know now, not only with the answer."""
        logger.warning("%s", told)


QUIET = Talk()
