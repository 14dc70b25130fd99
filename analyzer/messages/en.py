"""Every sentence that people read about a finding, as a template with a key; another language is another table."""

from __future__ import annotations

SENTENCES = {
    # terms: why a candidate has the points it has
    "base": "one of {count} domains seen in the failure windows",
    "lift": "{inside} in the window where {usual} are usual",
    "lift_usual": "{inside} in the window, no more than usual ({usual})",
    "recurrence": "asked in {seen} of {windows} failures, and in {share} of ordinary stretches as long",
    "recurrence_missing": "asked in only {seen} of {windows} failures, and in {share} of ordinary stretches as long",
    "recurrence_cached": (
        "asked in {seen} of {windows} failures, still in the cache in {cached}, and asked in {share} of ordinary"
        " stretches as long"
    ),
    "near": "asked {distance} the reported failure",
    "near_none": "not asked close to the reported failure",
    "os_neighbours": "asked among the operating system's own names, as when a phone wakes up",
    "country_code": "a national domain ending (.{suffix})",
    "os_label": "belongs to the operating system",
    "sdk_label": "an SDK that many apps embed",
    "ad_label": "advertising, analytics or consent",
    "name": "the name fits: {piece} for {app}",
    "name_application": "Cloudflare counts it to the application {piece}",
    "name_owner": "belongs to the same service as {app}",
    "tls_error": "the device refused the gateway's certificate here ({count})",
    "tls_error_anonymous": "some device refused the gateway's certificate here; the log does not tell which ({count})",
    "inspected": "{hosts}decrypted without trouble ({count}), so not pinned",
    "inspected_anonymous": "{hosts}decrypted without trouble for some device; the log does not tell which ({count})",
    "inspected_contested": (
        "decrypted requests to the refused hosts as well ({count}): another app, or a part of this one, does not pin"
    ),
    "bypassed": "{hosts}exempt from inspection already",
    "origin_error": "the site's own certificate or server failed ({count}): that is not pinning",
    "uninspected": "connections to it, but never a decrypted request, while others were decrypted",
    "app_contact": "the phone's App Privacy Report says that this app contacted it",
    "app_contact_others": "the phone's App Privacy Report names only other apps for it",
    "local_name": "no public domain: a name of the local network, or a broken one",
    "companion": "asked together with a domain that the app surely needs",
    "alias": "stands for the same names as a domain that the app surely needs (CNAME {alias})",
    "other_devices": "asked by {asked} of {active} in the same minutes",
    "other_devices_none": "asked by none of the {active} in the same minutes",
    "label": "known as {label}",
    # verdict
    "verdict_candidates": "Exclude first: {entries}.",
    "verdict_empty": "No candidate: the log holds no lookup of the device around the failure.",
    "verdict_none": (
        "No clear candidate: none of the {count} domains stands out enough to be excluded. The ranking is below."
    ),
    # the trial plan
    "trust_store_nss": (
        "{app} has a trust store of its own: import the gateway's root certificate there (in Firefox: setting"
        " security.enterprise_roots.enabled), and nothing need be excluded."
    ),
    "trust_store_java": (
        "{app} trusts what Java's own store holds: import the gateway's root certificate there (keytool -importcert"
        " -cacerts), and nothing need be excluded."
    ),
    "trust_store_python": (
        "{app} trusts what its own bundle of certificates holds: point REQUESTS_CA_BUNDLE and SSL_CERT_FILE to one with"
        " the gateway's root certificate, and nothing need be excluded."
    ),
    "trust_store_node": (
        "{app} trusts what Node.js has built in: point NODE_EXTRA_CA_CERTS to the gateway's root certificate, and"
        " nothing need be excluded."
    ),
    "trust_store_openssl": (
        "{app} may trust a bundle of certificates of its own: point SSL_CERT_FILE (for Git http.sslCAInfo) to one with"
        " the gateway's root certificate, and nothing need be excluded."
    ),
    "trust_store_container": (
        "{app} runs systems that have trust stores of their own: install the gateway's root certificate in each, and"
        " nothing need be excluded."
    ),
    "plan_exclude": (
        "Exclude {entries} from TLS decryption: put {them} into a Gateway list and a Do Not Inspect rule"
        " (selector {selector}, operator in list)."
    ),
    "plan_restart": "Quit the app completely, start it again, and repeat what failed: only new connections are exempt.",
    "plan_next": "Still failing? Add {entries} ({band_reason}) and try again.",
    "plan_shrink": (
        "Working? Take the entries out again one at a time, last added first, and keep only those that it needs."
    ),
    "plan_single": "Working? Keep the entry, and note why and when it was made.",
    "plan_wider": "Nothing helps? Look at a wider window: --before 3m --after 3m.",
    "plan_wider_or_name": (
        "Nothing helps? Look at a wider window (--before 3m --after 3m) or name the app (--app NAME)."
    ),
    "plan_faulty": (
        "{domain} fails by its own certificate or server. Try the app once with WARP switched off: if it fails there,"
        " too, only the site's owner can mend it; if it works, the site's certificate is one that Cloudflare does not"
        " know, and an exclusion or a rule for untrusted certificates helps."
    ),
    "none_try": (
        "No time for that? The likeliest is {entries}: exclude it, restart the app, and take it out if nothing changes."
    ),
    "none_repeat": (
        "Make it fail again, twice, at least five minutes apart, with flight mode switched on and off before each try"
        " (this empties the phone's DNS cache), and give all times: --at TIME --at TIME."
    ),
    "none_wider": "If the time is not exact, look around it: --before 3m --after 3m.",
    "none_name": "Name the app as it stands under its icon: --app NAME.",
    "none_sessions": (
        "Logs of connections tell who refused whom: add Logpush zero_trust_network_sessions (and gateway_http) of that"
        " time as further sources."
    ),
    "none_limits": (
        "DNS cannot show an app that brings its own DNS or connects to fixed addresses, and an app may fail"
        " for a reason other than inspection: try once with WARP switched off. Apps with a trust store of their own"
        " (Java, Python, Firefox, most on Android) need the gateway's root certificate there, not an exclusion."
    ),
    # what inspection loses
    "cost_host": "only {hosts} would no longer be inspected",
    "cost_host_shared": "only {hosts} would no longer be inspected, but other apps use the same",
    "cost_domain_none": "no other use of {domain} was seen, so inspection loses little",
    "cost_domain": (
        "everything under {domain} is left uninspected: {baseline} of this device outside the windows"
        " ({share} of all it asked there), {others} in them"
    ),
    # what would change the answer
    "change_ahead": "It is {points} points ahead of the next, {other}.",
    "change_behind": "It is {points} points behind the first, {other}.",
    "change_name": "Name the app (--app NAME): a domain whose name fits gains up to {points} points.",
    "change_failure": (
        "Let it fail once more and give all times: if this domain is asked again, it {asked}; if not, it {silent}."
    ),
    "change_failure_none": "One more failure would not change its points: it has come often enough.",
    "change_gain": "gains {points} points",
    "change_loss": "loses {points} points",
    "change_none": "stays as it is",
    "change_sessions": (
        "Add session logs (zero_trust_network_sessions): a refused certificate adds {points} points, and a domain"
        " without one is far less likely to be it."
    ),
    "change_requests": (
        "Add request logs (gateway_http): where its hosts were decrypted without trouble, it loses {points} points."
    ),
    "not_kept": "not kept for `pinscout explain` and `pinscout export`: {error}",
    # notes on the input
    "signals": "beside DNS rows the log tells of: {kinds}",
    "skipped_files": "not read: {count} of another time by name (--all-files reads all)",
    "other_time": "None of the {count} holds anything around {times}: their names tell of {span}.",
    "other_time_hint": "Check the date and the zone of the time (--tz). --all-files reads them all the same.",
    "unnamed_sessions": ("{count} named no host, nor did the network log (gateway_network) of the same session"),
    "read": "{used} of {rows} rows used from {files}",
    "dropped": "left out: {reasons}",
    "truncated": "{name} is cut short or damaged; what could be read of it was used",
    "unused_file": "{name}: nothing in it could be used; it looks like {looks_like}",
    "span": "looked at {span}, times in {zone}",
    "no_device_names": "the log names no devices (redacted, or not logged): all its rows were taken to be one device",
    "no_baseline": "the log holds nothing from before the failure to compare with: the ranking rests on less",
    "blocked": "{domain}: a DNS policy blocked {count} lookups; no exclusion from decryption changes that",
    "empty_windows": (
        "the log holds no lookup of the device around {times}; it has rows of it from {covered}."
        " Check the time and the zone (--tz), or look wider: --before 5m --after 5m"
    ),
    "one_failure": "One failure is weak evidence: a second time (--at TIME --at TIME) makes the ranking much surer.",
    "pooled": "{count} devices were pooled",
    # a sweep: terms
    "sweep_base": "a client refused the gateway's certificate here",
    "sweep_devices": "{devices} refused it",
    "sweep_returns": "refused again and again: in {hours}",
    "sweep_retries": "refused five times and more within 30 s by one device, as retrying apps do",
    "sweep_share": "refused in {refused} minutes of use, served in {served}",
    "sweep_share_all": "refused in {refused} of use and never served",
    "sweep_share_low": "served in {served} minutes of use, refused in {refused}",
    "sweep_served": "{served} of those that refused it were served as well, so hardly pinned",
    "sweep_stray": "advertising or static files, where handshakes often break by chance",
    "sweep_stray_label": "{label}: handshakes there often break by chance",
    "sweep_bypassed": "exempt from inspection after the last refusal",
    "sweep_origin_error": "the site's own certificate or server failed ({errors}): that is not pinning",
    "sweep_local_name": "no public domain: a name of the local network, or a broken one",
    # a sweep: verdict, plan, notes
    "sweep_candidates": "Clients refuse to have these decrypted: {entries}.",
    "sweep_unsure": "No domain stands out enough to be excluded; likeliest is {entries}.",
    "sweep_stray_only": "Nothing to exclude: what was refused ({count}) looks like broken handshakes by chance.",
    "sweep_nothing": "Nothing was refused: no client broke off a handshake with the gateway.",
    "entries_more": "{shown} and {count} more (all of them: --format gateway-list)",
    "sweep_check": "Let a user of each restart the app and repeat what failed, then sweep again: --since TIME.",
    "sweep_ask": "Not sure of {domains}: ask on those devices what fails; `pinscout find --at TIME` looks closer.",
    "sweep_stores": (
        "Programs with their own list of certificates (Java, Python, Firefox, Electron) refuse in the same way:"
        " on computers, give them Cloudflare's certificate rather than an exclusion."
    ),
    "sweep_who": "on {devices}",
    "sweep_again": "Sweep again when more has been logged, or over a longer time: --since TIME.",
    "sweep_no_time": "no connection at all",
    "sweep_certificate_step": "Put Cloudflare's certificate on {devices}: nearly everything is refused there.",
    "sweep_certificate": (
        "{device} refused {refused} and was served on {served}: is Cloudflare's certificate installed and trusted"
        " there? Its refusals are left out"
    ),
    "sweep_certificate_more": "{count} that refuse nearly everything are left out as well",
    "sweep_anonymous": "the session log names no devices: how many devices refused a domain is unknown",
    "sweep_attributed": (
        "the session log names no devices: {count} of {total} refusals are given to the only device that the network"
        " log shows at that host in that minute"
    ),
    "sweep_no_http": "no decrypted requests (gateway_http) were read: connections that ended well stand in for them",
    "sweep_no_sessions": "The log holds no sessions: a sweep needs the reasons why connections were closed.",
    "sweep_no_sessions_hint": (
        "Logpush writes them (Enterprise): give it a job for the account's dataset zero_trust_network_sessions, with"
        " SNI, ConnectionCloseReason, SessionStartTime and DeviceID among its fields, and sweep its files. With the"
        " DNS log alone, `pinscout find --at TIME` works around the time of a failure."
    ),
    "sweep_late": "the newest rows may not have arrived yet",
    "sweep_no_live": "The session log (cf1GatewayNetworkSessionRawGroups) is not open to this token or plan.",
    # notes on the live account
    "live_no_device": (
        "this account's DNS log names no devices: all queries of the account (or of --location) are taken together,"
        " which makes the ranking less sure"
    ),
    "live_no_choice": "This account's log names no devices to this token, so that none can be picked by --device.",
    "live_no_choice_hint": (
        "Leave --device away: all queries of the account, or of --location, are then taken together. If names are"
        " redacted, the token may lack Account > Zero Trust PII > Read: `pinscout doctor` tells."
    ),
    "live_unknown_device": "The account knows no device {device!r}.",
    "live_unknown_device_hint": "`pinscout devices` lists those that were active.",
    "live_anonymous": "{dataset} names no devices here: what it tells may be of any device of the account",
    "live_forecast": "about {requests} requests are needed; Cloudflare allows 300 in five minutes",
    "live_too_old": "{dataset} reaches back to {since} only",
    "live_refused": "fields that the account does not give: {fields}",
    "live_overfull": "more queries than a page holds within one second, some are missing: {seconds}",
    "live_lacks": "{dataset}: not open to this token or plan, so the ranking does without",
    "live_closed": "{dataset}: not open to this token or plan",
    "live_nothing": "the account's log holds nothing in that time: is DNS logging on? `pinscout doctor` tells",
    "live_waiting": "waiting for the newest rows of the log to arrive …",
    "live_late": "the newest rows may not have arrived yet: --wait waits until they have, or run this again later",
}

