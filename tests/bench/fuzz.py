"""Every reader against logs that are damaged by chance: nothing but an answer, and each row accounted for.

python -m tests.bench.fuzz [--seconds 60] [--seed 1] [--keep FOLDER]

All samples in `fixtures/raw` are mutated, spliced, wrapped and packed; a new dataset or shape of log takes part as soon
as it has its sample there. What must hold: no exception, rows = used + dropped = rows of the frames + dropped, frames
that keep their schema, and memory within bounds. What breaks is kept in FOLDER, with the seed that makes it again.
"""

import argparse
import gzip
import json
import random
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from analyzer import sources
from analyzer.reading.accounting import Reading
from analyzer.reading.needles import Moments, Needles
from analyzer.schema import Queries, Signals
from tests.packing import COMPRESSIONS, packed_somehow, tar, zipped

NEEDLES = Needles((b"iphone",), Moments((b"2026-11-10t05:0",), (b"1794287",)))
SAMPLES = Path(__file__).parents[2] / "fixtures" / "raw"
LOGS = {".log", ".gz", ".json", ".ndjson", ".csv", ".tsv", ".txt"}
MOST_MEMORY_MB = 900
MOST_SECONDS = 30.0
LARGEST = 1 << 20
TOKENS = [
    b"{", b"}", b"[", b"]", b'"', b"\\", b",", b":", b"\n", b"\r", b"\0", b"}{", b'{"', b"\xff", b"\xef\xbb\xbf", b"\xff\xfe",
    b"null", b"1e999", b"-0", b"\\ud800", b'\\u0000', b"NaN", b"9" * 400, b'"QueryName":', b'"Datetime":', b'"result":[',
    b"\x1f\x8b\x08", b"PK\x03\x04", b"PK\x05\x06", b"BZh91AY&SY", b"\x28\xb5\x2f\xfd", b"\xfd7zXZ\x00", b"ustar", b"=;",
]  # fmt: skip
VALUES: list[object] = [
    None, True, 0, -1, 1 << 80, 1.5, float("inf"), "", "\0", "\ud800", "a" * 5000, "²", "\u202e", "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z", 1 << 62, [], {}, [[]], [{}], {"a": {"b": [1]}}, "[1", '["a"]', "{", "null", "..", "*.jp",
]  # fmt: skip


class Mutator:
    """Makes inputs out of samples, by chance."""

    def __init__(self, seed: int, samples: list[bytes]) -> None:
        self.chance = random.Random(seed)
        self.samples = samples

    def __call__(self) -> bytes:
        """One input."""
        data = self.chance.choice(self.samples)
        for _ in range(self.chance.choice([0, 1, 1, 2, 3, 8])):
            data = self.chance.choice(self.ways())(data)[:LARGEST]
        if self.chance.random() < 0.3:
            data = packed_somehow(
                {"a.log": data, "b": self.chance.choice(self.samples)}, self.chance, layers=2, may_join=True
            )
            for _ in range(self.chance.randrange(3)):
                data = self.chance.choice(self.ways())(data)[:LARGEST]
        return data

    def ways(self) -> list[Callable[[bytes], bytes]]:
        """What can be done to bytes."""
        return [
            self.flip, self.cut, self.insert, self.splice, self.repeat, self.values, self.values, self.wrap, self.recode,
            self.pack, self.truncate,
        ]  # fmt: skip

    def place(self, data: bytes) -> int:
        return self.chance.randrange(len(data) + 1)

    def flip(self, data: bytes) -> bytes:
        changed = bytearray(data)
        for _ in range(self.chance.choice([1, 2, 20]) if data else 0):
            changed[self.chance.randrange(len(changed))] = self.chance.randrange(256)
        return bytes(changed)

    def cut(self, data: bytes) -> bytes:
        at = self.place(data)
        return data[:at] + data[at + self.chance.choice([1, 2, 50, 5000]) :]

    def truncate(self, data: bytes) -> bytes:
        return data[: self.place(data)]

    def insert(self, data: bytes) -> bytes:
        at = self.place(data)
        return data[:at] + self.chance.choice(TOKENS) * self.chance.choice([1, 1, 1, 3, 3000]) + data[at:]

    def splice(self, data: bytes) -> bytes:
        other = self.chance.choice(self.samples)
        return data[: self.place(data)] + other[self.place(other) :]

    def repeat(self, data: bytes) -> bytes:
        return data * self.chance.choice([2, 2, 50])

    def values(self, data: bytes) -> bytes:
        """Other values in records."""
        lines = data.split(b"\n")
        for at, line in enumerate(lines):
            try:
                record = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(record, dict) and record:
                record[self.chance.choice(list(record))] = self.chance.choice(VALUES)
                if self.chance.random() < 0.2:
                    record = {key.lower(): value for key, value in record.items()}
                lines[at] = json.dumps(record).encode()
        return b"\n".join(lines)

    def wrap(self, data: bytes) -> bytes:
        """The records within something."""
        text = data.decode(errors="replace")
        lines = [line for line in text.splitlines() if line.strip()]
        way = self.chance.randrange(4)
        if way == 0:
            return json.dumps({"message": text, "n": 1}).encode()
        if way == 1:
            return ("[" + ",".join(lines) + "]").encode()
        if way == 2:
            return "".join(f"<14>Nov 10 05:05:00 host app: {line}\n" for line in lines).encode()
        return "".join(
            json.dumps({self.chance.choice(["event", "log", "_raw", "@message"]): line}) + "\n" for line in lines
        ).encode()

    def recode(self, data: bytes) -> bytes:
        return data.decode(errors="replace").encode(self.chance.choice(["utf-16", "utf-16-be", "utf-8-sig", "utf-32"]))

    def pack(self, data: bytes) -> bytes:
        ways = [*COMPRESSIONS.values(), lambda one: tar({"x": one}), lambda one: zipped({"x": one})]
        return self.chance.choice(ways)(data)


