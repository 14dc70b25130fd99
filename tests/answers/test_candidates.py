"""Host or domain: the narrowest entries that should free the app, and the candidates in their order."""

import pandas as pd
import pytest

from analyzer.answers.candidates import MOST_HOSTS, exclusions, of_incident, of_sweep
from analyzer.incidents.features import Evidence
from analyzer.sweeps.features import Refusals

DOMAIN, API, WWW = "example.jp", "api.example.jp", "www.example.jp"

PLAIN_DOMAIN = {
    "stands_alone": False,
    "is_shared": False,
    "is_os": 0.0,
    "is_sdk": False,
    "is_ad": 0.0,
    "name_strong": 0.0,
    "other_device_count": 0,
    "label": "",
    "label_owner": "",
}
PLAIN_HOST = {
    "lookup_count": 1,
    "baseline_lookup_count": 0,
    "tls_error_count": 0,
    "is_refused": False,
    "is_decrypted": False,
    "nearest_s": 0.0,
    "session_count": 0,
    "inspected_count": 0,
    "served_count": 0,
    "refused_count": 0,
}

REFUSED = {"is_refused": True, "refused_count": 1}


def domains(rows):
    index = pd.Index(rows, name="registrable_domain", dtype="str")
    return pd.DataFrame([PLAIN_DOMAIN | row for row in rows.values()], index=index, columns=list(PLAIN_DOMAIN))


def hosts(rows):
    index = pd.Index(rows, name="hostname", dtype="str")
    frame = pd.DataFrame([PLAIN_HOST | row for row in rows.values()], index=index, columns=list(PLAIN_HOST))
    parents = [".".join(name.split(".")[-2:]) for name in rows]
    return frame.assign(registrable_domain=pd.Series(parents, index=index, dtype="str"))


def incident(own_hosts, *, domain=DOMAIN, **features):
    """The one candidate of an incident: how it is meant, and its entries."""
    known = domains({domain: features})
    found = of_incident(
        Evidence(known, known, 1)._replace(hosts=hosts(own_hosts)),
        pd.DataFrame({"score": [1.0]}, index=known.index),
        pd.Series([0.9], index=known.index),
        "Hoshizora",
    ).iloc[0]
    return found["match"], found["exclude"]


class TestHostOrDomain:
    """A domain is meant whole unless it is known to serve others than the app."""

    @pytest.mark.parametrize(
        ("features", "more", "match"),
        [
            pytest.param({}, {}, "domain", id="nothing is known of it"),
            pytest.param({"is_shared": True}, {}, "host", id="a platform of strangers"),
            pytest.param({"stands_alone": True}, {}, "host", id="no registrable domain"),
            pytest.param({"is_os": 0.1}, {}, "host", id="of the operating system"),
            pytest.param({"is_sdk": True}, {}, "host", id="an SDK's"),
            pytest.param({"is_ad": 0.1}, {}, "host", id="advertising"),
            pytest.param({"other_device_count": 1}, {}, "host", id="other devices use it"),
            pytest.param(
                {}, {WWW: {"lookup_count": 0, "baseline_lookup_count": 1}}, "host", id="other hosts of it used"
            ),
            pytest.param({}, {WWW: {"baseline_lookup_count": 1}}, "domain", id="the same hosts used before"),
            pytest.param({}, {WWW: {"lookup_count": 0}}, "domain", id="other hosts of it known, but not asked"),
            pytest.param(
                {}, {"www.other.jp": {"lookup_count": 0, "baseline_lookup_count": 1}}, "domain", id="another domain's"
            ),
        ],
    )
    def test_by_what_is_known_of_it(self, features, more, match):
        assert incident({API: {}} | more, **features)[0] == match

    @pytest.mark.parametrize(
        ("features", "match"),
        [
            pytest.param({"is_os": 1.0}, "domain", id="of the operating system"),
            pytest.param({"is_sdk": True}, "domain", id="an SDK's"),
            pytest.param({"is_ad": 1.0}, "domain", id="advertising"),
            pytest.param({"other_device_count": 3}, "domain", id="other devices use it"),
            pytest.param({"is_shared": True}, "host", id="but strangers live there"),
            pytest.param({"stands_alone": True}, "host", id="but there is no domain"),
        ],
    )
    def test_the_apps_own_name_makes_it_the_apps(self, features, match):
        assert incident({API: {}}, name_strong=0.5, **features)[0] == match

    def test_a_likeness_that_is_no_match_does_not(self):
        assert incident({API: {}}, name_strong=0.49, is_sdk=True)[0] == "host"

    def test_whole_it_is_one_entry_and_else_its_hosts(self):
        rows = {API: {}, WWW: {"nearest_s": 1.0}}
        assert incident(rows) == ("domain", DOMAIN)
        assert incident(rows, is_sdk=True) == ("host", f"{API} {WWW}")


