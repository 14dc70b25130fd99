"""What `find` is measured against: bare decompression, and DuckDB with the same rows or with counts alone.

python -m tests.bench.rivals isal|rows|counts FILE… [--jobs 2]
"""

import argparse
import concurrent.futures
from pathlib import Path

from isal import isal_zlib

CHUNK = 1 << 16
SPAN = "Datetime BETWEEN TIMESTAMPTZ '2026-11-09 00:00:00Z' AND TIMESTAMPTZ '2026-11-11 00:00:00Z'"
TYPES = {
    "Datetime": "TIMESTAMPTZ", "QueryName": "VARCHAR", "DeviceID": "VARCHAR", "DeviceName": "VARCHAR",
    "Email": "VARCHAR", "Location": "VARCHAR", "QueryTypeName": "VARCHAR", "ResolverDecision": "VARCHAR",
    "ApplicationName": "VARCHAR", "QueryApplicationNames": "VARCHAR[]", "CNAMEs": "VARCHAR[]", "RCode": "SMALLINT",
    "QueryCategoryNames": "VARCHAR[]", "AppliedMaxTTL": "INTEGER",
}  # fmt: skip
COUNTED = ("Datetime", "QueryName", "DeviceID")
ROWS = f"""
SELECT DISTINCT date_trunc('second', Datetime) AS at, rtrim(lower(QueryName), '.') AS name, DeviceID, DeviceName, Email, Location,
  QueryTypeName, ResolverDecision, coalesce(nullif(ApplicationName, ''), QueryApplicationNames[1]) AS app, CNAMEs[-1] AS alias, RCode,
  QueryCategoryNames[1] AS category, AppliedMaxTTL
FROM {{source}} WHERE {SPAN}
"""
COUNTS = f"""
SELECT rtrim(lower(QueryName), '.') AS name, DeviceID, time_bucket(INTERVAL 5 MINUTE, Datetime) AS slot, count(*) AS n
FROM {{source}} WHERE {SPAN} GROUP BY ALL
"""


def decompress(path: str) -> int:
    """Bytes in the file."""
    member, size = isal_zlib.decompressobj(16 + 15), 0
    with Path(path).open("rb") as file:
        while chunk := file.read(CHUNK):
            size += len(member.decompress(chunk))
    return size


def ask_duckdb(files: list[str], query: str, names: tuple[str, ...], jobs: int) -> int:
    """Rows of the answer, which stays in DuckDB, as a table in memory."""
    import duckdb

    columns = ", ".join(f"{name}: '{TYPES[name]}'" for name in names)
    source = f"read_ndjson({files!r}, columns={{{columns}}})"
    connection = duckdb.connect(config={"threads": jobs})
    connection.execute(f"CREATE TABLE answer AS {query.format(source=source)}")
    (count,) = connection.execute("SELECT count(*) FROM answer").fetchone()
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rival", choices=["isal", "rows", "counts"])
    parser.add_argument("files", nargs="+")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    if options.rival == "isal":
        with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
            print(sum(pool.map(decompress, options.files)))
    elif options.rival == "rows":
        print(ask_duckdb(options.files, ROWS, tuple(TYPES), options.jobs))
    else:
        print(ask_duckdb(options.files, COUNTS, COUNTED, options.jobs))


if __name__ == "__main__":
    main()
