"""`make lab`: every client that this machine has, decrypted and passed on, as the table in tests/lab/README.md."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from tests.lab.clients import ORDINARY, OTHER_STACKS, OWN_STORE, PINNING
from tests.lab.lab import running
from tests.lab.stacks import measure, table

PAGE = Path(__file__).with_name("README.md")
_TABLE = re.compile(r"(?<=<!-- table -->\n).*?(?=<!-- end -->)", re.DOTALL)


def main() -> None:
    """Print the table and write it into the page."""
    page = PAGE.read_text()
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as lab:
        made = table(measure(lab, (*PINNING, *OTHER_STACKS, OWN_STORE, ORDINARY), Path(folder)), page)
    print(made)
    PAGE.write_text(_TABLE.sub(lambda _: f"\n{made}\n\n", page))


if __name__ == "__main__":
    main()
