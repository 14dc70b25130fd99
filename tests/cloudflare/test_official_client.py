"""Cloudflare's own client reads and writes the stand-in, and finds every answer to be of the shape it was told."""

import datetime as dt

import cloudflare
import pytest

from tests.standin.fixture import standin as standin

VALUES = [f"h{number:03}.example.jp" for number in range(120)]


@pytest.fixture
def server(standin):
    return standin()


@pytest.fixture
def account(server):
    return {"account_id": server.account_id}


@pytest.fixture
def client(server):
    # Told to validate, it raises APIResponseValidationError for an answer that its description does not know.
    with cloudflare.Cloudflare(
        api_token="standin-full", base_url=server.base_url, max_retries=0, _strict_response_validation=True
    ) as opened:
        yield opened


@pytest.fixture
def gateway(client):
    return client.zero_trust.gateway


def test_a_list_is_made_read_appended_to_renamed_and_deleted(gateway, account):
    items = [{"value": value, "description": "App"} for value in VALUES]
    made = gateway.lists.create(**account, name="pinned", type="DOMAIN", items=items)
    assert sorted(item.value for item in made.items) == VALUES
    patched = gateway.lists.edit(made.id, **account, append=[{"value": "new.example.jp"}], remove=[VALUES[0]])
    assert patched.count == 120
    assert sorted(item.value for item in gateway.lists.items.list(made.id, **account)) == [
        *VALUES[1:],
        "new.example.jp",
    ]
    assert gateway.lists.update(made.id, **account, name="renamed").count == 120
    assert [(each.name, each.type, each.count) for each in gateway.lists.list(**account)] == [
        ("renamed", "DOMAIN", 120)
    ]
    assert len(gateway.lists.get(made.id, **account).items) == 120
    gateway.lists.delete(made.id, **account)
    with pytest.raises(cloudflare.NotFoundError, match="2218"):
        gateway.lists.get(made.id, **account)


def test_a_rule_is_made_read_written_anew_and_deleted(server, gateway, account):
    made = gateway.lists.create(**account, name="pinned", type="DOMAIN", items=[{"value": VALUES[0]}])
    written = {
        "name": "DNI",
        "action": "off",
        "filters": ["http"],
        "traffic": f"any(http.conn.domains[*] in ${made.id})",
    }
    rule = gateway.rules.create(**account, **written, enabled=True)
    assert server.uninspected(VALUES[0])
    gateway.rules.update(rule.id, **account, **written, enabled=False)
    assert not server.uninspected(VALUES[0])
    assert [(each.id, each.version) for each in gateway.rules.list(**account)] == [(rule.id, 2)]
    assert gateway.rules.get(rule.id, **account).traffic == written["traffic"]
    gateway.rules.delete(rule.id, **account)
    with pytest.raises(cloudflare.NotFoundError):
        gateway.rules.get(rule.id, **account)


def test_refusals_are_the_errors_it_knows(gateway, account):
    twins = [{"value": "www.españa.com"}, {"value": "www.xn--espaa-rta.com"}]
    with pytest.raises(cloudflare.ConflictError, match="1204"):
        gateway.lists.create(**account, name="twins", type="DOMAIN", items=twins)
    with pytest.raises(cloudflare.BadRequestError, match="2091"):
        gateway.rules.create(**account, name="r", action="off", traffic='http.request.host == "a.jp"')


def test_types_applications_and_settings_are_read(client, gateway, account):
    assert "Do Not Inspect" in [each.name for each in gateway.app_types.list(**account)]
    assert gateway.logging.get(**account).redact_pii is False
    assert gateway.configurations.get(**account).settings.tls_decrypt.enabled
    library = client.zero_trust.resource_library.applications
    made = library.create(**account, name="Payroll", hostnames=["pay.example.jp"])
    assert [each.id for each in library.list(**account, filter="hostname:pay.example.jp")] == [made.id]
    library.update(str(made.id), **account, hostnames=["new.example.jp"])


def test_the_audit_log_is_read_page_by_page(client, gateway, account):
    for name in "abc":
        gateway.lists.create(**account, name=name, type="DOMAIN")
    today = dt.datetime.now(dt.UTC).date()
    span = {"since": str(today - dt.timedelta(days=1)), "before": str(today + dt.timedelta(days=1))}
    rows = list(client.accounts.logs.audit.list(**account, **span, limit=2))
    assert [row.resource.request["name"] for row in rows] == ["c", "b", "a"]
    assert {row.raw.method for row in rows} == {"POST"}
