"""`make lab`: every client that this machine has, decrypted and passed on, as the table in tests/lab/README.md."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.lab import page
from tests.lab.clients import ORDINARY, OTHER_STACKS, OWN_STORE, PINNING
from tests.lab.lab import running
from tests.lab.stacks import measure, table


def main() -> None:
    """Print the table and write it into the page."""
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as lab:
        made = table(measure(lab, (*PINNING, *OTHER_STACKS, OWN_STORE, ORDINARY), Path(folder)))
    print(made)
    page.write(made)


if __name__ == "__main__":
    main()
