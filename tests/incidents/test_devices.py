import pytest

import analyzer
from analyzer import exports
from analyzer.errors import AmbiguousDeviceError, NoRecordsError
from analyzer.incidents.device_names import NOT, PART, fit_of
from tests.builders import FAILED_AT, background, queries

pytestmark = pytest.mark.no_cover  # as a whole what other tests pass through part by part


def find(*asked, **about):
    return analyzer.rank(queries(*asked), at=FAILED_AT, **about)


def test_the_only_device_in_the_windows_needs_no_name():
    assert find(("a.jp", 0, "phone"), ("b.jp", -3000, "laptop")).devices == (("phone",),)


def test_several_devices_and_none_named_are_listed():
    with pytest.raises(AmbiguousDeviceError) as asked:
        find(("a.jp", 0, "phone"), ("b.jp", 3, "laptop"))
    assert "--device" in asked.value.hint
    assert "phone" in asked.value.hint
    assert "laptop" in asked.value.hint


def test_a_part_of_a_name_that_fits_several_is_not_guessed_at():
    with pytest.raises(AmbiguousDeviceError, match="2 devices fit 'phone'"):
        find(("a.jp", 0, "phone of Aoi"), ("b.jp", 3, "phone of Ren"), device="phone")


def test_a_whole_name_wins_over_parts_of_others():
    assert find(("a.jp", 0, "phone"), ("b.jp", 3, "phone of Ren"), device="Phone").devices == (("phone",),)


def test_the_kind_of_apostrophe_and_blank_does_not_count_and_a_part_of_a_user_or_id_will_do():
    asked = [("a.jp", 0, "Aoi\u2019s\u3000iPhone"), ("b.jp", 3, "laptop")]
    for typed in ("Aoi's iPhone", "aoi\u2019s iphone", "s  iPhone"):
        assert find(*asked, device=typed).devices == (("Aoi\u2019s\u3000iPhone",),)
    assert fit_of("aoi@", user="aoi@example.jp") == PART
    assert fit_of("7d1c1a1e", id_="7d1c1a1e-0c3f-4a53-9a6e-2f1d3c5b7a90") == PART
    assert fit_of("7d1", id_="7d1c1a1e-0c3f-4a53-9a6e-2f1d3c5b7a90") == NOT


def test_a_device_that_is_not_there_is_an_error_that_lists_who_is():
    with pytest.raises(AmbiguousDeviceError) as asked:
        find(("a.jp", 0, "phone"), device="tablet")
    assert "phone" in asked.value.hint


def test_all_devices_can_be_pooled():
    finding = find(("a.jp", 0, "phone"), ("b.jp", 3, "laptop"), all_devices=True)
    assert finding.devices == (("laptop", "phone"),)
    assert any("2 devices were pooled" in note for note in finding.notes())


def test_windows_without_a_lookup_are_no_clear_candidate_and_the_note_says_what_the_log_covers():
    finding = find(*background()[:-2], device="phone", tz="UTC")
    assert finding.verdict == "no_clear_candidate"
    assert finding.candidates.empty
    assert any("2026-11-10 04:05:00" in note for note in finding.notes())
    for name in exports.formats():
        assert isinstance(analyzer.export(finding, name), str)


def test_a_log_of_another_day_is_an_error():
    with pytest.raises(NoRecordsError, match="holds nothing around"):
        find(("a.jp", -200_000, "phone"))


def test_a_log_that_names_no_device_is_one_device_and_says_so():
    finding = find(("a.jp", 0, ""), ("b.jp", 3, ""))
    assert finding.devices == (("",),)
    assert any("names no devices" in note for note in finding.notes())
