"""The tokens the stand-in knows. They are names, not secrets, and are treated as secrets all the same."""

from __future__ import annotations

from dataclasses import dataclass

ACCOUNT = "0123456789abcdef0123456789abcdef"
SECOND_ACCOUNT = "fedcba9876543210fedcba9876543210"
ACCOUNT_NAMES = {ACCOUNT: "Example Home", SECOND_ACCOUNT: "Example Office"}
READS = frozenset({"analytics", "accounts", "zero_trust", "devices", "resource_library", "pii", "audit", "logs"})
EDITS = frozenset({"lists_edit", "rules_edit", "resource_library_edit"})
CREATES = frozenset({"lists_create", "rules_create"})
PERMISSIONS = READS | EDITS | CREATES


@dataclass(frozen=True)
class Token:
    """What a token may do, where, and whose it is: a user's, or the account's own."""

    id: str
    permissions: frozenset[str] = PERMISSIONS
    accounts: tuple[str, ...] = (ACCOUNT,)
    owned_by_account: bool = False
    expired: bool = False
    sees_half: bool = False
    """Its role is for some lists and rules alone, and it is not told of the others."""


TOKENS = {
    "standin-full": Token("a1" * 16),
    "standin-no-pii": Token("a2" * 16, PERMISSIONS - {"pii"}),
    "standin-analytics-only": Token("a3" * 16, frozenset({"analytics", "accounts"})),
    "standin-none": Token("a4" * 16, frozenset()),
    "standin-two-accounts": Token("a5" * 16, accounts=(ACCOUNT, SECOND_ACCOUNT)),
    "standin-account-owned": Token("a6" * 16, owned_by_account=True),
    "standin-read-only": Token("a8" * 16, READS),
    "standin-lists-only": Token("a9" * 16, PERMISSIONS - {"rules_edit", "rules_create"}),
    "standin-half": Token("b1" * 16, READS | EDITS, sees_half=True),
    "standin-other-account": Token("b2" * 16, accounts=(SECOND_ACCOUNT,)),
    "standin-expired": Token("a7" * 16, expired=True),
}
