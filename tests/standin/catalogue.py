"""What an account has besides its logs: settings, application types, applications."""

from __future__ import annotations

from typing import Any

_CREATED = "2024-01-10T00:00:00Z"


def logging() -> dict[str, Any]:
    """`gateway/logging` of an account that logs everything."""
    everything = {"log_all": True, "log_blocks": True}
    return {
        "redact_pii": False,
        "settings_by_rule_type": {"dns": dict(everything), "http": dict(everything), "l4": dict(everything)},
    }


def configuration() -> dict[str, Any]:
    """`gateway/configuration` of an account that decrypts TLS."""
    return {
        "settings": {
            "tls_decrypt": {"enabled": True},
            "inspection": {"mode": "static"},
            "protocol_detection": {"enabled": True},
            "certificate": {"id": "6f1b2c3d-0e4f-4a5b-8c6d-7e8f90a1b2c3"},
        },
        "created_at": _CREATED,
        "updated_at": _CREATED,
    }


# Types and applications come in one flat list; only applications have an application_type_id.
APP_TYPES: tuple[dict[str, Any], ...] = (
    {
        "id": 16,
        "name": "Do Not Inspect",
        "description": "Applications that break when inspected.",
        "created_at": _CREATED,
    },
    {"id": 3, "name": "Collaboration & Online Meetings", "description": "Chat and calls.", "created_at": _CREATED},
    {"id": 591, "application_type_id": 3, "name": "Slack", "created_at": _CREATED},
    {"id": 1199, "application_type_id": 16, "name": "Google Drive (Do Not Inspect)", "created_at": _CREATED},
    {"id": 1210, "application_type_id": 16, "name": "Zoom (Do Not Inspect)", "created_at": _CREATED},
)


def _application(number: int, name: str, hosts: tuple[str, ...], support: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "id": number,
        "name": name,
        "human_id": name.lower().replace(" ", "-"),
        "category_id": 3,
        "application_type": "SaaS",
        "application_type_description": "Software as a service.",
        "application_source": "cloudflare",
        "application_confidence_score": -1,
        "gen_ai_score": -1,
        "hostnames": list(hosts),
        "support_domains": list(support),
        "ip_subnets": [],
        "port_protocols": [],
        "supported": ["GATEWAY", "ACCESS"],
        "review_status": "unreviewed",
        "version": "1",
        "created_at": _CREATED,
        "updated_at": _CREATED,
    }


APPLICATIONS: tuple[dict[str, Any], ...] = (
    _application(591, "Slack", ("slack.com", "slack-edge.com"), ("slack-imgs.com",)),
    _application(650, "Zoom", ("zoom.us", "zoom.com"), ("zoomgov.com",)),
    _application(1199, "Google Drive", ("drive.google.com", "docs.google.com"), ("googleusercontent.com",)),
)
APPLICATION_FIELDS = frozenset(APPLICATIONS[0])


def type_of(application: int) -> int:
    """The id of the application's type; 0 if it has none."""
    return next((int(each.get("application_type_id", 0)) for each in APP_TYPES if each["id"] == application), 0)


def custom(number: int, name: str) -> dict[str, Any]:
    """An application that the account made."""
    return _application(number, name, ()) | {"application_type": "Custom", "supported": ["GATEWAY"]}


def hosts_match(application: dict[str, Any], hostname: str) -> bool:
    """Whether the hostname is one of the application's, or below one."""
    known = [*application["hostnames"], *application["support_domains"]]
    return any(hostname == host or hostname.endswith(f".{host}") for host in known)
