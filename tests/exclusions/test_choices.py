"""What of a finding is excluded where nothing is named, and where a certificate comes first."""

import pytest

import analyzer
from analyzer.errors import AnalyzerError
from analyzer.exclusions.choices import choose
from tests.builders import FAILED_AT, background, queries, signals
from tests.exclusions.administrator import APP, OTHER, finding

REGISTRY = "registry-1.docker.io"


def of_docker():
    """`docker pull` failed: it refuses its registry, as it would refuse any gateway without a certificate for it."""
    asked = [(REGISTRY, second, "build-server") for second in (1, 601)]
    refused = [("tls_error", REGISTRY, second, "build-server") for second in (1, 601)]
    return analyzer.rank(
        queries(*background("build-server"), *asked),
        signals=signals(*refused),
        at=[FAILED_AT, FAILED_AT.replace(minute=15)],
        app="docker pull",
        device="build-server",
        tz="Asia/Tokyo",
    )


def test_where_nothing_is_named_it_is_the_band_exclude():
    assert sorted(choice.value for choice in choose(finding())) == [OTHER, APP]


def test_a_program_with_a_trust_store_of_its_own_gets_a_certificate_unless_a_domain_is_named():
    found = of_docker()
    assert "docker.io" in found.candidates.loc[found.candidates["band"] == "exclude", "registrable_domain"].to_list()
    with pytest.raises(AnalyzerError, match="Give Docker the gateway's certificate") as refused:
        choose(found)
    assert "pinscout exclude DOMAIN" in refused.value.hint
    assert [choice.entry for choice in choose(found, ["docker.io"])] == [("docker.io", "domain")]
