"""Terraform (provider cloudflare, version 5): the lists and the Do Not Inspect rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzer.exports._pairs import Pair, pairs_of

if TYPE_CHECKING:
    from analyzer.answers.ranking import Ranking

_HEAD = """\
terraform {
  required_providers {
    cloudflare = {
      source  = "cloudflare/cloudflare"
      version = "~> 5.0"
    }
  }
}

variable "account_id" {
  type = string
}
"""
_ID = "%s"
"""Where `format` puts the id: a `$` before a `${` would be an escape."""


def render(ranking: Ranking) -> str:
    """A whole file for an account id as a variable. Rules get their precedence from Cloudflare."""
    return "\n".join([_HEAD, *(text for pair in pairs_of(ranking) for text in (_list(pair), _rule(pair)))])


def _list(pair: Pair) -> str:
    body = pair.list_body()
    lines = "".join(
        f"    {{\n      value       = {_quoted(item['value'])}\n"
        f"      description = {_quoted(item['description'])}\n    }},\n"
        for item in body.pop("items")
    )
    return _resource("cloudflare_zero_trust_list", pair, body, f"\n  items = [\n{lines}  ]\n")


def _rule(pair: Pair) -> str:
    body = {key: value for key, value in pair.rule_body(_ID).items() if value != ""}
    pattern = body.pop("traffic")
    traffic = f"format({_quoted(pattern)}, cloudflare_zero_trust_list.{_label(pair)}.id)"
    return _resource("cloudflare_zero_trust_gateway_policy", pair, body, f"\n  traffic = {traffic}\n")


def _resource(kind: str, pair: Pair, body: dict[str, Any], rest: str) -> str:
    values = {"account_id": "var.account_id", **{key: _value(value) for key, value in body.items()}}
    most = max(map(len, values))
    lines = "".join(f"  {key:{most}} = {value}\n" for key, value in values.items())
    return f'resource "{kind}" "{_label(pair)}" {{\n{lines}{rest}}}\n'


def _label(pair: Pair) -> str:
    return f"pinscout_{pair.match}s"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(map(_quoted, value)) + "]"
    return _quoted(str(value))


def _quoted(text: str) -> str:
    r"""The text as HCL, so that nothing in it ends the quotes or begins a template.

    >>> print(_quoted('a"b ${c} %{d}'))
    "a\"b $${c} %%{d}"
    """
    plain = "".join(c for c in text if c.isprintable()).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + plain.replace("${", "$${").replace("%{", "%%{") + '"'