SIGNAL_WORDS = {
    "tls_error": "refused certificates",
    "origin_error": "faulty sites",
    "session": "connections",
    "inspected": "decrypted requests",
    "bypassed": "requests exempt from inspection",
    "app_contact": "contacts by app",
}
"""What connections and reports tell."""

LABEL_WORDS = {
    "os_service": "OS",
    "sdk": "SDK",
    "ad_or_analytics": "ads, analytics",
    "shared_platform": "shared platform",
}
"""What is known about a domain, the most telling first."""

REASONS = {
    "broken_line": "broken line",
    "bad_encoding": "not readable as UTF-8",
    "no_name": "no name",
    "no_time": "no time",
    "reverse_lookup": "reverse lookup of an address",
    "other_dataset": "another kind of log",
    "no_meaning": "silent on inspection",
    "truncated": "cut off in the middle",
    "other_device": "of other devices at other times",
}


def say(key: str, **values: object) -> str:
    """The sentence of that key, filled in."""
    return SENTENCES[key].format(**values)


def plural(count: int, noun: str) -> str:
    """`1 device`, `2 devices`, `1,200 lookups`."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def percent(share: float) -> str:
    """`12%`, `under 1%`, `none`."""
    return "none" if share == 0 else f"{share:.0%}" if share >= 0.01 else "under 1%"
