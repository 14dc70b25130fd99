"""Rows used + rows dropped by reason = records in, as the test itself counts them, whatever the log went through."""

import random
from collections import Counter

import pytest

from analyzer.facts import fact
from analyzer.reading.accounting import EMPTY, Input, Reading
from tests.builders import LAPTOP, PHONE, dns_row, read_file, request, session
from tests.packing import ARRANGEMENTS, as_csv, packed_somehow

COLUMNS = ("Datetime", "QueryName", "QueryTypeName", "DeviceName", "DeviceID")
ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le")


class Maker:
    """Makes a log by chance, and counts what it puts in."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.used, self.dropped = 0, Counter()

    def queries(self) -> list[dict[str, object]]:
        rows = []
        for _ in range(self.chance.randrange(1, 30)):
            name, more = f"h{self.chance.randrange(10**6)}.example.jp", {}
            fault = self.chance.choice(["", "", "", "", "", "", "no_name", "no_time", "reverse_lookup"])
            if fault == "no_name":
                name = ""
            elif fault == "no_time":
                more = {"Datetime": self.chance.choice(["", "soon", "11/24/2026 5:04"])}
            elif fault == "reverse_lookup":
                name = "5.2.0.192.in-addr.arpa"
            rows.append(dns_row(name, self.chance.randrange(999), self.chance.choice([PHONE, LAPTOP]), **more))
            self.count(fault)
        return rows

    def count(self, fault: str) -> None:
        if fault:
            self.dropped[fault] += 1
        else:
            self.used += 1

    def others(self) -> list[dict[str, object]]:
        rows = []
        for number in range(self.chance.randrange(4)):
            row, fault = self.chance.choice(
                [
                    (session("s.example.jp", number, "CLIENT_TLS_ERROR"), ""),
                    (request("r.example.jp", number), ""),
                    ({"RayID": "7c1", "ClientRequestHost": "zone.example.jp"}, "other_dataset"),
                    ({"level": "info", "msg": "[rotated] }{ \\"}, "other_dataset"),
                ]
            )
            rows.append(row)
            self.count(fault)
        return rows

    def file(self) -> bytes:
        queries = self.queries()
        if self.chance.random() < 0.3:
            delimiter, line_end = self.chance.choice(",;\t"), self.chance.choice(["\n", "\r\n"])
            return as_csv(queries, COLUMNS, delimiter, line_end).encode(self.chance.choice(ENCODINGS))
        rows = queries + self.others()
        self.chance.shuffle(rows)
        kind = self.chance.choice(list(ARRANGEMENTS))
        text = ARRANGEMENTS[kind](rows)
        if "line" in kind and "list" not in kind and "many" not in kind:
            text = self.with_junk(text)
        encoding = self.chance.choice(ENCODINGS) if kind != "holes" else "utf-8"
        return text.encode(encoding)

    def with_junk(self, text: str) -> str:
        """Lines between others that are no records."""
        lines = text.split("\n")
        for _ in range(self.chance.randrange(3)):
            junk = self.chance.choice(
                ['{"QueryName":"cut.example.jp","Dev', "null", '{"QueryName" "x"}', "-- mark --", "5"]
            )
            lines.insert(self.chance.randrange(1, len(lines)), junk)
            self.count("broken_line")
        return "\n".join(lines)


@pytest.mark.parametrize("seed", range(100))
@pytest.mark.no_cover
def test_whatever_a_log_went_through_each_record_is_used_or_dropped_for_its_reason(tmp_path, seed):
    made = Maker(seed)
    parts = {f"{number}.log": made.file() for number in range(made.chance.randrange(1, 5))}
    # files in different encodings are not joined to one by anybody
    is_plain = all(b"\0" not in part and not part.startswith((b"\xef", b"\xff")) for part in parts.values())
    (tmp_path / "a").write_bytes(packed_somehow(parts, made.chance, layers=2, may_join=is_plain))
    reading = read_file(tmp_path / "a")
    assert (reading.used, reading.dropped) == (made.used, made.dropped)


@pytest.mark.parametrize("seed", range(100))
def test_what_damage_takes_away_is_told(tmp_path, seed):
    made = Maker(seed)
    parts = {f"{number}.log": made.file() for number in range(made.chance.randrange(1, 5))}
    data = bytearray(packed_somehow(parts, made.chance, layers=2, may_join=False))
    for _ in range(made.chance.randrange(1, 4)):
        at = made.chance.randrange(len(data))
        if made.chance.random() < 0.5:
            data[at] ^= 1 << made.chance.randrange(8)
        else:
            del data[at : at + made.chance.choice([1, 100, 10**6])]
        if not data:
            break
    (tmp_path / "a").write_bytes(data)
    reading = read_file(tmp_path / "a")
    assert reading.used >= made.used or reading.dropped.total() > made.dropped.total() or reading.facts


def test_where_a_live_log_holds_nothing_its_notes_are_told_and_not_the_files_it_was_put_into():
    empty = Reading("state/log/a.log.gz", facts=[fact("unused_file", name="state/log/a.log.gz", looks_like=EMPTY)])
    read = Input().with_notes(fact("live_nothing")).plus(empty)
    assert "state/log" in str(read.nothing())
    error = read.nothing(is_live=True)
    assert str(error) == f"{fact('live_nothing')}."
    assert "Logpush" not in error.hint
