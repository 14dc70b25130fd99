"""How long the commands take as whole processes.

python -m tests.bench.commands [--runs 5]
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PINSCOUT = Path(sys.executable).with_name("pinscout")
PAYPAY = ["--incident", "fixtures/paypay/incident.toml"]
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "pinscout --help": [PINSCOUT, "--help"],
    "pinscout find (PayPay, six files)": [PINSCOUT, "find", "fixtures/paypay/dns", *PAYPAY],
    "pinscout export": [PINSCOUT, "export"],
}


def seconds(command: list[object], state: str) -> float:
    begin = time.perf_counter()
    subprocess.run(
        list(map(str, command)), cwd=ROOT, env={"PINSCOUT_STATE_DIR": state}, check=True, capture_output=True
    )
    return time.perf_counter() - begin


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as state:
        for name, command in COMMANDS.items():
            taken = sorted(seconds(command, state) for _ in range(runs))
            print(
                f"{name:36} median {statistics.median(taken):.2f} s   ({taken[0]:.2f} to {taken[-1]:.2f}, {runs} runs)"
            )


if __name__ == "__main__":
    main()