class TestWhichHosts:
    @pytest.mark.parametrize(
        ("rows", "entries"),
        [
            pytest.param({API: {}, WWW: {}}, f"{API} {WWW}", id="all"),
            pytest.param(
                {API: {}, WWW: {"is_refused": True, "tls_error_count": 1}}, WWW, id="those refused where any was"
            ),
            pytest.param({API: {"is_decrypted": True}, WWW: {}}, WWW, id="else those not decrypted"),
            pytest.param({API: {"is_decrypted": True}, WWW: {"is_decrypted": True}}, f"{API} {WWW}", id="else all"),
            pytest.param(
                {API: {"lookup_count": 0, "is_refused": True, "tls_error_count": 1}, WWW: {}},
                API,
                id="refused, not asked",
            ),
            pytest.param({API: {"lookup_count": 0, "baseline_lookup_count": 9}, WWW: {}}, WWW, id="only those asked"),
            pytest.param(
                {API: {"nearest_s": 30.0}, WWW: {"nearest_s": 3.0}},
                f"{WWW} {API}",
                id="the nearest to the failure first",
            ),
            pytest.param(
                {
                    API: {"is_refused": True, "tls_error_count": 1, "nearest_s": 0.0},
                    WWW: {"is_refused": True, "tls_error_count": 2, "nearest_s": 9.0},
                },
                f"{WWW} {API}",
                id="the most refused first, however near",
            ),
        ],
    )
    def test_are_named_and_in_which_order(self, rows, entries):
        assert incident(rows, is_sdk=True) == ("host", entries)

    def test_what_is_known_of_one_domain_tells_nothing_of_another(self):
        known = domains({DOMAIN: {"is_sdk": True}, "other.jp": {"is_sdk": True}})
        own = hosts({API: {"is_refused": True, "tls_error_count": 1}, WWW: {}, "www.other.jp": {}})
        points = pd.DataFrame({"score": [1.0, 1.0]}, index=known.index)
        found = of_incident(Evidence(own, known, 1), points, pd.Series([0.9, 0.9], index=known.index), "")
        assert dict(zip(found["registrable_domain"], found["exclude"], strict=True)) == {
            DOMAIN: API,
            "other.jp": "www.other.jp",
        }


class TestExclusions:
    def exclusions(self, by_host, *names, domain=DOMAIN):
        flags = pd.Series([by_host], index=pd.Index([domain], dtype="str"))
        own = pd.DataFrame({"registrable_domain": [domain] * len(names)}, index=pd.Index(names, dtype="str"))
        return exclusions(flags, own).loc[domain].tolist()

    def test_at_most_20_hosts_are_named_the_best_first(self):
        names = [f"h{number}.example.jp" for number in range(30, 0, -1)]
        assert self.exclusions(True, *names) == ["host", " ".join(names[:20])]
        assert MOST_HOSTS == 20

    @pytest.mark.parametrize(
        ("by_host", "names", "domain", "expected"),
        [
            pytest.param(True, ["printer", API], DOMAIN, ["host", API], id="no single label"),
            pytest.param(True, ["bad_name!.jp", API], DOMAIN, ["host", API], id="nothing that no list can hold"),
            pytest.param(False, ["x.github.io"], "github.io", ["domain", ""], id="no public suffix"),
            pytest.param(False, ["a.amazonaws.com"], "amazonaws.com", ["domain", ""], id="no platform of strangers"),
            pytest.param(True, [], DOMAIN, ["host", ""], id="no host is known"),
            pytest.param(False, [], DOMAIN, ["domain", DOMAIN], id="a domain needs no host"),
        ],
    )
    def test_what_may_not_be_excluded_is_never_an_entry(self, by_host, names, domain, expected):
        assert self.exclusions(by_host, *names, domain=domain) == expected

    def test_20_are_counted_of_those_that_may_be_excluded(self):
        names = ["printer", *(f"h{number}.example.jp" for number in range(20))]
        assert self.exclusions(True, *names)[1].split() == names[1:]


