"""How `find` does on the logs of 500 devices, compared with bare decompression of the same files.

python -m tests.bench.scale [--runs 3] [--rows 2500000] [--folder FOLDER]

The files are made with a seed, into a temporary folder unless one is named; a folder that holds files is used as it
is. Decompression is python-isal's, streaming, nothing done with the bytes. `find` is timed as a whole process.
"""

import argparse
import concurrent.futures
import contextlib
import gc
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from isal import isal_zlib

from tests.bench.commands import PINSCOUT
from tests.bench.fleet import APP, DEVICE, FAILED_AT, FLEET, Fleet, write_fleet

CHUNK = 1 << 18


def decompress(path: Path) -> int:
    """Bytes in the file."""
    member, size = isal_zlib.decompressobj(16 + 15), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            size += len(member.decompress(chunk))
    return size


def timed(work: Callable[[], object]) -> float:
    gc.collect()
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def find(files: list[Path], jobs: int, device: str) -> tuple[float, int, int]:
    """Seconds, and the peak of resident memory: of all processes together, and of the largest, in bytes."""
    about = ["--at", FAILED_AT, "--app", APP, "--device", device, "--jobs", str(jobs)]
    with tempfile.TemporaryDirectory() as state:
        begin = time.perf_counter()
        process = subprocess.Popen(
            [PINSCOUT, "find", *map(str, files), *about],
            env={"PINSCOUT_STATE_DIR": state},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        peaks = [0, 0]
        watcher = threading.Thread(target=_watch, args=(process, peaks))
        watcher.start()
        code = process.wait()
        taken = time.perf_counter() - begin
        watcher.join()
    if code not in (0, 3):
        raise SystemExit(f"find ended with {code}")
    return taken, peaks[0], peaks[1]


def _watch(process: subprocess.Popen[bytes], peaks: list[int]) -> None:
    while process.poll() is None:
        sizes = [_resident(pid) for pid in _tree(process.pid)]
        peaks[:] = max(peaks[0], sum(sizes)), max(peaks[1], *sizes)
        time.sleep(0.1)


def _tree(pid: int) -> list[int]:
    """The process and all below it; on Linux, elsewhere just itself."""
    below: list[int] = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            below += map(int, (task / "children").read_text().split())
    return [pid] + [one for child in below for one in _tree(child)]


def _resident(pid: int) -> int:
    with contextlib.suppress(OSError, IndexError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096
    return 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--rows", type=int, default=FLEET.rows)
    parser.add_argument("--devices", type=int, default=FLEET.devices)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        files = sorted(folder.glob("*.gz")) or write_fleet(folder, Fleet(options.rows, options.devices))
        report(files, options.runs)


def report(files: list[Path], runs: int) -> None:
    size = sum(map(decompress, files))
    packed = sum(path.stat().st_size for path in files)
    print(f"{len(files)} files, {packed / 1e6:,.0f} MB packed, {size / 1e6:,.0f} MB plain", flush=True)
    floor = statistics.median(timed(lambda: list(map(decompress, files))) for _ in range(runs))
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        list(pool.map(decompress, files[:2]))
        both = statistics.median(timed(lambda: list(pool.map(decompress, files))) for _ in range(runs))
    print(
        f"isal, one process after another  {floor:7.2f} s\nisal, two processes              {both:7.2f} s", flush=True
    )
    for jobs in (2, 1):
        taken = sorted(find(files, jobs, DEVICE) for _ in range(runs))
        seconds, together, largest = taken[len(taken) // 2]
        print(
            f"find, {jobs} process{'es' if jobs > 1 else '  '}                {seconds:7.2f} s"
            f"   {seconds / floor:5.1f} x isal, {seconds / both:5.1f} x isal in two"
            f"   ({taken[0][0]:.2f} to {taken[-1][0]:.2f})"
            f"   peak {together / 1e6:,.0f} MB in all, {largest / 1e6:,.0f} MB the largest process",
            flush=True,
        )


if __name__ == "__main__":
    sys.exit(main())
