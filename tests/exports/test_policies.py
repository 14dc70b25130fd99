"""Formats that hold a whole policy: what they say is what Cloudflare takes, and what `exclude` would make of it."""

import json
import re
import shutil
import subprocess

import hcl2
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analyzer
from analyzer.cloudflare.gateway.expressions import Name, matches
from analyzer.exports.terraform import _quoted
from tests.builders import FAILED_AT, background, queries, signals
from tests.standin.fixture import standin as standin
from tests.standin.tokens import ACCOUNT

APP, HOSTS = "paypay.ne.jp", ["sdk.mparticle.com", "config2.mparticle.com"]


@pytest.fixture(scope="module")
def finding():
    """A domain and hosts of another, both to be excluded first; the app's name is hostile."""
    asked = [("api.paypay.ne.jp", 1, "phone"), *((name, 2, "phone") for name in HOSTS)]
    refused = [("tls_error", name, second, "phone") for name in ("api.paypay.ne.jp", *HOSTS) for second in (1, 3, 5, 7)]
    return analyzer.rank(
        queries(*background(), *asked),
        signals=signals(*refused),
        at=FAILED_AT,
        app='PayPay "${path.module}" %{if true}\x1b[0m\n',
        device="phone",
        tz="Asia/Tokyo",
    )


@pytest.fixture(scope="module")
def nothing():
    return analyzer.rank(queries(*background()), at=FAILED_AT, device="phone", tz="Asia/Tokyo")


def blocks(finding):
    """The resources of the Terraform export, by kind and label, as a parser of HCL reads them."""
    parsed = hcl2.loads(analyzer.export(finding, "terraform"))
    return {
        (kind.strip('"'), label.strip('"')): body
        for resource in parsed["resource"]
        for kind, labelled in resource.items()
        for label, body in labelled.items()
    }


def test_both_kinds_of_entries_are_there(finding):
    assert set(finding.candidates.loc[finding.candidates["band"] == "exclude", "match"]) == {"domain", "host"}


class TestTerraform:
    def test_holds_a_list_and_a_rule_for_each_match(self, finding):
        found = blocks(finding)
        assert sorted(found) == [
            ("cloudflare_zero_trust_gateway_policy", "pinscout_domains"),
            ("cloudflare_zero_trust_gateway_policy", "pinscout_hosts"),
            ("cloudflare_zero_trust_list", "pinscout_domains"),
            ("cloudflare_zero_trust_list", "pinscout_hosts"),
        ]
        hosts = found["cloudflare_zero_trust_list", "pinscout_hosts"]
        assert {item["value"].strip('"') for item in hosts["items"]} == set(HOSTS)
        assert hosts["type"].strip('"') == "DOMAIN"
        rule = found["cloudflare_zero_trust_gateway_policy", "pinscout_domains"]
        assert (rule["action"].strip('"'), rule["enabled"]) == ("off", True)

    def test_the_expression_names_the_list_by_a_dollar_and_its_id(self, finding):
        for (kind, label), body in blocks(finding).items():
            if kind.endswith("policy"):
                pattern, argument = re.fullmatch(
                    r'\$\{format\("(.*)", (.*)\)\}', body["traffic"].replace('\\"', '"')
                ).groups()
                assert argument == f"cloudflare_zero_trust_list.{label}.id"
                assert "$%s" in pattern
                assert "${" not in pattern
                match = "domain" if label.endswith("domains") else "host"
                name = Name("x.jp", match)
                assert matches(
                    pattern.replace("%s", "aa-11"), name, lambda found: {"x.jp"} if found == "aa-11" else None
                )

    def test_no_name_leaves_its_quotes(self, finding):
        text = analyzer.export(finding, "terraform")
        assert "${path" not in text.replace("$${path", "")
        assert "\x1b" not in text

    @given(st.text())
    def test_any_text_stays_within_its_quotes(self, text):
        parsed = hcl2.loads(f"a = {_quoted(text)}\nb = 1\n")
        assert parsed["b"] == 1

    @pytest.mark.skipif(shutil.which("terraform") is None, reason="terraform is not there")
    def test_is_as_terraform_would_format_it(self, finding, tmp_path):
        (tmp_path / "main.tf").write_text(analyzer.export(finding, "terraform"))
        done = subprocess.run(
            ["terraform", "fmt", "-check", "-diff", str(tmp_path)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout


def test_the_bodies_for_the_api_are_taken_and_exclude_the_entries(finding, standin):
    server, made = standin(), ""
    headers = {"Authorization": "Bearer standin-full"}
    with httpx.Client(base_url=server.base_url, headers=headers, trust_env=False) as client:
        for request in json.loads(analyzer.export(finding, "api")):
            path = request["path"].replace("$CLOUDFLARE_ACCOUNT_ID", ACCOUNT)
            body = json.loads(json.dumps(request["body"]).replace("<id of the new list>", made))
            answer = client.request(request["method"], path, json=body)
            assert answer.status_code == 200, answer.text
            made = answer.json()["result"]["id"]
    assert all(map(server.uninspected, [f"api.{APP}", *HOSTS]))
    assert not server.uninspected("mparticle.com")


def test_the_expression_excludes_the_entries_without_a_list(finding):
    expression = analyzer.export(finding, "expression").strip()
    covered = [Name(APP, "domain"), *(Name(host, "host") for host in HOSTS)]
    assert all(matches(expression, name, lambda _: None) for name in covered)
    assert not matches(expression, Name("mparticle.com", "host"), lambda _: None)


def test_the_clicks_name_every_entry_list_and_selector(finding):
    text = analyzer.export(finding, "dashboard")
    lines = [line.strip() for line in text.splitlines()]
    assert {APP, *HOSTS} <= set(lines)
    assert re.findall(r"selector (\w+)", " ".join(lines)) == ["Domain", "Host"]
    assert re.findall(r"^ *(\d+)\. ", text, re.MULTILINE) == [str(number) for number in range(1, 12)]
    assert max(map(len, text.splitlines())) <= 100


def test_where_nothing_is_to_be_excluded_there_is_nothing_to_do(nothing):
    assert json.loads(analyzer.export(nothing, "api")) == []
    assert analyzer.export(nothing, "expression") == ""
    assert "resource" not in hcl2.loads(analyzer.export(nothing, "terraform"))
    assert "No clear candidate" in analyzer.export(nothing, "dashboard")