class TestOrder:
    def ranked(self, scores, chances=None):
        known = domains({name: {} for name in scores})
        points = pd.DataFrame({"score": list(scores.values())}, index=known.index)
        own = hosts({f"www.{name}": {} for name in scores})
        chance = pd.Series(chances or [0.1] * len(scores), index=known.index)
        return of_incident(Evidence(own, known, 2), points, chance, "Hoshizora")

    def test_the_best_is_first_and_equal_scores_go_by_name(self):
        found = self.ranked({"c.jp": 1.0, "b.jp": 1.0, "a.jp": 0.0, "d.jp": 2.0})
        assert found["registrable_domain"].tolist() == ["d.jp", "b.jp", "c.jp", "a.jp"]
        assert found["rank"].tolist() == [1, 2, 3, 4]

    def test_each_has_its_band_and_what_its_sentences_need(self):
        found = self.ranked({"a.jp": 2.0, "b.jp": 1.0, "c.jp": 0.0}, [0.8, 0.2, 0.1])
        assert found["band"].tolist() == ["exclude", "try_next", "leave"]
        assert found[["app", "candidate_count", "failure_count"]].to_numpy().tolist() == [["Hoshizora", 3, 2]] * 3

    def test_of_none_there_are_none_and_text_is_text(self):
        found = self.ranked({})
        assert found.empty
        text = ["registrable_domain", "label", "label_owner", "match", "exclude", "band"]
        assert {str(dtype) for dtype in found[text].dtypes} == {"str"}


class TestOfSweep:
    def sweep(self, own_hosts, scores=(2.5,), names=(DOMAIN,), **features):
        known = domains(dict.fromkeys(names, features))
        points = pd.DataFrame({"score": list(scores)}, index=known.index)
        trends = pd.DataFrame({"trend": ["steady"] * len(names)}, index=known.index)
        refused = Refusals(hosts(own_hosts), known, pd.DataFrame(), pd.DataFrame(), http_read=True)
        return of_sweep(refused, points, trends)

    @pytest.mark.parametrize(
        ("features", "more", "match"),
        [
            pytest.param({}, {}, "domain", id="all of it is refused"),
            pytest.param({"is_os": 0.5}, {}, "host", id="of the operating system"),
            pytest.param({"is_sdk": True}, {}, "host", id="an SDK's"),
            pytest.param({"is_ad": 0.5}, {}, "host", id="advertising"),
            pytest.param({"is_shared": True}, {}, "host", id="a platform of strangers"),
            pytest.param({"stands_alone": True}, {}, "host", id="no registrable domain"),
            pytest.param({}, {WWW: {"session_count": 1}}, "host", id="another host of it was connected to"),
            pytest.param({}, {WWW: {"inspected_count": 1}}, "host", id="another host of it was decrypted"),
            pytest.param({}, {WWW: {}}, "domain", id="another host of it was only exempt"),
            pytest.param({}, {WWW: {**REFUSED, "served_count": 1}}, "host", id="a refused host was served"),
            pytest.param({}, {WWW: {**REFUSED, "session_count": 1}}, "domain", id="a refused host was connected to"),
            pytest.param({}, {WWW: {"served_count": 1}}, "domain", id="served counts for refused hosts only"),
        ],
    )
    def test_a_domain_is_meant_whole_where_no_host_of_it_was_used_well(self, features, more, match):
        assert self.sweep({API: REFUSED} | more, **features)["match"].tolist() == [match]

    def test_refused_hosts_are_named_the_most_refused_first(self):
        rows = {
            API: {"is_refused": True, "refused_count": 1},
            WWW: {"is_refused": True, "refused_count": 3},
            "a.example.jp": {"is_refused": True, "refused_count": 1},
            "m.example.jp": {"session_count": 9},
        }
        assert self.sweep(rows)["exclude"].tolist() == [f"{WWW} {API} a.example.jp"]

    def test_of_many_hosts_refused_as_often_the_first_by_name_are_named(self):
        names = [f"h{number:02}.example.jp" for number in range(40)]
        found = self.sweep({name: REFUSED | {"refused_count": 1 + (name == names[39])} for name in names}, is_sdk=True)
        assert found["exclude"].tolist() == [" ".join([names[39], *names[:19]])]

    def test_the_best_is_first_with_its_band_and_trend(self):
        found = self.sweep({API: REFUSED}, scores=(1.0, 2.0, 0.9), names=("a.jp", "b.jp", "c.jp"))
        assert found["registrable_domain"].tolist() == ["b.jp", "a.jp", "c.jp"]
        assert found["band"].tolist() == ["exclude", "try_next", "leave"]
        assert found["trend"].tolist() == ["steady"] * 3
