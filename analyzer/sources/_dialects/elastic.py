"""Elastic's names (ECS) for Gateway's fields, as its Cloudflare integration and Kibana's CSV have them."""

from __future__ import annotations

from typing import Any

_IDENTITY = {
    "DeviceID": ("host.id",),
    "DeviceName": ("host.name",),
    "Email": ("user.email",),
    "SrcIP": ("source.ip",),
}
_DNS = {
    "QueryName": ("question.name", "dns.question.name"),
    "QueryNameReversed": ("question.reversed",),
    "Datetime": ("timestamp", "@timestamp"),
    "QueryTypeName": ("question.type", "dns.question.type"),
    "QueryType": ("question.type_id",),
    "ResolverDecision": ("resolver_decision",),
    "RCode": ("response_code", "dns.response_code"),
    "Location": ("location.name",),
    "ApplicationName": ("application_name",),
    "QueryApplicationNames": ("question.application.names",),
    "QueryCategoryNames": ("question.category.names",),
    "CNAMEs": ("cname",),
    "RegistrationID": ("registration_id",),
} | _IDENTITY
_HTTP = {
    "HTTPHost": ("request.host", "url.domain"),
    "URL": ("url.original",),
    "Datetime": ("timestamp", "@timestamp"),
    "Action": ("action", "event.action"),
    "HTTPMethod": ("http.request.method",),
    "HTTPStatusCode": ("response.status_code", "http.response.status_code"),
} | _IDENTITY
_SESSION = {
    "SNI": ("sni", "tls.client.server_name"),
    "SessionID": ("session.id", "event.id"),
    "SessionStartTime": ("session.start", "event.start"),
    "SessionEndTime": ("session.end", "event.end", "@timestamp"),
    "ConnectionCloseReason": ("tcp.connection.close_reason",),
    "ClientTLSVersion": ("tls.client.version",),
    "OriginTLSCertificateValidationResult": ("tls.server.certificate.validation_result",),
    "BytesSent": ("source.bytes",),
    "BytesReceived": ("destination.bytes",),
    "Protocol": ("transport", "network.transport"),
} | _IDENTITY
_STREAMS = {
    "gateway_dns": (_DNS, ("QueryName", "QueryNameReversed")),
    "gateway_http": (_HTTP, ("HTTPHost", "URL")),
    "network_session": (_SESSION, ("ConnectionCloseReason",)),
}
_PREFIX = "cloudflare_logpush."


def as_logpush(row: dict[str, Any]) -> dict[str, Any] | None:
    """The row in Logpush's keys; None if it is no event of the Cloudflare integration nor a DNS question."""
    if "@timestamp" not in row:
        return None
    stream = _stream_of(row)
    if stream not in _STREAMS:
        return None
    places, marks = _STREAMS[stream]
    values = {key: _first(row, stream, paths) for key, paths in places.items()}
    known = {key: value for key, value in values.items() if value not in (None, "")}
    return known if any(mark in known for mark in marks) else None


def _stream_of(row: dict[str, Any]) -> str:
    """The data stream that the event names, or that its own fields are of."""
    told = _value_at(row, "event.dataset") or _value_at(row, "data_stream.dataset") or ""
    if isinstance(told, str) and told:
        return told.removeprefix(_PREFIX) if told.startswith(_PREFIX) else ""
    own = (stream for stream in _STREAMS if any(key.startswith(_PREFIX + stream) for key in row))
    inner = row.get("cloudflare_logpush")
    nested = (stream for stream in _STREAMS if isinstance(inner, dict) and stream in inner)
    return next(own, None) or next(nested, None) or ("gateway_dns" if _value_at(row, "dns.question.name") else "")


def _first(row: dict[str, Any], stream: str, paths: tuple[str, ...]) -> Any:
    """The value of the first path that there is one at, under the integration's own fields or at the top."""
    places = (place for path in paths for place in (f"{_PREFIX}{stream}.{path}", path))
    return next((value for value in (_value_at(row, place) for place in places) if value is not None), None)


def _value_at(row: dict[str, Any], path: str) -> Any:
    """The value at `a.b.c`, whether nested or a key with dots in it, as tables have."""
    if path in row:
        return row[path]
    value: Any = row
    for key in path.split("."):
        if not isinstance(value, dict) or key not in value:
            return None
        value = value[key]
    return value
