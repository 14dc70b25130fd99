"""A person at a terminal: keys go in through a real pseudo-terminal, and what comes out is read as it is shown."""

from __future__ import annotations

import codecs
import contextlib
import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping

PATIENCE_S = 60


class Terminal:
    """A command at a pseudo-terminal of its own."""

    def __init__(self, process: subprocess.Popen[bytes], keyboard: int) -> None:
        self.process, self._keyboard = process, keyboard
        self.shown = ""
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode

    def wait_for(self, text: str) -> None:
        """Read until the text is shown, in what has not been waited for yet; fails when it never comes."""
        end = time.monotonic() + PATIENCE_S
        while text not in self.shown[self._seen :]:
            assert time.monotonic() < end, f"waited in vain for {text!r} after:\n{self.shown}"
            assert self._read(), f"ended without {text!r}:\n{self.shown}"
        self._seen = self.shown.index(text, self._seen) + len(text)

    _seen = 0

    def type(self, keys: str) -> None:
        """Press keys; Enter is a line feed, Ctrl-C is \\x03."""
        os.write(self._keyboard, keys.encode())

    def end(self, pressing: str = "") -> int:
        """Read until the command has ended: its exit code.

        `pressing` is pressed each second until then: Python misses a Ctrl-C in the moment before it begins to read.
        """
        pressed = time.monotonic()
        while self._read():
            if pressing and self.process.poll() is None and time.monotonic() - pressed > 1:
                self.type(pressing)
                pressed = time.monotonic()
        return self.process.wait(PATIENCE_S)

    def _read(self) -> bool:
        """Whether there was something to read, or there may be something yet."""
        if not select.select([self._keyboard], [], [], 0.2)[0]:
            return True
        try:
            content = os.read(self._keyboard, 65536)
        except OSError:  # how Linux tells that nobody holds the other end any more
            return False
        self.shown += self._decode(content).replace("\r\n", "\n")
        return bool(content)


@contextlib.contextmanager
def at_terminal(*arguments: str, environment: Mapping[str, str]) -> Iterator[Terminal]:
    """`pinscout ARGUMENTS` at a terminal of 100 columns, which is closed, and the command ended, with the block."""
    keyboard, screen = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "analyzer", *arguments],
        stdin=screen,
        stdout=screen,
        stderr=screen,
        env=os.environ | {"COLUMNS": "100"} | dict(environment),
        start_new_session=True,
        preexec_fn=_own_terminal,
    )
    os.close(screen)
    try:
        yield Terminal(process, keyboard)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        os.close(keyboard)


def _own_terminal() -> None:
    """Make it the terminal whose Ctrl-C this process feels."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
