"""Why a domain stands where it stands in a sweep."""

import pytest
from click.testing import CliRunner

import analyzer
from analyzer.cli import main
from tests.builders import LAPTOP, refused, write_log


@pytest.fixture
def log(tmp_path):
    rows = refused("api.yuzu-pay.jp", 0, 40, 4000, 8000) + refused("cdn.yuzu-pay.jp", 20, device=LAPTOP)
    rows += refused("ads.example.com", 60)
    return write_log(tmp_path / "sessions.log", rows)


def test_the_terms_add_up_to_the_score_and_say_why(log):
    why = analyzer.sweep(log).explain("yuzu-pay.jp")
    assert why.in_words()["points"].sum() == pytest.approx(why.candidate["score"], abs=0.01)
    assert "a client refused the gateway's certificate here" in str(why)


def test_who_refused_which_host_and_how_often(log):
    hosts = analyzer.sweep(log).explain("https://api.yuzu-pay.jp/x").hosts()
    assert [tuple(row) for row in hosts[["hostname", "name", "count"]].itertuples(index=False)] == [
        ("api.yuzu-pay.jp", "iPhone", 4),
        ("cdn.yuzu-pay.jp", "MacBook", 1),
    ]


def test_what_was_not_refused_is_named_with_what_was(log):
    with pytest.raises(analyzer.AnalyzerError, match=r"x\.jp was not refused in the sweep") as error:
        analyzer.sweep(log).explain("x.jp")
    assert "yuzu-pay.jp" in error.value.hint


def test_the_command_explains_the_last_sweep(log):
    run = CliRunner().invoke
    run(main, ["sweep", log])
    result = run(main, ["explain", "yuzu", "--sweep"])
    assert result.exit_code == 0
    assert result.stdout.startswith("yuzu-pay.jp: rank 1, band")
    assert "iPhone" in result.stdout
    assert run(main, ["explain", "yuzu", "--sweep", "--finding", "x.zip"]).exit_code == 2


def test_in_a_console_it_is_the_text_and_no_frames(log):
    why = analyzer.sweep(log).explain("yuzu-pay.jp")
    assert repr(why) == str(why)
    assert max(map(len, str(why).splitlines())) <= 100
