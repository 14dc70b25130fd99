"""How fast `find` reads an archive, beside bare decompression and DuckDB; how that grows, and where the time goes.

python -m tests.bench.speed [--rows 2000000] [--runs 3] [--jobs 2] [--folder FOLDER] [--small]

A day of 2,000 devices in 8 files, made with a seed, into a temporary folder unless one is named; files that lie there
already are used as they are. What is compared runs in turn, and the medians are shown, as tables in Markdown.
"""

import argparse
import cProfile
import gzip
import os
import platform
import pstats
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from analyzer.incidents.tally import tally_file
from analyzer.pipelines.find import incident_of
from tests.bench.commands import PINSCOUT
from tests.bench.extrapolation import YEARS, Rate
from tests.bench.fleet import APP, APP_HOSTS, DEVICE, FAILED_AT, Fleet, write_fleet
from tests.bench.measure import Taken, in_turn

SMALL_ROWS = 160_000
MOST_PLACES = 12
ALL, ONE = "find --all-devices", "find --device"
CLUSTER = "find --all-devices --dask local"
ISAL, ROWS, COUNTS = "isal, nothing but decompression", "DuckDB, the same rows", "DuckDB, counts alone"


def contest(files: list[str], jobs: int) -> dict[str, list[str]]:
    """The commands that are compared."""
    rivals = [sys.executable, "-m", "tests.bench.rivals"]
    return {
        ALL: find(files, "--all-devices", "--jobs", str(jobs)),
        ONE: find(files, "--device", DEVICE, "--jobs", str(jobs)),
        CLUSTER: find(files, "--all-devices", "--jobs", str(jobs), "--dask", "local"),
        ROWS: [*rivals, "rows", *files, "--jobs", str(jobs)],
        COUNTS: [*rivals, "counts", *files, "--jobs", str(jobs)],
        ISAL: [*rivals, "isal", *files, "--jobs", str(jobs)],
    }


def find(files: list[str], *options: str) -> list[str]:
    return [str(PINSCOUT), "find", *files, "--at", FAILED_AT, "--app", APP, *options]


def unnamed(files: list[Path], folder: Path) -> list[str]:
    """The same files by names that tell no time, so that none can be left out by its name."""
    links = [folder / f"part-{number}.log.gz" for number in range(len(files))]
    for link, file in zip(links, files, strict=True):
        link.symlink_to(file.resolve())
    return list(map(str, links))


def few(file: Path, folder: Path) -> list[str]:
    """Two logs of the few lines of the failure: what a command takes for them, it takes to start."""
    names = [folder / "few.log.gz", folder / "more.log.gz"]
    with gzip.open(file) as log:
        lines = [line for line in log if APP_HOSTS[0].encode() in line]
    for name in names:
        name.write_bytes(gzip.compress(b"".join(lines)))
    return list(map(str, names))


def compared(taken: dict[str, Taken], starts: dict[str, Taken], rows: int) -> None:
    head = ["", "wall s", "after the start s", "CPU s", "CPU µs a record", "memory MB", "x DuckDB", "x isal"]
    work = {name: each.wall - starts[name].wall for name, each in taken.items()}
    table(
        head,
        (
            [
                name,
                f"{each.wall:.2f}",
                f"{work[name]:.2f}",
                f"{each.cpu:.2f}",
                f"{(each.cpu - starts[name].cpu) / rows * 1e6:.1f}",
                f"{each.memory:,.0f}",
                f"{work[name] / work[ROWS]:.2f}",
                f"{work[name] / work[ISAL]:.1f}",
            ]
            for name, each in taken.items()
        ),
    )
    print(f"Dask with as many processes as the pool: {work[CLUSTER] / work[ALL]:.2f} times its time after the start.\n")


def growth(files: list[str], jobs: int, runs: int) -> None:
    sizes = [size for size in (1, 2, 4, 8) if size <= len(files)]
    commands = {str(size): find(files[:size], "--all-devices", "--jobs", str(jobs)) for size in sizes}
    taken = in_turn(commands, runs)
    least = taken[str(sizes[-1])].cpu - taken[str(sizes[0])].cpu
    each = least / max(1, sizes[-1] - sizes[0])
    table(
        ["times the data", "wall s", "CPU s", "CPU s a file more", "memory MB"],
        (
            [
                name,
                f"{one.wall:.2f}",
                f"{one.cpu:.2f}",
                f"{(one.cpu - taken[str(sizes[0])].cpu) / max(1, int(name) - sizes[0]):.2f}",
                f"{one.memory:,.0f}",
            ]
            for name, one in taken.items()
        ),
    )
    print(f"From one file to {sizes[-1]}, each costs {each:.2f} s of a processor.\n")


def profile(file: str) -> None:
    """The places in which the map over one file spends its time."""
    profiler = cProfile.Profile()
    profiler.runcall(tally_file, file, incident=incident_of(None, at=FAILED_AT, app=APP))
    stats: dict[tuple[str, int, str], tuple[int, int, float, float, object]] = pstats.Stats(profiler).stats  # type: ignore[attr-defined]
    total = sum(each[2] for each in stats.values())
    places = sorted(stats.items(), key=lambda item: -item[1][2])[:MOST_PLACES]
    table(
        ["where", "share", "calls"],
        ([_place(*where), f"{each[2] / total:.0%}", f"{each[1]:,}"] for where, each in places),
    )


def _place(file: str, line: int, name: str) -> str:
    return f"`{name}`" if file == "~" else f"`{Path(file).parent.name}/{Path(file).name}` `{name}`"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    print("|", " | ".join(head), "|")
    print("|", " | ".join("---" if not number else "--:" for number in range(len(head))), "|")
    for row in rows:
        print("|", " | ".join(row), "|", flush=True)
    print()


def machine() -> str:
    model = platform.processor() or platform.machine()
    about = Path("/proc/cpuinfo")
    if about.exists():
        names = [line.partition(":")[2].strip() for line in about.read_text().splitlines() if "model name" in line]
        model = names[0] if names else model
    return f"{os.cpu_count()} processors ({model}), {platform.system()}, Python {platform.python_version()}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--small", action="store_true", help="160,000 records, once: about a minute")
    options = parser.parse_args()
    rows, runs = (SMALL_ROWS, 1) if options.small else (options.rows, options.runs)
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary) / "fleet"
        files = sorted(folder.glob("*.gz")) if folder.exists() else []
        files = files or write_fleet(folder, Fleet(rows, 2000))
        report(files, Path(temporary), rows, runs, options.jobs)


def report(files: list[Path], folder: Path, rows: int, runs: int, jobs: int) -> None:
    packed = sum(path.stat().st_size for path in files)
    print(f"{rows:,} records in {len(files)} files, {packed / 1e6:,.0f} MB packed; {machine()}; medians of {runs}.\n")
    names = unnamed(files, folder)
    starts = in_turn(contest(few(files[-1], folder), jobs), runs)
    taken = in_turn(contest(names, jobs), runs)
    compared(taken, starts, rows)
    growth(names, jobs, runs)
    profile(names[0])
    cpu = {name: (taken[name].cpu - starts[name].cpu) / rows for name in (ALL, ONE)}
    table(["a year of", *YEARS[0].heads], (year.told(Rate(cpu[ALL], cpu[ONE], packed / rows)) for year in YEARS))


if __name__ == "__main__":
    sys.exit(main())