def check(path: Path, needles: Needles | None) -> Reading:
    """Read the file, and see that all holds."""
    reading = Reading(str(path))
    rows = 0
    for kind, frame in sources.read(str(path), reading, needles):
        (Queries if kind == "queries" else Signals).validate(frame)
        rows += len(frame)
    assert rows == reading.used, f"{rows} rows of frames, {reading.used} used"
    assert reading.rows == reading.used + reading.dropped.total(), "the sum"
    assert min(reading.dropped.values(), default=1) > 0, reading.dropped
    assert all(map(str, reading.oddities()))
    return reading


def run(seconds: float, seed: int, keep: Path) -> Iterator[tuple[int, float, Reading | None]]:
    """Each try: its seed, the seconds it took, and what was read; None where something broke."""
    samples = [data for path in sorted(SAMPLES.iterdir()) if path.suffix in LOGS for data in _both(path.read_bytes())]
    until = time.monotonic() + seconds
    path = keep / "input"
    while time.monotonic() < until:
        mutate = Mutator(seed, samples)
        path.write_bytes(mutate())
        begin = time.monotonic()
        try:
            reading = check(path, mutate.chance.choice([None, None, Needles((b"iphone",)), NEEDLES]))
        except Exception:  # noqa: BLE001 - what it looks for
            traceback.print_exc()
            path.rename(keep / f"broken-{seed}")
            reading = None
        yield seed, time.monotonic() - begin, reading
        seed += 1


def _both(data: bytes) -> list[bytes]:
    """A sample as it is and, if it is packed, unpacked."""
    try:
        return [data, gzip.decompress(data)]
    except (OSError, EOFError):
        return [data]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "pinscout-fuzz")
    options = parser.parse_args()
    options.keep.mkdir(parents=True, exist_ok=True)
    tries, used, dropped, datasets, told, slowest = 0, 0, Counter(), Counter(), Counter(), (0.0, 0)
    broken = []
    for seed, seconds, reading in run(options.seconds, options.seed, options.keep):
        tries += 1
        slowest = max(slowest, (seconds, seed))
        if reading is None or seconds > MOST_SECONDS:
            broken.append(seed)
        if reading is not None:
            used += reading.used
            dropped.update(reading.dropped)
            datasets.update(reading.datasets)
            told.update(fact.key for fact in reading.facts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 10 if sys.platform != "darwin" else 1 << 20)
    print(f"{tries:,} inputs, {used:,} rows used, {dropped.total():,} dropped; peak {peak:,.0f} MB")
    print(f"slowest: {slowest[0]:.1f} s (seed {slowest[1]})")
    print("dropped:", dict(dropped.most_common()))
    print("used:", dict(datasets.most_common()))
    print("told:", dict(told.most_common()))
    print("broken:", broken or "none")
    return 1 if broken or peak > MOST_MEMORY_MB else 0


if __name__ == "__main__":
    sys.exit(main())
