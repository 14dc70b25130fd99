"""A device that refuses nearly all that it is shown trusts nobody, and pins nothing."""

import pandas as pd
import pytest

from analyzer.incidents.refusals import refuses_nearly_all

ENOUGH = 10


def told(kind, count, *, device="phone", begin=0):
    """One signal of this kind for each of so many domains."""
    return [(kind, f"d{number}.example", device) for number in range(begin, begin + count)]


@pytest.mark.parametrize(
    ("signals", "is_so"),
    [
        pytest.param([], False, id="nothing"),
        pytest.param(told("tls_error", ENOUGH), True, id="ten domains, and served on none"),
        pytest.param(told("tls_error", ENOUGH - 1), False, id="nine"),
        pytest.param(told("tls_error", ENOUGH - 1) * 2, False, id="nine, each twice: domains count, not handshakes"),
        pytest.param(told("tls_error", 5) + told("unused", 5, begin=5), True, id="in either way"),
        pytest.param(told("tls_error", 5) + told("unused", 5), False, id="the same five in both ways"),
        pytest.param(told("tls_error", ENOUGH) + told("used", ENOUGH - 1), True, id="served on fewer"),
        pytest.param(told("tls_error", ENOUGH) + told("used", ENOUGH), False, id="served on as many"),
        pytest.param(told("tls_error", ENOUGH) + told("inspected", ENOUGH), False, id="decrypted on as many"),
        pytest.param(
            told("tls_error", ENOUGH) + told("used", 5) + told("inspected", 5, begin=5),
            False,
            id="served in either way",
        ),
        pytest.param(told("tls_error", ENOUGH + 1) + told("used", ENOUGH), True, id="one more than it is served on"),
        pytest.param(told("tls_error", 3) + told("used", 2), False, id="more than it is served on, but few"),
        pytest.param(told("origin_error", ENOUGH), False, id="faults of the sites"),
        pytest.param(told("tls_error", ENOUGH, device=""), False, id="of nobody in particular"),
        pytest.param(
            told("tls_error", ENOUGH) + told("used", ENOUGH, device=""), True, id="what names no device serves nobody"
        ),
    ],
)
def test_refuses_nearly_all(signals, is_so):
    frame = pd.DataFrame(signals, columns=["kind", "registrable_domain", "device"], dtype="str")
    assert refuses_nearly_all(frame) is is_so
