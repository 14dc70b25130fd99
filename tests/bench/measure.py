"""What a command takes: seconds, processor seconds, and the memory of all of its processes together."""

import contextlib
import os
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

LOOK_S = 0.05


class Taken(NamedTuple):
    wall: float
    cpu: float
    memory: float
    """The peak in MB, what processes share counted once (PSS); 0 where the system does not tell."""


def run(command: list[str]) -> Taken:
    """Run it to its end, with a state of its own; raises SystemExit where it fails."""
    with tempfile.TemporaryDirectory() as state, tempfile.TemporaryFile() as told:
        begin = time.perf_counter()
        process = subprocess.Popen(
            command, env={**os.environ, "PINSCOUT_STATE_DIR": state}, stdout=subprocess.DEVNULL, stderr=told
        )
        peak = [0]
        watcher = threading.Thread(target=_watch, args=(process.pid, peak))
        watcher.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        watcher.join()
        if process.returncode not in (0, 3):
            told.seek(0)
            raise SystemExit(f"{' '.join(command[:4])} … ended with {process.returncode}: {told.read().decode()}")
    return Taken(wall, usage.ru_utime + usage.ru_stime, peak[0] / 1e6)


def in_turn(commands: dict[str, list[str]], runs: int) -> dict[str, Taken]:
    """The medians of so many runs of each. They take turns, so that a busy machine is as busy for one as for all."""
    taken: dict[str, list[Taken]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            taken[name].append(run(command))
    return {name: Taken(*map(median, zip(*each, strict=True))) for name, each in taken.items()}


def _watch(pid: int, peak: list[int]) -> None:
    while sizes := [_share(one) for one in _tree(pid)]:
        peak[0] = max(peak[0], sum(sizes))
        if not Path(f"/proc/{pid}/smaps_rollup").exists() or _is_over(pid):
            return
        time.sleep(LOOK_S)


def _is_over(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    return True


def _tree(pid: int) -> list[int]:
    """The process and all below it; on Linux, elsewhere just itself."""
    below: list[int] = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            below += map(int, (task / "children").read_text().split())
    return [pid] + [one for child in below for one in _tree(child)]


def _share(pid: int) -> int:
    """Bytes of memory, of what it shares with others its part."""
    with contextlib.suppress(OSError, StopIteration):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return 0
