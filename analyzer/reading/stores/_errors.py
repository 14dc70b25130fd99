"""What a store answers when it gives nothing, by its right name. Its own words, which hold addresses, are not told."""

from __future__ import annotations

import re

from analyzer.errors import AnalyzerError
from analyzer.facts import Fact, fact
from analyzer.reading.stores._address import scheme_of, shown

LIST, READ = "list", "read"
_CODE = re.compile(r"<Code>\s*([A-Za-z]+)\s*</Code>")
_REGION = re.compile(r"<Region>\s*([a-z0-9-]{1,40})\s*</Region>|expecting '([a-z0-9-]{1,40})'")
_STATUS = re.compile(r"status\scode:\s(\d{3})\b")
_KEYS_CODES = {"InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "Unauthorized", "InvalidArgument"}
_EXPIRED_CODES = {"ExpiredToken", "TokenRefreshRequired"}
_REGION_CODES = {"PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException"}
_BARE_REDIRECT = "BareRedirect"
_ROLE_SERVICE = "169.254."
_NO_LENGTH = "Content-Length"
_PERMISSIONS = {
    ("s3", LIST): "s3:ListBucket",
    ("s3", READ): "s3:GetObject",
    ("r2", LIST): "Object Read",
    ("r2", READ): "Object Read",
}


class UnreadableError(Exception):
    """One file can't be read, or no further; others may be."""

    def __init__(self, told: Fact) -> None:
        super().__init__(told.key)
        self.fact = told


def is_replaced(error: Exception) -> bool:
    """Whether the store has another version of the file than the one that was asked for."""
    return type(error).__name__ == "PreconditionError"


def why_unread(error: Exception, address: str) -> Exception:
    """What keeps a file from being read: UnreadableError, or AnalyzerError where it keeps all others, too."""
    if isinstance(error, FileNotFoundError) and _code(error) != "NoSuchBucket":
        return UnreadableError(fact("store_gone"))
    return _refusal(error, address, READ) or UnreadableError(_other(error))


def why_unlisted(error: Exception, address: str) -> AnalyzerError:
    """What keeps a bucket from being listed."""
    return _refusal(error, address, LIST) or AnalyzerError("store_failed", source=shown(address), error=_other(error))


def _refusal(error: Exception, address: str, doing: str) -> AnalyzerError | None:
    """The error of a bucket as a whole; None for any other."""
    text, code = str(error), _code(error)
    scheme, bucket = scheme_of(address), address.partition("://")[2].partition("/")[0]
    if scheme == "https":
        return None
    if code == "NoSuchBucket":
        return AnalyzerError("store_no_bucket", bucket=bucket)
    if code in _REGION_CODES or _BARE_REDIRECT in text:
        named = _REGION.search(text)
        region = next(filter(None, named.groups()), "") if named else ""
        return AnalyzerError("store_other_region", bucket=bucket, region=region)
    if code in _EXPIRED_CODES:
        return AnalyzerError("store_keys_expired", bucket=bucket)
    if code in _KEYS_CODES or type(error).__name__ == "UnauthenticatedError":
        return AnalyzerError("store_odd_keys", bucket=bucket, code=code or "Unauthorized")
    if code == "AccessDenied" or type(error).__name__ == "PermissionDeniedError":
        return AnalyzerError("store_denied", bucket=bucket, permission=_PERMISSIONS[scheme, doing])
    if _ROLE_SERVICE in text:
        return AnalyzerError("store_no_keys", variables=["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])
    return None


def _other(error: Exception) -> Fact:
    text = str(error)
    if code := _code(error):
        return fact("store_code", code=code)
    if status := _STATUS.search(text):
        return fact("store_status", status=int(status[1]))
    return fact("store_no_length" if _NO_LENGTH in text else "store_no_answer")


def _code(error: Exception) -> str:
    found = _CODE.search(str(error))
    return found[1] if found else ""
