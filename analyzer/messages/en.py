"""English: every sentence that people read, as a template with a key, and how English writes a value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

_FLUSH_WINDOWS = "ipconfig /flushdns"
_FLUSH_MAC = "sudo dscacheutil -flushcache; sudo killall -HUP mDNSResponder"
_FLUSH_LINUX = "resolvectl flush-caches"
_FLUSH_COMPUTER = f"Windows: {_FLUSH_WINDOWS}; macOS: sudo dscacheutil -flushcache; Linux: {_FLUSH_LINUX}"

_NOT_IN_FORCE = (
    "See that the rule is switched on and meant for this device, and that the names stand in its list. An app that was"
    " not quit completely keeps its old connections: quit it, start it again, and verify that run."
)
_EXCLUDE_MORE = (
    "Exclude {hosts} as well (pinscout exclude {names:words}), quit the app completely, start it again, and verify that"
    " run."
)
_SAY_WHAT = "Say what you saw: --works or --fails."
_ENOUGH = "Nothing more need be excluded."

SENTENCES = {
    # terms: why a candidate has the points it has
    "base": "one of {count:,} domains seen in the failure windows",
    "lift": "{inside:lookups} in the window where {usual:rate} are usual",
    "lift_usual": "{inside:lookups} in the window, no more than usual ({usual:rate})",
    "recurrence": "asked in {seen} of {windows} failures, and in {share:percent} of ordinary stretches as long",
    "recurrence_missing": "asked in only {seen} of {windows} failures, and in {share:percent} of ordinary stretches as long",
    "recurrence_cached": (
        "asked in {seen} of {windows} failures, still in the cache in {cached}, and asked in {share:percent} of ordinary"
        " stretches as long"
    ),
    "near": "asked {offset_s:distance} the reported failure",
    "near_none": "not asked close to the reported failure",
    "os_neighbours": "asked among the operating system's own names, as when a phone wakes up",
    "country_code": "a national domain ending (.{suffix})",
    "os_label": "belongs to the operating system",
    "sdk_label": "an SDK that many apps embed",
    "ad_label": "advertising, analytics or consent",
    "name": "the name fits: {piece} for {app}",
    "name_application": "Cloudflare counts it to the application {piece}",
    "name_service": "belongs to the same service as {app}",
    "name_owned": "a service of {piece}",
    "name_owner": "belongs to {piece}, as {app} does",
    "tls_error": "the device refused the gateway's certificate here ({count:broken_handshakes})",
    "tls_error_anonymous": (
        "some device refused the gateway's certificate here; the log does not tell which ({count:broken_handshakes})"
    ),
    "refused_later": (
        "the device closed {count:connections} right after a good handshake and asked for nothing, as apps do that check"
        " the certificate then"
    ),
    "refused_perhaps": "the device closed {count:connections} right after the handshake and asked for nothing: perhaps a refusal",
    "refused_again": "refused in {share:percent} of the failures",
    "used": "connections to it were used ({count:connections}), so not refused",
    "used_some": "{some} of {all:hosts}: connections were used ({count:connections}), so not refused",
    "inspected": "decrypted without trouble ({count:requests}), so not pinned",
    "inspected_some": "{some} of {all:hosts}: decrypted without trouble ({count:requests}), so not pinned",
    "inspected_anonymous": "decrypted without trouble for some device; the log does not tell which ({count:requests})",
    "inspected_anonymous_some": (
        "{some} of {all:hosts}: decrypted without trouble for some device; the log does not tell which ({count:requests})"
    ),
    "inspected_contested": (
        "decrypted requests to the refused hosts as well ({count:requests}): another app, or a part of this one, does not pin"
    ),
    "bypassed": "exempt from inspection already",
    "bypassed_some": "{some} of {all:hosts}: exempt from inspection already",
    "origin_error": "the site's own certificate or server failed ({count:connections}): that is not pinning",
    "unresolved": "its name could not be resolved in {failed:,} of {lookups:lookups}: an outage, not inspection",
    "uninspected": "connections to it, but never a decrypted request, while others were decrypted",
    "app_contact": "the phone's own report says that this app contacted it",
    "app_contact_others": "the phone's own report names only other apps for it",
    "local_name": "no public domain: a name of the local network, or a broken one",
    "companion": "asked together with a domain that the app surely needs",
    "alias": "stands for the same names as a domain that the app surely needs (CNAME {alias})",
    "other_devices": "asked by {asked:,} of {active:other_devices} in the same minutes",
    "other_devices_none": "asked by none of the {active:other_devices} in the same minutes",
    "label": "{label:label}",
    # what keeps a domain from being excluded first
    "caution_risk": "Cloudflare counts it to the security category {risk}: never excluded",
    "caution_distrust": "the device refuses nearly everything, so it lacks the gateway's certificate: that is not pinning",
    "caution_went_well": "all of its hosts that were asked went well, so none of them is refused",
    "caution_unresolved": "nothing under it could be resolved, so there was no connection to refuse",
    "caution_look_alike": (
        "bears the name of {app} too, but another domain does with better right: do you know whose this one is? Any page"
        " can make a device ask for it"
    ),
    "caution_unknown": (
        "first asked in this one failure, and no table knows it: any page can make a device ask for a name once, so it"
        " needs a second failure or a log of connections"
    ),
    "caution_one_failure": (
        "asked in this one failure, and does not bear the app's name: times alone tell too little, so it needs a second"
        " failure or a log of connections"
    ),
    "caution_no_refusal": "no table knows it, and the log of connections shows no refusal of it",
    "caution_not_in_all": (
        "not asked in every failure, as another domain of the app's name was: try without this one first"
    ),
    "caution_one_lookup": "a single lookup of a device of which the log holds nothing else to compare with",
    "caution_flood": "one of many domains asked at once that none can be told from: such a flood may be meant to mislead",
    # verdict
    "verdict_candidates": "Exclude first: {entries}.",
    "verdict_application": "Select the application {applications:list} in a Do Not Inspect rule.",
    "verdict_covered": "{domains:list}: excluded already, by the rule {rules:list}.",
    "verdict_blocked": "A DNS policy blocks {hosts}: allow it first, no exclusion from decryption changes that.",
    "verdict_blocked_then": "Still failing then? Exclude {entries}.",
    "verdict_blocked_nothing": "Nothing stands out that would have to be excluded.",
    "verdict_outage": "{domains:list} could not be resolved: an outage or a wrong name, which no exclusion changes.",
    "verdict_distrust": "Nothing to exclude: the device lacks Cloudflare's certificate, and refuses nearly everything.",
    "verdict_store": "Give {program:program} the gateway's certificate; only if that can't be done, exclude {entries}.",
    "verdict_store_none": (
        "Give {program:program} the gateway's certificate; none of the {count:domains} stands out enough to"
        " be excluded."
    ),
    "verdict_fault": "{domains:list} fails by its own certificate or server, not by inspection.",
    "verdict_empty": "No candidate: the log holds no lookup of the device around the failure.",
    "verdict_none": (
        "No clear candidate: none of the {count:,} domains stands out enough to be excluded. The ranking is below."
    ),
    # the trial plan
    "trust_store_docker": (
        "Docker pulls with its host's list of certificates: install the gateway's root certificate in the"
        " system's trust store there and restart Docker, or put it into"
        " /etc/docker/certs.d/<registry>/ca.crt; what runs inside containers needs it in their image. Then"
        " nothing need be excluded."
    ),
    "trust_store_podman": (
        "Podman pulls with its host's list of certificates (on a PC or Mac that is the podman machine):"
        " install the gateway's root certificate there, or put it into"
        " /etc/containers/certs.d/<registry>/ca.crt; what runs inside containers needs it in their image."
        " Then nothing need be excluded."
    ),
    "trust_store_npm": (
        "npm trusts what Node.js has built in: `npm config set cafile FILE` with the gateway's root"
        " certificate, and NODE_EXTRA_CA_CERTS=FILE for scripts that packages run. Then nothing need be"
        " excluded."
    ),
    "trust_store_pnpm": (
        "pnpm trusts what Node.js has built in: `pnpm config set cafile FILE` with the gateway's root"
        " certificate, and NODE_EXTRA_CA_CERTS=FILE for scripts that packages run. Then nothing need be"
        " excluded."
    ),
    "trust_store_yarn": (
        "Yarn trusts what Node.js has built in: set NODE_EXTRA_CA_CERTS=FILE to the gateway's root"
        " certificate, or `yarn config set httpsCaFilePath FILE` (cafile in Yarn 1). Then nothing need be"
        " excluded."
    ),
    "trust_store_node": (
        "Node.js trusts what it has built in: set NODE_EXTRA_CA_CERTS=FILE to the gateway's root certificate."
        " Then nothing need be excluded."
    ),
    "trust_store_pip": (
        "pip may trust a bundle of its own: `pip config set global.cert FILE`, or PIP_CERT=FILE, with a"
        " bundle that holds the gateway's root certificate. Then nothing need be excluded."
    ),
    "trust_store_uv": (
        "uv trusts a bundle of its own: let it use the system's trust store, which needs the gateway's root"
        " certificate (--native-tls, in newer versions --system-certs), or set SSL_CERT_FILE=FILE to a bundle"
        " with it. Then nothing need be excluded."
    ),
    "trust_store_poetry": (
        "Poetry trusts Python's own bundle: set REQUESTS_CA_BUNDLE=FILE to one that holds the gateway's root"
        " certificate too. Then nothing need be excluded."
    ),
    "trust_store_python": (
        "Python programs trust a bundle of their own: set SSL_CERT_FILE=FILE and REQUESTS_CA_BUNDLE=FILE to"
        " one that holds the gateway's root certificate too. Then nothing need be excluded."
    ),
    "trust_store_cargo": (
        "Cargo takes its certificates from CARGO_HTTP_CAINFO=FILE (or http.cainfo in its configuration): name"
        " a bundle that holds the gateway's root certificate; rustup uses the system's trust store. Then"
        " nothing need be excluded."
    ),
    "trust_store_go": (
        "Go programs trust the system's store: install the gateway's root certificate there; on Linux"
        " SSL_CERT_FILE=FILE names a bundle with it instead. Then nothing need be excluded."
    ),
    "trust_store_terraform": (
        "Terraform, like all Go programs, trusts the system's store, and so do its providers: install the"
        " gateway's root certificate there; on Linux, and in containers, SSL_CERT_FILE=FILE names a bundle"
        " with it instead. Then nothing need be excluded."
    ),
    "trust_store_kubectl": (
        "kubectl, like all Go programs, trusts the system's store, or the authority in its kubeconfig"
        " (certificate-authority): install the gateway's root certificate there; on Linux SSL_CERT_FILE=FILE"
        " names a bundle with it instead. Then nothing need be excluded."
    ),
    "trust_store_helm": (
        "Helm, like all Go programs, trusts the system's store: install the gateway's root certificate there;"
        " on Linux SSL_CERT_FILE=FILE names a bundle with it instead (for one repository --ca-file). Then"
        " nothing need be excluded."
    ),
    "trust_store_git": (
        "Git may trust a bundle of its own: `git config --global http.sslCAInfo FILE` with one that holds the"
        " gateway's root certificate; on Windows `git config --global http.sslBackend schannel` makes it use"
        " the system's store. Then nothing need be excluded."
    ),
    "trust_store_curl": (
        "curl may trust a bundle of its own: set CURL_CA_BUNDLE=FILE (or --cacert FILE) to one that holds the"
        " gateway's root certificate. Then nothing need be excluded."
    ),
    "trust_store_wget": (
        "wget may trust a bundle of its own: install the gateway's root certificate in the system's trust"
        " store, or put ca_certificate=FILE into ~/.wgetrc. Then nothing need be excluded."
    ),
    "trust_store_aws": (
        "The AWS CLI trusts a bundle of its own: set AWS_CA_BUNDLE=FILE to one that holds the gateway's root"
        " certificate. Then nothing need be excluded."
    ),
    "trust_store_gcloud": (
        "gcloud trusts a bundle of its own: `gcloud config set core/custom_ca_certs_file FILE` with one that"
        " holds the gateway's root certificate. Then nothing need be excluded."
    ),
    "trust_store_az": (
        "The Azure CLI trusts Python's own bundle: set REQUESTS_CA_BUNDLE=FILE to one that holds the"
        " gateway's root certificate too. Then nothing need be excluded."
    ),
    "trust_store_wsl": (
        "A distribution in WSL has a trust store of its own, apart from that of Windows: put the gateway's"
        " root certificate into /usr/local/share/ca-certificates/NAME.crt inside it and run `sudo"
        " update-ca-certificates`. Then nothing need be excluded."
    ),
    "trust_store_java": (
        "Java trusts what its own store holds: `keytool -importcert -cacerts -file FILE` with the gateway's"
        " root certificate, or on Windows the option -Djavax.net.ssl.trustStoreType=Windows-ROOT. Then"
        " nothing need be excluded."
    ),
    "trust_store_maven": (
        "Maven trusts what the store of its Java holds: `keytool -importcert -cacerts -file FILE` with the"
        " gateway's root certificate, or on Windows -Djavax.net.ssl.trustStoreType=Windows-ROOT in"
        " MAVEN_OPTS. Then nothing need be excluded."
    ),
    "trust_store_gradle": (
        "Gradle trusts what the store of its Java holds: `keytool -importcert -cacerts -file FILE` with the"
        " gateway's root certificate, or on Windows systemProp.javax.net.ssl.trustStoreType=Windows-ROOT in"
        " gradle.properties. Then nothing need be excluded."
    ),
    "trust_store_intellij": (
        "JetBrains' programs bring a Java of their own: add the gateway's root certificate under Settings >"
        " Tools > Server Certificates; builds that they start need it in their Java (`keytool -importcert"
        " -cacerts -file FILE`). Then nothing need be excluded."
    ),
    "trust_store_minecraft": (
        "Minecraft brings a Java of its own: import the gateway's root certificate into it (`keytool"
        " -importcert -cacerts -file FILE`, with the keytool of the launcher's runtime folder), or on Windows"
        " add -Djavax.net.ssl.trustStoreType=Windows-ROOT to its JVM arguments. Then nothing need be"
        " excluded."
    ),
    "trust_store_electron": (
        "Electron programs trust the system's store, and their Node.js part what it has built in: install the"
        " gateway's root certificate in the system's store and set NODE_EXTRA_CA_CERTS=FILE to it. Then"
        " nothing need be excluded."
    ),
    "trust_store_vscode": (
        "VS Code trusts the system's store: install the gateway's root certificate there; for extensions that"
        " bring their own code for connections set NODE_EXTRA_CA_CERTS=FILE to it. Then nothing need be"
        " excluded."
    ),
    "trust_store_postman": (
        "Postman has a list of its own: switch on Settings > Certificates > CA certificates and choose a file"
        " with the gateway's root certificate. Then nothing need be excluded."
    ),
    "trust_store_ruby": (
        "Ruby trusts OpenSSL's bundle: set SSL_CERT_FILE=FILE to one that holds the gateway's root"
        " certificate too. Then nothing need be excluded."
    ),
    "trust_store_r": (
        "R downloads with curl: set CURL_CA_BUNDLE=FILE (in ~/.Renviron) to a bundle that holds the gateway's"
        " root certificate. Then nothing need be excluded."
    ),
    "trust_store_conda": (
        "conda trusts a bundle of its own: `conda config --set ssl_verify FILE` with one that holds the"
        " gateway's root certificate. Then nothing need be excluded."
    ),
    "trust_store_homebrew": (
        "Homebrew downloads with curl: install the gateway's root certificate in the system's trust store;"
        " with a curl of its own (HOMEBREW_FORCE_BREWED_CURL) name a bundle with it in ~/.curlrc"
        " (cacert=FILE) and set HOMEBREW_CURLRC=1. Then nothing need be excluded."
    ),
    "trust_store_mozilla": (
        "Firefox and Thunderbird have a list of their own: set security.enterprise_roots.enabled to true"
        " (about:config), so that they trust the authorities added to the system, or import the gateway's"
        " root certificate in their settings. Then nothing need be excluded."
    ),
    "trust_store_php": (
        "PHP and Composer may trust a bundle of their own: name one that holds the gateway's root certificate"
        " in php.ini (openssl.cafile and curl.cainfo), or for Composer `composer config --global cafile"
        " FILE`. Then nothing need be excluded."
    ),
    "trust_store_dotnet": (
        ".NET and NuGet trust the system's store: install the gateway's root certificate there; on Linux"
        " SSL_CERT_FILE=FILE names a bundle with it instead. Then nothing need be excluded."
    ),
    "trust_store_android_studio": (
        "Android Studio brings a Java of its own: add the gateway's root certificate under Settings > Tools >"
        " Server Certificates; Gradle and the SDK manager need it in their Java (`keytool -importcert"
        " -cacerts -file FILE`). Then nothing need be excluded."
    ),
    "trust_store_android_emulator": (
        "The Android emulator is a device of its own: install the gateway's root certificate in it, as a"
        " system certificate, since apps don't trust those that a user adds. Then nothing need be excluded."
    ),
    "plan_exclude_domain": (
        "Exclude {entries} from TLS decryption: put it into a Gateway list and a Do Not Inspect rule"
        " (Zero Trust > Traffic policies > Firewall policies > HTTP; selector Domain, operator in list)."
    ),
    "plan_exclude_domains": (
        "Exclude {entries} from TLS decryption: put them into a Gateway list and a Do Not Inspect rule"
        " (Zero Trust > Traffic policies > Firewall policies > HTTP; selector Domain, operator in list)."
    ),
    "plan_exclude_host": (
        "Exclude {entries} from TLS decryption: put it into a Gateway list and a Do Not Inspect rule"
        " (Zero Trust > Traffic policies > Firewall policies > HTTP; selector Host, operator in list)."
    ),
    "plan_exclude_hosts": (
        "Exclude {entries} from TLS decryption: put them into a Gateway list and a Do Not Inspect rule"
        " (Zero Trust > Traffic policies > Firewall policies > HTTP; selector Host, operator in list)."
    ),
    "plan_covered": (
        "{domain} is excluded already, by the rule {rule}: add nothing for it. Quit the app completely and start it again:"
        " it may hold an old connection. If it fails all the same, {domain} is not the cause."
    ),
    "plan_application": (
        "Select the application {application} in a Do Not Inspect rule (selector Application, operator in) instead of"
        " putting {domains:list} into a list: Cloudflare keeps its hosts up to date."
    ),
    "plan_own_store": (
        "A program of a computer? One with its own list of certificates (Java, Python, Firefox, Electron) refuses in the"
        " same way. If it fails at every host, while a browser on the same device opens them, give it Cloudflare's"
        " certificate and exclude nothing."
    ),
    "plan_restart": "Quit the app completely, start it again, and repeat what failed: only new connections are exempt.",
    "plan_next": "Still failing? Add {entries} ({reason}) and try again: {cost}.",
    "plan_shrink": (
        "Working? Take the entries out again one at a time, last added first, and keep only those that it needs."
    ),
    "plan_single": "Working? Keep the entry, and note why and when it was made.",
    "plan_blocked": (
        "A DNS policy blocks {hosts}: allow it first (Firewall policies > DNS; the DNS log names the"
        " policy), no exclusion from decryption changes that."
    ),
    "plan_outage": (
        "{domains:list} could not be resolved (the name server failed, or there is no such name): try the app again"
        " once it can be. No exclusion from decryption changes that."
    ),
    "plan_fallback": "Only if the certificate can't be installed: {step:continued}",
    "plan_wider": "Nothing helps? Look at a wider window: --before 3m --after 3m.",
    "plan_name": "Name the app as it stands under its icon (--app NAME): a name that fits tells more than the time.",
    "plan_logs": (
        "Nothing helps? DNS alone can't tell which connection was refused. Session logs can (Logpush"
        " zero_trust_network_sessions), and every plan has an HTTP log (gateway_http): its rows"
        " with the action Unknown show clients that closed after the handshake. Add them as further sources,"
        " or look wider: --before 3m --after 3m."
    ),
    "plan_logs_sessions": (
        "Nothing helps? Session logs tell which connection was refused (Logpush zero_trust_network_sessions),"
        " and so do rows of the HTTP log with the action Unknown, of clients that closed after"
        " the handshake. Or look wider: --before 3m --after 3m."
    ),
    "plan_site_fault": (
        "{domain} fails by its own certificate or server. Try the app once with WARP switched off: if it fails there,"
        " too, only the site's owner can mend it; if it works, the site's certificate is one that Cloudflare does not"
        " know, and an exclusion or a rule for untrusted certificates helps."
    ),
    "none_try": (
        "No time for that? The likeliest is {entries}: exclude it, restart the app, and take it out if nothing changes."
    ),
    "none_repeat": (
        "Make it fail again, twice, at least five minutes apart, {emptied}, and give all times: --at TIME --at TIME."
    ),
    "emptied_phone": "with flight mode switched on and off before each try (this empties the phone's DNS cache)",
    "emptied_windows": f"with the DNS cache emptied before each try ({_FLUSH_WINDOWS})",
    "emptied_mac": f"with the DNS cache emptied before each try ({_FLUSH_MAC})",
    "emptied_linux": f"with the DNS cache emptied before each try ({_FLUSH_LINUX})",
    "emptied_computer": f"with the DNS cache emptied before each try ({_FLUSH_COMPUTER})",
    "emptied_device": f"with the DNS cache emptied before each try (a phone: flight mode on and off; {_FLUSH_COMPUTER})",
    "none_time": (
        "Check the time and its zone: it was taken as {zone}. Where it was read off a device elsewhere, name that zone:"
        " --tz Asia/Tokyo, or --at 2026-11-10T14:05+09:00. Check the device as well (pinscout devices)."
    ),
    "none_wider": "If the time is not exact, look around it: --before 3m --after 3m.",
    "none_name": "Name the app as it stands under its icon: --app NAME.",
    "none_other_name": (
        "No domain's name resembles {app}: try the name in Latin letters, that of the company behind the app, or its"
        " bundle id (--app NAME)."
    ),
    "none_sessions": (
        "Logs of connections tell who refused whom: add Logpush zero_trust_network_sessions of that time as a"
        " further source, or gateway_http, which every plan has: its rows with the action Unknown show"
        " clients that closed after the handshake."
    ),
    "none_limits": (
        "DNS cannot show an app that brings its own DNS or connects to fixed addresses, and an app may fail"
        " for a reason other than inspection: try once with WARP switched off. Apps with a trust store of their own"
        " (Java, Python, Firefox, most on Android) need the gateway's root certificate there, not an exclusion."
    ),
    "only_in_failures": "asked in {seen} of {windows} failures and never outside them",
    "same_owner": "of the same owner as {domain}",
    # the stopwatch
    "flush_phone": "switch flight mode on and off again, which empties the DNS cache",
    "flush_windows": f"empty the DNS cache: {_FLUSH_WINDOWS}",
    "flush_mac": f"empty the DNS cache: {_FLUSH_MAC}",
    "flush_linux": f"empty the DNS cache: {_FLUSH_LINUX}",
    "flush_computer": f"empty the DNS cache ({_FLUSH_COMPUTER})",
    "flush_device": f"empty its DNS cache (a phone: flight mode on and off; {_FLUSH_COMPUTER})",
    "record_app": "the app",
    "record_app_on": "{app} on {device}",
    "record_head": "{what}: each try is stamped when you press Enter, and kept in\n  {path}",
    "record_head_more": "{what}: each further try is stamped when you press Enter; {count:failures} in\n  {path}",
    "record_skew": "this machine's clock is {seconds:.0f} s off: stamps go by Cloudflare's, as the log does",
    "record_prepare": "Try {number}: close {app} completely, so that it doesn't run in the background either. Then {flush}.",
    "record_start": "Enter when you start it (d: done): ",
    "record_start_or_undo": "Enter when you start it (d: done, u: undo the last): ",
    "record_fail": "Enter when it has failed (n: it did not fail): ",
    "record_started": "  started {time:clock}",
    "record_failed": "  failed {time:clock}",
    "record_undone": "  undone: {count:failures} left",
    "record_not_failed": "  not counted: it did not fail",
    "record_fail_or_works": "Enter when it has failed, w when it has worked: ",
    "record_worked": "  worked, {time:clock}",
    "record_quick": "  that was the same moment: press Enter when it has failed",
    "record_keys": "  press Enter alone, or one of the letters and Enter",
    "record_pause": (
        "One more failure makes it surer; best from {time:clock} on: then cached answers have run out, and the windows of"
        " two failures don't overlap."
    ),
    "record_pause_enough": "{count:failures} are plenty. For another one, {time:clock} or later is best.",
    "record_early": "  {seconds:.0f} s earlier than is best: what is still cached is not asked again",
    "record_stopped": "Stopped; {count:failures} kept. To go on:",
    "record_stopped_empty": "Stopped before anything was stamped, so nothing is kept.",
    "record_kept": "{count:failures} kept; this finds with them again, now or later:\n  {find}",
    "record_say_app": "Say what fails: --app NAME, as it stands under its icon.",
    "record_devices": "{count:devices} were in use in the last quarter of an hour: say which one it is.",
    "record_device_list": "Name it by --device NAME:\n{devices:lines}",
    "record_empty": "Nothing was stamped, so there is nothing to find.",
    "record_no_token": (
        "{count:failures} kept. CLOUDFLARE_API_TOKEN is not set, so the log can't be fetched; when you have its files:"
        "\n  {find}"
    ),
    "record_no_terminal": (
        "A stopwatch stamps the moments at which you press Enter, and needs a terminal for that. Say the times instead:"
        " pinscout find --at TIME, or pinscout verify --at TIME after an exclusion."
    ),
    # after the exclusion: what a new run says, and what to do then
    "verify_fixed": "Fixed: {why}.",
    "verify_further": "Further, next: {why}.",
    "verify_no_change": "No change: {why}.",
    "verify_unclear": "Not clear: {why}.",
    "verify_why_exempt": "what the app asked of {hosts} is no longer decrypted, and nothing of it is refused",
    "verify_why_served": "connections to {hosts} end well, and nothing of it is refused any more",
    "verify_why_said": "you saw it work",
    "verify_why_refused": "the gateway's certificate is still refused by {hosts}",
    "verify_why_partly": "the gateway's certificate is still refused by {hosts}, though {exempt} is no longer decrypted",
    "verify_why_trial": "without {hosts} in the list the gateway's certificate is refused again",
    "verify_why_inspected": "{hosts}: decrypted as before",
    "verify_why_undecrypted": "connections to {hosts} still end before any request",
    "verify_why_perhaps_next": "{hosts} is asked for now and was not before: the next that the app pins, or all is well",
    "verify_why_next": "{hosts}, refused now and not before",
    "verify_why_next_asked": "{hosts}, asked for now and not before",
    "verify_why_try": "nothing new is asked for; {hosts} may be needed as well",
    "verify_why_other_cause": "{hosts} is no longer decrypted, and nothing else that is likely is refused: another cause",
    "verify_why_no_trace": "the log shows nothing else that could be excluded",
    "verify_why_unseen": "the device asked for none of {hosts} in that time",
    "verify_why_exempt_only": (
        "{hosts} is no longer decrypted; whether the app then met another host that it pins, this log can't tell"
    ),
    "verify_why_dns": "lookups alone can't tell whether the app works",
    "verify_do_exempt": _ENOUGH,
    "verify_do_served": _ENOUGH,
    "verify_do_said": _ENOUGH,
    "verify_do_refused": _NOT_IN_FORCE,
    "verify_do_partly": (
        "See that {hosts} is in the list and that the rule's selector fits (Domain for a domain and all below it, Host for"
        " that very name); quit the app completely, start it again, and verify that run."
    ),
    "verify_do_trial": "Put {hosts} back into the list (pinscout exclude {names:words}): the app needs it.",
    "verify_do_inspected": (
        "The rule does not reach this device: see that it is switched on, that its action is Do Not Inspect, and that it is"
        " not limited to others. Quit the app completely, start it again, and verify that run."
    ),
    "verify_do_undecrypted": _NOT_IN_FORCE,
    "verify_do_perhaps_next": _SAY_WHAT,
    "verify_do_next": (
        "Exclude {hosts} as well (pinscout exclude {names:words}), quit the app completely, start it again, and verify"
        " that run: apps pin more than one host."
    ),
    "verify_do_next_asked": _EXCLUDE_MORE,
    "verify_do_try": _EXCLUDE_MORE,
    "verify_do_other_cause": (
        "Try once with WARP switched off: if it fails there, too, the cause is not the gateway. If it works there, look for"
        " a policy that blocks (DNS, network), or for an app with a DNS or a trust store of its own."
    ),
    "verify_do_no_trace": (
        "Try once with WARP switched off: if it fails there, too, the cause is not the gateway. If it works there, a log of"
        " sessions tells which connection is refused (Logpush zero_trust_network_sessions)."
    ),
    "verify_do_unseen": (
        "Did the app run then, on that device? Quit it completely, empty the DNS cache, start it again, and give that time:"
        " --at TIME."
    ),
    "verify_do_exempt_only": _SAY_WHAT,
    "verify_do_dns": _SAY_WHAT,
    "verify_note_others": "refused as well, and probably not the app's, or not needed by it: {hosts}",
    "verify_note_refused": "though it works, the gateway's certificate is refused by {hosts}: perhaps not needed",
    "verify_note_decrypted": "though it works, {hosts} is decrypted: is the rule in force, or was the cause another?",
    "verify_note_unseen": "not asked for in this run: {hosts}",
    "verify_note_no_sessions": "no log of sessions was read: a handshake that a client breaks leaves no trace elsewhere",
    "verify_cover_rule": "{entry} is excluded by the rule {rule} now: the app may hold an old connection",
    "verify_cover_rule_for_some": "{entry} is excluded by the rule {rule}, but for some users or devices only",
    "verify_cover_off": (
        "the rule {rule} has {entry}, but is switched off: `pinscout exclude --enable` switches it on if pinscout made it"
    ),
    "verify_cover_nothing": "no rule that the token is shown excludes {entry}: `pinscout exclude` does it",
    "verify_cover_unreadable": "whether a rule excludes {entry} can't be told: the token may not read it all",
    "verify_say_when": "Say when the app ran again: --at TIME; or stamp it now: --record.",
    "verify_kept": "The run is kept; this verifies it again, now or later:\n  {verify}",
    "verify_no_token": (
        "The run is kept. CLOUDFLARE_API_TOKEN is not set, so the log can't be fetched; when you have its files:\n  {verify}"
    ),
    "verify_no_entry": "There is no entry to verify: the finding proposes none to exclude first.",
    "verify_no_entry_hint": "Name what you excluded: --entry NAME, once for each.",
    "search_trial": (
        "Perhaps not all of it is needed. Take {trial:list} out for a try (pinscout restore {trial:words}), leave"
        " {excluded:list_or_nothing} in the list, quit the app completely, start it again, and verify that"
        " run{count:to_decide}."
    ),
    "search_over": "Needed: {kept:list_or_none}. Not needed, leave it out for good: {dropped:list}.",
    "search_all_needed": "Keep all of it: {kept:list}.",
    "not_a_search": "What {path} says of the entries that an app needs can't be understood.",
    "not_a_search_hint": "Name the entries yourself: --entry NAME, once for each.",
    # what covers a candidate already
    "cover_named": "Cloudflare has an application of that name: {application}",
    "plan_application_named": (
        "Select the application {application} in a Do Not Inspect rule (selector Application, operator in): Cloudflare"
        " keeps its hosts up to date, and nothing need be put into a list."
    ),
    "cover_rule": (
        "excluded already by the rule {by}: if it was when the app failed, it is not the cause, or the app held an old"
        " connection"
    ),
    "cover_rule_in_part": "some of its entries are excluded already by the rule {by}",
    "cover_rule_for_some": "the rule {by} excludes it already, but for some users or devices only",
    "cover_application": "Cloudflare has an application for it, {by}: select that instead",
    "cover_unreadable": "whether it is excluded already, or an application could be selected, can't be told",
    "cover_no_rules": "what rules exclude already is not known: {reason:continued}",
    "cover_no_catalogue": "whether Cloudflare has an application for a candidate is not known: {reason:continued}",
    "cover_no_lists": "{count} of the lists that Do Not Inspect rules use can't be read: what they exclude is not known",
    # what inspection loses
    "cost_host": "only {count:hosts} would no longer be inspected",
    "cost_host_shared": "only {count:hosts} would no longer be inspected, but other apps use the same",
    "cost_domain_none": "no other use of {domain} was seen, so inspection loses little",
    "cost_domain": (
        "everything under {domain} is left uninspected: {baseline:lookups} of this device outside the windows"
        " ({share:percent} of all it asked there), {others:other_devices} in them"
    ),
    # what would change the answer
    "change_ahead": "It is {points:points} points ahead of the next, {other}.",
    "change_behind": "It is {points:points} points behind the first, {other}.",
    "change_name": "Name the app (--app NAME): a domain whose name fits gains up to {points:points} points.",
    "change_failure": (
        "Let it fail once more and give all times: if this domain is asked again, it {asked}; if not, it {silent}."
    ),
    "change_failure_none": "One more failure would not change its points: it has come often enough.",
    "change_gain": "gains {points:points} points",
    "change_loss": "loses {points:points} points",
    "change_none": "stays as it is",
    "change_sessions": (
        "Add session logs (zero_trust_network_sessions): a refused certificate adds {points:points} points, and a domain"
        " without one is far less likely to be it."
    ),
    "change_requests": (
        "Add request logs (gateway_http): where its hosts were decrypted without trouble, it loses {points:points} points."
    ),
    "not_kept": "not kept for `pinscout explain` and `pinscout export`: {error}",
    # notes on the input
    "signals": "beside DNS rows the log tells of: {kinds:signals}",
    "skipped_files": "not read: {count:files} of another time by name (--all-files reads all)",
    "other_time": "No file holds anything around {times:span}: their names tell of {named:span}, times in {zone}.",
    "other_time_hint": "Check the date and the zone of the time (--tz). --all-files reads them all the same.",
    "log_covers": "What was read is from {covered:covered}, times in {zone}.",
    "near_time": "Did you mean --at '{time}'?",
    "unnamed_sessions": (
        "{count:sessions} named no host, nor did the network log (gateway_network) of the same session"
    ),
    "read": "{used:,} of {rows:,} rows used from {files:files}",
    "dropped": "left out: {reasons:reasons}",
    "truncated": "{name:input} is cut short or damaged; what could be read of it was used",
    "bomb": "{name:input} unpacks to more than any log does ({size:bytes} to {unpacked:bytes}), so it was read no further; if it is a log, unpack it and name the files",
    "many_members": "{name:input} holds more than {count:files}, so it was read no further; unpack it and name the folder",
    "encrypted": "{name:input} is encrypted: unpack it with its password first",
    "packed_unknown": "{name:input} is packed in a way (zip method {method}) that can't be read: unpack it first",
    "packed_too_deep": "{name:input} is packed more than {layers} times over: unpack it first",
    "packed_too_wide": "{name:input} takes more than 256 MB of memory to unpack: unpack it first",
    "zip_too_large": "{name:input} is a zip archive of more than 4 GB within a pipe or another archive: unpack it first",
    "more_oddities": "{name:input}: {count} more of the kind",
    "archive_incomplete": "{name}: `pinscout fetch` was interrupted here, and part of the log is missing: run it again",
    "passed_over_hidden": "{name}: {count:files} hidden, and passed over",
    "passed_over_dead_link": "{name}: {count:files} only a link that leads nowhere, and passed over",
    "passed_over_other": "{name}: {count:files} no regular file but a pipe or a device, and passed over: name it to read it",
    "sampled": (
        "{name:input}: its rows are a sample, as their {told_by} tells (sample_rate of the Logpush job): names asked once or twice may be "
        "missing, and counts are those of the sample. For a failure let the job write all rows"
    ),
    "unwrapped": "{name:input}: the rows were taken out of {paths:list}",
    "dialect": "{name:input}: the keys are {dialect:dialect}",
    "undated": "{name:input}: its times name no day, and were taken for the last ones before the file was changed, {changed:time}",
    "other_inspector": (
        "{name:input}: who refuses in it refused the certificate of {inspector:inspector}, which stands in for the gateway's"
    ),
    "unread_time": '{name:input} has times that can\'t be read, such as "{time}"',
    "unused_file": "{name:input}: nothing in it could be used; it looks like {looks_like}",
    "span": "looked at {since:time} to {until:time}, times in {zone}",
    "no_device_names": "the log names no devices (redacted, or not logged): all its rows were taken to be one device",
    "name_unmet": "no domain's name resembles {app}: the ranking rests on the other evidence",
    "no_baseline": "the log holds nothing from before the failure to compare with: the ranking rests on less",
    "blocked": "{domain}: a DNS policy blocked {count:,} lookups; no exclusion from decryption changes that",
    "empty_windows": (
        "the log holds no lookup of the device around {times:times}; it has rows of it from {covered:covered}."
        " Check the time and the zone (--tz), or look wider: --before 5m --after 5m"
    ),
    "no_queries": (
        "no DNS rows were read, and what an app needs is found among the names that its device asked: add the Gateway DNS"
        " log of that time, and keep these files beside it"
    ),
    "one_failure": "One failure is weak evidence: a second time (--at TIME --at TIME) makes the ranking much surer.",
    "pooled": "{count:devices} were pooled",
    # a sweep: terms
    "sweep_base": "a client refused the gateway's certificate here",
    "sweep_devices": "{devices:devices} refused it",
    "sweep_returns": "refused again and again: in {hours:different_hours}",
    "sweep_retries": "refused five times and more within 30 s by one device, as retrying apps do",
    "sweep_refused_share": "refused in {refused:,} minutes of use, served in {served:,}",
    "sweep_refused_share_all": "refused in {refused:minutes} of use and never served",
    "sweep_refused_share_low": "served in {served:,} minutes of use, refused in {refused:,}",
    "sweep_served": "{share:percent_plain} of those that refused it were served as well, so hardly pinned",
    "sweep_stray": "advertising or static files, where handshakes often break by chance",
    "sweep_stray_label": "{label:label}: handshakes there often break by chance",
    "sweep_bypassed": "exempt from inspection after the last refusal",
    "sweep_origin_error": "the site's own certificate or server failed ({count:connections}): that is not pinning",
    "sweep_local_name": "no public domain: a name of the local network, or a broken one",
    # a sweep: verdict, plan, notes
    "sweep_candidates": "Clients refuse to have these decrypted: {entries}.",
    "sweep_unsure": "No domain stands out enough to be excluded; likeliest is {entries}.",
    "sweep_stray_only": "Nothing to exclude: what was refused ({count:domains}) looks like broken handshakes by chance.",
    "sweep_nothing": "Nothing was refused: no client broke off a handshake with the gateway.",
    "entries_more": "{shown:list} and {count} more (all of them: --format gateway-list)",
    "sweep_check": "Let a user of each restart the app and repeat what failed, then sweep again: --since TIME.",
    "sweep_ask": "Not sure of {domains}: ask on those devices what fails; `pinscout find --at TIME` looks closer.",
    "sweep_stores": (
        "Programs with their own list of certificates (Java, Python, Firefox, Electron) refuse in the same way:"
        " on computers, give them Cloudflare's certificate rather than an exclusion."
    ),
    "sweep_who": "on {devices}",
    "sweep_later": (
        "{count:,} of {total:,} times it closed right after a good handshake and asked for nothing, as apps do that check"
        " the certificate then"
    ),
    "sweep_again": "Sweep again when more has been logged, or over a longer time: --since TIME.",
    "sweep_no_time": "no connection at all",
    "plan_certificate": (
        "The device refuses nearly everything: put Cloudflare's certificate on it and let it be trusted there. Then nothing"
        " need be excluded."
    ),
    "sweep_certificate_step": "Put Cloudflare's certificate on {devices}: nearly everything is refused there.",
    "sweep_certificate": (
        "{device} refused {refused:domains} and was served on {served:,}: is Cloudflare's certificate installed and trusted"
        " there? Its refusals are left out"
    ),
    "sweep_certificate_more": "{count:more_devices} that refuse nearly everything are left out as well",
    "sweep_anonymous": "the session log names no devices: how many devices refused a domain is unknown",
    "sweep_attributed": (
        "the session log names no devices: {count:,} of {total:,} refusals are given to the only device that the network"
        " log shows at that host in that minute"
    ),
    "sweep_no_http": "no decrypted requests (gateway_http) were read: connections that ended well stand in for them",
    "sweep_no_sessions": "The log holds no sessions: a sweep needs the reasons why connections were closed. {read}",
    "sweep_no_sessions_hint": (
        "Logpush writes them, where the plan has that log: give it a job for the account's dataset zero_trust_network_sessions, with"
        " SNI, ConnectionCloseReason, SessionStartTime and DeviceID among its fields, and sweep its files. With the"
        " DNS log alone, `pinscout find --at TIME` works around the time of a failure."
    ),
    "sweep_live_empty": "The account's session log is open, and holds nothing from {span:span}.",
    "sweep_live_empty_hint": (
        "Sessions are logged where devices send their traffic through Gateway (WARP, with the proxy switched on). Look"
        " further back with --since; `pinscout doctor` shows how far back each log reaches."
    ),
    "sweep_late": "the newest rows may not have arrived yet",
    "sweep_no_live": "The session log (cf1GatewayNetworkSessionRawGroups) is not open to this token or plan.",
    # talk with Cloudflare
    "cf_slow_down": "Cloudflare asks to slow down: waiting {seconds:.0f} s",
    "cf_asking_again": "{said} Asking again.",
    "cf_trying_again": "{said} Trying again, for a quarter of a minute at most.",
    "cf_budget": "the queries that Cloudflare allows in five minutes are used up: waiting {seconds:.0f} s",
    "cf_token_hint": (
        "Make an API token in the Cloudflare dashboard (My Profile > API Tokens) with Account > Account Analytics > Read"
        ", Account > Zero Trust > Read and, where it is offered, Account > Zero Trust PII > Read, and set"
        " CLOUDFLARE_API_TOKEN."
    ),
    "cf_doctor_checks": "`pinscout doctor` checks it.",
    "cf_global_key": (
        "What is set is no API token: 37 hexadecimal digits are the Global API Key, or a token cut short. The key opens"
        " the whole account, and is not taken here."
    ),
    "cf_no_token": "CLOUDFLARE_API_TOKEN is not set.",
    "cf_or_files": "Or name log files to work without.",
    "cf_odd_token": "CLOUDFLARE_API_TOKEN is not a token: it holds blanks or special characters.",
    "cf_no_json": "Cloudflare answered {code} without JSON.",
    "cf_odd_answer": "Cloudflare's answer to {path} is not of the shape that is documented: {field:kept_field} {wrong}.",
    "cf_odd_answer_hint": "Is there a proxy between? If not, please report it.",
    "cf_one_account": "should hold the one account that was asked for",
    "cf_unknown_time": "should be a time",
    "cf_too_much": "The answer to {path} is larger than any of Cloudflare's: more than {bytes:bytes}.",
    "cf_endless": "Cloudflare's answers to {path} do not end.",
    "cf_endless_hint": "Try again; if it is the same, please report it.",
    "cf_foreign": "Cloudflare's answer is to another question: none of its rows is of the time that was asked for.",
    "cf_foreign_hint": "Try again in a minute. Is there a proxy between, that keeps answers?",
    "cf_garbled": "Cloudflare's answer arrived garbled: it is not packed as it says.",
    "cf_base_url": "Is CLOUDFLARE_BASE_URL right? It is {base_url}.",
    "cf_try_again": "Try again in a minute.",
    "cf_certificate": "The certificate of {base_url} could not be verified.",
    "cf_certificate_hint": (
        "This machine is probably inspected itself: install the gateway's root certificate in the system's trust"
        " store, or exclude api.cloudflare.com from inspection."
    ),
    "cf_timeout": "Cloudflare took too long to answer ({kind}).",
    "cf_unreachable": "Cloudflare could not be reached ({kind}).",
    "cf_check_connection": "Check the connection to {base_url}.",
    "cf_no_reason": "no reason given",
    "cf_odd_base_url": "CLOUDFLARE_BASE_URL is no address of an API.",
    "cf_odd_base_url_hint": "Leave it away, or write one such as https://api.cloudflare.com/client/v4.",
    "cf_odd_proxy": "The proxy that the environment names can't be used.",
    "cf_odd_proxy_hint": "Check HTTPS_PROXY, HTTP_PROXY and ALL_PROXY.",
    "cf_bad_token": "Cloudflare does not accept the token: {text}.",
    "cf_forbidden": "The token may not read {path}: {text}.",
    "cf_too_many": "Cloudflare asks to slow down: {text}.",
    "cf_too_many_hint": "Wait five minutes and try again.",
    "cf_error": "Cloudflare answered {code} to {path}: {text}.",
    "cf_error_hint": "`pinscout doctor` may tell why.",
    "cf_no_such_account": "Cloudflare shows no such account to this token.",
    "cf_no_such_account_hint": "Check CLOUDFLARE_ACCOUNT_ID.",
    "cf_busy": "Cloudflare is busy: {text}.",
    "cf_busy_hint": "Try again in a minute.",
    "cf_too_old": "The log does not reach back so far: {text}.",
    "cf_too_old_hint": "`pinscout doctor` shows how far it does.",
    "cf_too_large": "Cloudflare refused the size of a query: {text}.",
    "cf_too_large_hint": "Ask for a shorter time.",
    "cf_field_refused": "Cloudflare refused a field: {text}.",
    "cf_node_refused": "This log is not open to the token or the plan: {text}.",
    "cf_node_refused_hint": "`pinscout doctor` shows which are.",
    "cf_no_answer": "Cloudflare could not answer: {text}.",
    "cf_report": "Please report this query.",
    "cf_no_dns_log": "No Gateway DNS log is open to this token or plan.",
    "cf_no_dns_log_hint": ("The token needs Account > Account Analytics > Read. `pinscout doctor` looks closer."),
    "cf_no_account": "The token sees no account.",
    "cf_no_account_hint": "Set {variable} to the account's id, which stands in the dashboard's address.",
    "cf_accounts": "The token sees {count} accounts.",
    "cf_accounts_hint": "Set {variable} to one of them:\n{accounts:lines}",
    "cf_account_line": "  {id}  {name}",
    "other_archive": "{folder} holds another span, dataset or device.",
    "other_archive_hint": "See {manifest}; name another folder.",
    "archive_busy": "Another pinscout is filling {path} at this moment.",
    "archive_busy_hint": "Wait until it has ended, and run this again.",
    "archive_manifest_damaged": "the folder is planned anew, and its manifest set aside: {reason}",
    "live_none_open": "None of these logs is open to this token or plan.",
    "live_none_open_hint": "`pinscout doctor` shows which are.",
    "live_names_none": "This account's DNS log names no devices.",
    "live_names_none_hint": "Find without --device, or by --location.",
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
    "live_forecast": "about {requests:,} requests are needed; Cloudflare allows 300 in five minutes",
    "live_too_old": "{dataset} reaches back to {since:times} only",
    "fetch_too_old": "Of that time nothing is left: {facts:sentences}.",
    "fetch_too_old_hint": (
        "Name a later span with --since and --until. Only what Logpush wrote, or `pinscout fetch` in time, is kept longer."
    ),
    "live_offline": "Cloudflare can't be reached: this is from what was fetched before, the last of it at {at:time}",
    "live_foreign": "{dataset}: Cloudflare's answers held rows of another time than was asked for, which are left out",
    "live_clock": "this machine's clock is {skew:clock_skew} Cloudflare's, by which the log goes",
    "live_refused": "fields that the account does not give: {fields:list}",
    "live_overfull": "more queries than a page holds within one second, some are missing: {seconds:list}",
    "live_lacks": "{dataset}: not open to this token or plan, so the ranking does without",
    "live_closed": "{dataset}: not open to this token or plan",
    "live_nothing": "the account's log holds nothing in that time: is DNS logging on? `pinscout doctor` tells",
    "live_waiting_end": "waiting for the window of the last failure to end at {until:clock}: {left:minutes_seconds} more",
    "live_waiting": "waiting for the log of {until:clock}: {waited:minutes_seconds} of at most {most:minutes_seconds}",
    "live_waiting_newest": (
        "waiting for the log of {until:clock}, now at {newest:clock}: {waited:minutes_seconds} of at most {most:minutes_seconds}"
    ),
    "live_late": "the newest rows may not have arrived yet: --wait waits until they have, or run this again later",
    # the doctor: what was looked at, what was found, what to do
    "doctor_hints": "{hints:lines}",
    "doctor_account": "account",
    "doctor_account_id": "{id}",
    "doctor_account_odd": "what is set is no account id",
    "doctor_account_where": "Set {variable} to the account's id: 32 hexadecimal digits, as in the dashboard's address.",
    "doctor_account_unseen": "the token does not see this account",
    "doctor_token": "token",
    "doctor_token_status": "{status}",
    "doctor_token_until": "{status}, until {until}",
    "doctor_token_since": "{status}, since {until}",
    "doctor_token_new": "Make a new one.",
    "doctor_clock": "clock",
    "doctor_clock_unknown": "Cloudflare sent no time",
    "doctor_clock_right": "as Cloudflare's",
    "doctor_clock_behind": "{seconds:.0f} s behind Cloudflare's",
    "doctor_clock_ahead": "{seconds:.0f} s ahead of Cloudflare's",
    "doctor_clock_set": "Set this machine's clock, or times are off.",
    "doctor_analytics": "Account Analytics > Read",
    "doctor_analytics_open": "the token may read logs",
    "doctor_analytics_closed": "no log is open: the token may not read them",
    "doctor_analytics_add": (
        "Edit the token in the dashboard (My Profile > API Tokens) and add Account > Account Analytics > Read."
    ),
    "doctor_devices": "device names",
    "doctor_devices_open": "the token may read them",
    "doctor_devices_closed": "the token may not read them",
    "doctor_devices_add": (
        "Edit the token in the dashboard (My Profile > API Tokens) and add Account > Zero Trust > Read; until then give"
        " --device an id."
    ),
    "doctor_zero_trust": "Zero Trust > Read",
    "doctor_zero_trust_open": "the token may read settings",
    "doctor_zero_trust_closed": "the token may not read settings",
    "doctor_zero_trust_add": (
        "Edit the token in the dashboard (My Profile > API Tokens) and add Account > Zero Trust > Read to have DNS logging"
        " and TLS decryption checked."
    ),
    "doctor_not_told": "the account does not tell",
    "doctor_off": "off",
    "doctor_logging": "DNS logging",
    "doctor_logging_all": "all queries are logged",
    "doctor_logging_some": "allowed queries are not logged",
    "doctor_logging_switch_on": "Log all DNS queries: Zero Trust > Traffic policies > Traffic settings > Log traffic activity.",
    "doctor_redaction": "redaction",
    "doctor_redaction_on": "user and device are redacted in logs",
    "doctor_redaction_live_with": (
        "Devices can't be told apart; let one phone alone ask while you reproduce, or switch redaction off."
    ),
    "doctor_decryption": "TLS decryption",
    "doctor_decryption_on": "on",
    "doctor_decryption_mode": "on, inspection mode {mode}",
    "doctor_decryption_not_it": "Then inspection is not what breaks the app; look elsewhere.",
    "doctor_rules": "rules",
    "doctor_rules_fine": "nothing in the HTTP rules that does not do what it looks like",
    "trap_request": "the rule {rule} never matches: it looks at {selector}",
    "trap_request_mend": (
        "Do Not Inspect is decided before there is a request: choose the selectors Domain or Host (http.conn.domains,"
        " http.conn.hostname) in that rule."
    ),
    "trap_block": "the rule {rule} blocks the apps that it should exempt",
    "trap_block_mend": (
        "Its action is Block, and it selects the apps of the type Do Not Inspect: set the action to Do Not Inspect."
    ),
    "trap_missing": "no rule exempts the apps known to break",
    "trap_missing_mend": (
        "Cloudflare keeps a list of them: in Zero Trust > Traffic policies > Firewall policies > HTTP make a rule with"
        " Application in Do Not Inspect and the action Do Not Inspect."
    ),
    "doctor_not_ready": "Not ready: mend {first} first{more:after_that}.",
    "doctor_ready_gaps": "Ready, with gaps: {gaps:list}. `pinscout find --at TIME` works; below is what it lacks.",
    "doctor_ready": "Ready: make the app fail, then `pinscout find --at TIME --app NAME`.",
    "doctor_node": "{name}",
    "doctor_node_unasked": "could not be asked",
    "doctor_node_open": "back {back:length}, {at_once:length} at once, {rows:,} rows a page",
    "doctor_node_closed": "not open to this token or plan",
    "doctor_node_needed": "One of the two DNS logs is needed.",
    "doctor_node_done_without": "Rankings do without {dataset}.",
    "doctor_node_instead": "{used} is used instead, which names no devices.",
    "doctor_any_time": "any time",
    "doctor_days": "{days} d",
    "doctor_freshness": "freshness",
    "doctor_no_query": "no query in the last {reach:length}",
    "doctor_no_query_why": "Is a device connected, and DNS logging on?",
    "doctor_newest": "newest query {age:length} old",
    "doctor_newest_late": "Newer rows may take a while: pinscout find --wait.",
    "doctor_identities": "identities",
    "doctor_identities_open": "the log names devices",
    "doctor_identities_closed": "the log gives no device ids to this token",
    "doctor_identities_add": (
        "Edit the token in the dashboard (My Profile > API Tokens) and add Account > Zero Trust PII > Read, if the account"
        " may."
    ),
    # Gateway's lists and rules
    "gw_incomplete": (
        "{path} holds {total:records}, and {count:,} came. What can't be read whole is not taken for all there is, so"
        " nothing was changed."
    ),
    "gw_incomplete_hint": "Does the token see all of it? It may be limited to some lists or rules.",
    "gw_odd_answer": "Cloudflare's answer for {path} is in a form that pinscout does not know, so nothing was changed.",
    # excluding and taking back
    "ex_name": "Do Not Inspect {match}s (pinscout)",
    "ex_name_trial": "Do Not Inspect {match}s, trial (pinscout)",
    "ex_list_note": "Names that apps need excluded from TLS inspection; kept by pinscout.",
    "ex_rule_note": "Apps that pin their certificate; kept by pinscout.",
    "ex_line": "{why}. Review by {review}.",
    "ex_why": "{app} {day}: {chance:chance_plain} likely and asked in {seen} of {windows} failures",
    "ex_why_refused": "{app} {day}: {chance:chance_plain} likely and refused in {count:broken_handshakes}",
    "ex_why_sweep": "sweep {day}: refused in {count:broken_handshakes} by {devices:devices}",
    "ex_new_id": "<id of the new list>",
    "ex_in_account": "In the account {account}:",
    "ex_new_list": "a new list, '{name}', with {count:entries}:",
    "ex_append": "into the list '{name}':",
    "ex_remove": "out of the list '{name}':",
    "ex_plus": "{value}",
    "ex_plus_cost": "{value}: {cost}",
    "ex_new_rule": "a new Do Not Inspect rule, '{name}', switched on, for {whom}:",
    "ex_new_rule_off": "a new Do Not Inspect rule, '{name}', switched off, for {whom}:",
    "ex_for_all": "everybody",
    "ex_for_some": "{names:list} only",
    "ex_drop_rule": "delete the rule '{name}'",
    "ex_drop_list": "delete the list '{name}', which is empty then",
    "ex_ask": "Make this change?",
    "ex_nobody_there": "Nobody is there to be asked. Nothing was changed.",
    "ex_nobody_there_hint": "Give --yes if the change is meant, or --dry-run to see it.",
    "ex_done": "Done, with {count:requests}.",
    "ex_way_back": "To take it back: pinscout restore {change}",
    "ex_nothing_to_do": "Nothing to do: all of it is in place.",
    "ex_left_out": "left out: {value} is excluded already, by the rule '{rule}'",
    "ex_switch_on": "switch on the rule '{name}', for {whom}; its list holds:",
    "ex_enable_alone": "--enable goes with DOMAINs alone, not with {options:list}.",
    "ex_still_off": "Its rule is switched off, so nothing of it is excluded yet: pinscout exclude --enable",
    "ex_none_off": "Nothing to do: no rule of pinscout's for it is switched off.",
    "ex_others": (
        "lists and rules of the account that have a mark of pinscout's and are not in this journal: {count} (made on another"
        " machine or by somebody else, and not touched from here)"
    ),
    "ex_unreadable_lists": (
        "{count:lists} that Do Not Inspect rules use can't be read with this token: what they exclude already is not known"
    ),
    "ex_list_gone": "a list of ours was deleted, or this token is not told of it (id {id}): a new one is made",
    "ex_rule_gone": "a rule of ours was deleted, or this token is not told of it (id {id}): a new one is made",
    "ex_filled_meanwhile": "the list {name} holds entries of somebody else: it stays, and so does its rule",
    "ex_restored": "Taken back. Connections that are open stay as they are until the app is started again.",
    "ex_restored_nothing": "Nothing of it was there any more; it is no longer in force.",
    "ex_needed_by_another": "{value} stays: another change needs it",
    "ex_gone_already": "{value} was no longer there",
    "ex_kept_changed": "the rule {name} was changed by somebody: it stays, and its list with it",
    "ex_not_asked": "from the journal alone: the account was not asked",
    "ex_none": "Nothing is excluded by pinscout.",
    "ex_none_known": "Nothing is excluded by pinscout, as far as the journal here knows.",
    "ex_due": "{day} due",
    "ex_due_count": "{count:entries} that pinscout excluded due for review: pinscout exclusions",
    "ex_differences": "The account differs from the journal",
    "ex_diff_restoring": "taking back the change {change} was cut off: `pinscout restore` goes on with it",
    "ex_diff_cut_off": "the change {change} was cut off: run the same `pinscout exclude` again, or take it back",
    "ex_diff_list_gone": "a list was deleted (id {id})",
    "ex_diff_rule_gone": "a rule was deleted (id {id})",
    "ex_diff_list_unmarked": "the list {name} lost its mark, so it is not touched any more",
    "ex_diff_rule_unmarked": "the rule {name} lost its mark, so it is not touched any more",
    "ex_diff_rule_changed": "the rule {name} was changed",
    "ex_diff_rule_off": (
        "the rule {name} is switched off, so nothing in its list is excluded: `pinscout exclude --enable` switches it on"
    ),
    "ex_diff_no_rule": "the list {name} has no rule, so nothing in it is excluded",
    "ex_diff_strangers": "the list {name} holds {count:entries} of somebody else",
    "ex_diff_missing": "{value} is in no list of ours",
    "ex_diff_left": "{value} was taken back, and is still in the list {name}",
    # the clicks in the dashboard
    "click_list": (
        "Open dash.cloudflare.com > Zero Trust > Reusable components > Lists and create a list by hand. Name it '{name}';"
        " its type is the one for domains and hostnames."
    ),
    "click_entries": "Add to it, one entry each, and save the list:",
    "click_policy": (
        "Open Zero Trust > Traffic policies > Firewall policies > HTTP and add a policy. Name it '{name}'."
    ),
    "click_selector_domain": "Under Traffic choose the selector Domain, the operator in list, and the list '{name}'.",
    "click_selector_host": "Under Traffic choose the selector Host, the operator in list, and the list '{name}'.",
    "click_action": "Choose the action Do Not Inspect, and create the policy.",
    # errors of excluding and taking back
    "ex_nothing_clear": "{summary}",
    "ex_nothing_clear_hint": "Name what you want excluded all the same: pinscout exclude DOMAIN.",
    "ex_not_found": "{name} was not asked in the failure windows of the finding.",
    "ex_not_refused": "{name} was refused by nobody in the sweep.",
    "ex_not_refused_hint": "Its candidates are: {candidates:list_or_none}",
    "ex_not_found_hint": "Its candidates are: {candidates:list_or_none}",
    "ex_not_allowed": (
        "{name} is never excluded: too much else would go uninspected with it, or --never-exclude names it."
    ),
    "ex_not_allowed_hint": "Name single hosts of the app instead: `pinscout explain {name}` lists what was asked.",
    "ex_odd_scope": "{name!r} is no name of a user, a group or a posture check.",
    "ex_no_user": "{name!r} is no e-mail address.",
    "ex_no_change": "{name!r} is no change and no entry in force.",
    "ex_no_change_hint": "`pinscout exclusions` lists both.",
    "ex_nothing_there": "Nothing is excluded by pinscout in the account {account}, as far as the journal here knows.",
    "ex_nothing_there_hint": (
        "What was excluded on another machine is in the journal there; `pinscout exclusions` says whether the account has"
        " any of it."
    ),
    "ex_other_account": "Nothing is excluded by pinscout in the account {account}, but in {others:list}.",
    "ex_other_account_hint": "Set CLOUDFLARE_ACCOUNT_ID to the one that you mean.",
    "ex_read_only": "The token may read Gateway's lists and rules, and not change them.",
    "ex_read_only_hint": (
        "Edit the token in the dashboard (My Profile > API Tokens) and give it Account > Zero Trust > Edit."
    ),
    "ex_nothing_changed": "Nothing was changed.",
    "ex_so_far": "Done before that: {count:requests}. Run the same command again to go on, or take it back: pinscout restore.",
    "ex_again": "Run the same command again: it looks what became of it, and makes nothing twice.",
    "ex_unknown_outcome": "It can't be told whether Cloudflare made the change: {text}",
    "ex_deleted_meanwhile": "A list or rule of ours was deleted while the change was made.",
    "ex_marked_twice": "{names:list} carry the same mark {mark}, so it can't be told which one is ours.",
    "ex_marked_twice_hint": "Take the mark out of the description of the copy.",
    "ex_hidden_list": "The rule {rule} uses a list that this token may not see (id {id}). Nothing was changed.",
    "ex_hidden_list_hint": "Use a token that sees all lists and rules.",
    "ex_unseen": (
        "A list of ours is not there (id {id}): it was deleted, or this token is not told of it, and then its entries are"
        " in force all the same. Nothing was changed."
    ),
    "ex_unseen_hint": "Use a token that sees all lists. If it was deleted, say so: pinscout restore --forget.",
    "ex_hidden": "A list or rule of ours is there and not in Cloudflare's answer (id {id}). Nothing was changed.",
    "ex_hidden_hint": "Use a token that sees all lists and rules, or try again in a minute.",
    "ex_rule_off": "The rule {name} is switched off, so nothing in its list is excluded. Nothing was changed.",
    "ex_rule_off_hint": "pinscout exclude --enable switches it on; --disabled adds to its list, and leaves it off.",
    "ex_rule_on": (
        "The rule {name} is switched on: what is added to its list is excluded at once, whatever --disabled says."
        " Nothing was changed."
    ),
    "ex_rule_on_hint": "Leave out --disabled, or try it with --user, --group or --posture: trials have a rule of their own.",
    "ex_rule_changed": "The rule {name} was changed by somebody since pinscout made it. Nothing was changed.",
    "ex_rule_changed_hint": "Delete the rule, or put back what it selects, and run this again.",
    "journal_damaged_hint": (
        "It may be of a newer pinscout. What it tells of is in the account: look for (pinscout) in Gateway's lists and"
        " rules."
    ),
    # a watch
    "watch_stale": "The log ends {at:end_of_log}: does it still arrive?",
    "watch_busy": "Another run of this watch is going on.",
    "watch_busy_hint": "Wait until it has ended, or give this one a file of its own: --state FILE.",
    "watch_pipe": "A pipe can't be watched: what came through it is gone.",
    "watch_pipe_hint": "Name files, folders or a bucket.",
    "not_a_saved_watch": "{path} is not the state of a watch, or is damaged.",
    "not_a_saved_watch_hint": "Move it away: the watch begins anew, and tells of all that is refused now.",
    "watch_new": "new: {domain} is refused by {devices:devices_or_some}, {refused:,} of {total:,} connections, last {at:time}",
    "watch_back": "back: {domain} is refused again, by {devices:devices_or_some}, last {at:time}",
    "watch_risen": "risen: {domain} is refused by {devices:devices_or_some} now, {refused:,} of {total:,} connections, last {at:time}",
    "watch_gone": "gone: nobody has refused {domain} since {at:time}",
    "watch_fixed": "fixed: {domain} passes undecrypted since its last refusal, {at:time}",
    "watch_exclude": "exclude {entries:list}",
    "watch_try_next": "perhaps pinned: ask its users, or exclude {entries:list}",
    "watch_line": "#{number} {told}",
    "watch_line_todo": "#{number} {told}: {todo}",
    "watch_open": "still refused: {domains:list}",
    "journal_busy": "Another pinscout is changing exclusions at this moment.",
    "journal_busy_hint": "Wait until it has ended, and run this again.",
    # lists within a sentence
    "entries": "{shown:list}",
    "list": "{shown:list}",
    "list_more": "{shown:list} and {count:,} more",
    "devices_and_more": "{shown:list} and {count:,} more",
    "device": "{name}",
    "device_user": "{name} ({user})",
    # headings
    "title_incident": "Incident",
    "list_note": "pinscout {day} {app}",
    "list_note_sweep": "pinscout sweep {day}",
    "title_sweep": "Refused TLS decryption, {since:time} to {until:time}",
    "title_sweep_empty": "Refused TLS decryption, no connection at all",
    "sweep_span": "looked at {since:time} to {until:time}, times in {zone}",
    "sweep_span_empty": "looked at no connection at all, times in {zone}",
    "why": "Why",
    "next_steps": "Next steps",
    "what_would_change": "What would change it",
    "column_covers": "covers",
    "column_age": "age",
    "column_size": "size",
    "column_rank": "#",
    "column_entry": "entry",
    "column_app": "app",
    "column_state": "state",
    "column_since": "since",
    "column_review": "review by",
    "column_change": "change",
    "column_registrable_domain": "registrable domain",
    "column_band": "band",
    "column_likelihood": "likely",
    "column_score": "score",
    "column_match": "match",
    "column_label": "label",
    "column_seen": "seen",
    "column_lookups": "lookups",
    "column_devices": "devices",
    "column_refused": "refused",
    "column_trend": "trend",
    "column_exclude": "exclude",
    "column_reasons": "reasons",
    "column_device": "device",
    "column_user": "user",
    "column_rows": "rows",
    "column_first": "first",
    "column_last": "last",
    "column_id": "id",
    "column_points": "points",
    "column_term": "term",
    "column_why": "why",
    "column_time": "time",
    "column_failure": "failure",
    "column_seconds": "seconds",
    "column_hostname": "hostname",
    "column_types": "types",
    "column_ordinary": "other times",
    "column_connections": "connections",
    "column_proposed": "proposed",
    "column_mark": "",
    "column_what": "what",
    "column_found": "found",
    "column_before": "before",
    "column_now": "now",
    # an explanation
    "explain_head": "{domain}: rank {rank}, band {band}, {likelihood:chance} likely, score {score:.1f}",
    "explain_entries": "to exclude ({match}): {entries}",
    "explain_no_entries": "nothing to exclude",
    "explain_entry": "to exclude",
    "explain_timeline": "Lookups around each failure (| or []), {step:.0f} s a character: one is 1, more than nine are +",
    "explain_within": "within",
    "explain_more": "… and {count:,} more: --all shows them",
    "explain_baseline": "{count:lookups} in the baseline; times in {zone}",
    # errors of reading
    "no_sources": "A list of log files is empty.",
    "no_sources_hint": "Name log files, or leave the list out to ask the live account.",
    "no_file": "There is no file {source}.",
    "no_file_hint": "Name log files, a folder, a glob, s3://bucket/prefix, r2://bucket/prefix, or - for standard input.",
    "frame_lacks": "The frame lacks {columns:list}: it must be as analyzer.{loader} gives it, or a part of its rows.",
    "frame_odd": "The frame's column {column} must be {check}, as analyzer.{loader} gives it.",
    "no_frame": "What is to be ranked is no DataFrame, as analyzer.{loader} gives one.",
    "empty_folder": "There is no file in the folder {source}.",
    "empty_folder_hint": "Name the folder with the log files.",
    "no_lookup_of_file": "{source} can't be looked up: {error}",
    "unreadable": "{name:input} can't be read: {error}",
    "live_nothing_usable": "{facts:sentences}.",
    "live_nothing_usable_hint": "Check the time and its zone (--tz); `pinscout doctor` shows how far back each log reaches.",
    "nothing_usable": "{facts:sentences}.",
    "nothing_usable_hint": (
        "pinscout reads rows of Gateway's logs: Logpush's NDJSON, CSV or TSV, Log Explorer's answers, and what a SIEM or"
        " a log shipper makes of them; beside them App Privacy Reports, PCAPdroid's CSV and mitmproxy's event log. `What"
        " can be read` in the README lists them."
    ),
    "worker_ended": "A process that read {name:input} was ended {tries} times, perhaps for want of memory.",
    "worker_ended_hint": "Try --jobs 1.",
    "no_dask": "A cluster needs Dask, which is not installed.",
    "no_dask_hint": "Install it here and on the cluster: pip install 'pinscout[dask]'.",
    "no_cluster": "No Dask scheduler answers at {address}.",
    "no_cluster_hint": "Give its address, such as tcp://scheduler:8786, or `local`.",
    "cluster_ended": "The cluster lost its processes over the same file again and again, perhaps for want of memory.",
    "cluster_ended_hint": "Give its workers more memory, or fewer threads each.",
    "files_done": "{done:,} of {total:,} files",
    # files elsewhere
    "no_stores": "Reading {source} needs a library that is not installed.",
    "no_stores_hint": "Install it: pip install 'pinscout[stores]'.",
    "store_scheme": "Nothing here reads {source}.",
    "store_scheme_hint": "Name s3://bucket/prefix, r2://bucket/prefix, or one file at https://.",
    "store_no_bucket_named": "{source} names no bucket.",
    "store_no_bucket_named_hint": "Name it: s3://bucket/prefix or r2://bucket/prefix.",
    "store_no_account": "Where R2 is depends on the account, and {variable} is not set.",
    "store_no_account_hint": "Set it to the account's id; for a jurisdiction, set AWS_ENDPOINT_URL_S3 to the endpoint.",
    "store_no_keys": "There are no keys for the bucket: {variables:list} are not set.",
    "store_no_keys_hint": (
        "Set them. What the AWS command line is signed in with, it prints:"
        ' eval "$(aws configure export-credentials --format env)".'
    ),
    "store_no_bucket": "There is no bucket {bucket}.",
    "store_no_bucket_hint": "Check its name, the account, and AWS_ENDPOINT_URL_S3 if that is set.",
    "store_denied": "The keys may not read the bucket {bucket}: they lack {permission}.",
    "store_denied_hint": "Give it to them for the bucket and all in it, or use other keys.",
    "store_odd_keys": "The bucket {bucket} does not accept the keys ({code}).",
    "store_odd_keys_hint": "Check both parts of the key, and that they are of this account.",
    "store_keys_expired": "The keys for the bucket {bucket} have expired.",
    "store_keys_expired_hint": "Sign in again; keys for a time come with AWS_SESSION_TOKEN.",
    "store_other_region": "The bucket {bucket} is in another region{region:bracketed}.",
    "store_other_region_hint": "Set AWS_REGION to it: aws s3api get-bucket-location --bucket {bucket} tells.",
    "store_failed": "{source} can't be listed: {error}",
    "store_failed_hint": "Check the network, and AWS_ENDPOINT_URL_S3 if that is set.",
    "store_empty": "There is nothing at or below {source}.",
    "store_empty_hint": "A prefix is taken as a folder: s3://bucket/dns stands for all that begins with dns/.",
    "store_other_time": "The folders below {source} are of another time: {folders:list}, as their names tell.",
    "store_other_time_hint": "Check the date and the zone of the time (--tz). --all-files reads them all the same.",
    "skipped_folders": "{name}: {count:folders} of another time by name not looked into (--all-files reads all)",
    "store_gone": "it is not there (any more)",
    "store_replaced": "it was replaced while it was read, and two versions must not be mixed",
    "store_too_large": "it has {size:bytes}, and {most:bytes} is the most that is read of one",
    "store_no_length": "the server does not tell how long it is",
    "store_no_answer": "the connection failed, again and again",
    "store_status": "the server answered with status {status}",
    "store_code": "the store answered {code}",
    "looks_empty": "an empty file",
    "looks_7z": "a 7z archive: unpack it first",
    "looks_rar": "a RAR archive: unpack it first",
    "looks_lz4": "a file that lz4 compressed: unpack it first (lz4 -d)",
    "looks_compress": "a file that compress made (.Z): unpack it first",
    "looks_office": "an Office document, such as an Excel workbook: save its sheet as CSV",
    "looks_orc": "an ORC file: export it as NDJSON or CSV",
    "looks_avro": "an Avro file: export it as NDJSON or CSV",
    "looks_picture": "a picture",
    "looks_kept": "an answer that pinscout kept: `pinscout explain DOMAIN --finding FILE` and `pinscout export --finding FILE` read it",
    "looks_own_form": "rows in a form of their own, as a record_template of the Logpush job makes them: let the job write NDJSON (output_type ndjson, without record_template), or JSON that keeps the names of its keys",
    "looks_headless": "a table without a header; it begins with {cells:list}. Put the names of the job's fields ahead as the first line, or let the Logpush job write NDJSON",
    "looks_toml": "TOML: if it is an incident file, give it as --incident FILE, and name the log beside it",
    "looks_candidates": "candidates that pinscout wrote: name the log that they were found in",
    "looks_parquet": "a Parquet file: export it as NDJSON or CSV",
    "looks_sqlite": "an SQLite database",
    "looks_capture": "a packet capture",
    "looks_pdf": "a PDF document",
    "looks_markup": "a web page or XML",
    "looks_other_dataset": "{names:list} records, not Gateway logs",
    "looks_other_json": "JSON records of another kind: none has a QueryName, also not inside; the first has {keys:list}",
    "looks_other_table": "a table whose header has no QueryName column, nor JSON rows in its cells; it has {keys:list}",
    "looks_error": 'an error answer instead of a log: "{message}"',
    "looks_unread_time": 'rows whose times can\'t be read: "{time}"; ISO 8601 and Unix times can',
    "looks_binary": "a binary file",
    "looks_bad_json": "JSON that can't be read",
    "looks_text": "text whose first line is no header with a QueryName column",
    "looks_without_time": "rows without a time: none has a Datetime",
    "zone_http_request": "zone HTTP request",
    "zone_dns": "zone DNS (dns_logs: who asked for your own names)",
    # errors of writing and of saved answers
    "not_deleted": "{path} can't be deleted: {error}.",
    "forget_place": "kept in {place}, {size:bytes}:",
    "forget_nothing": "Nothing is kept in {place}.",
    "forget_nothing_chosen": "Nothing of that is kept in {place}.",
    "forget_ask": "Delete all of these?",
    "forget_kept": "Nothing was deleted.",
    "forget_yes": "Give --yes if it is meant.",
    "forget_done": "Deleted: {count:files}.",
    "kept_log": "log {dataset}",
    "kept_log_unknown": "log, not known of what",
    "kept_finding": "last finding {app}",
    "kept_sweep": "last sweep",
    "kept_incident": "incident {app}",
    "kept_account": "account and its devices",
    "kept_watch": "watch",
    "kept_stand_ins": "key of stand-ins",
    "kept_names": "names of devices",
    "not_a_file": "{path} is no file, so it is not written to.",
    "not_written": "{path} can't be written: {error}.",
    "output_failed": "Standard output can't be written: {error}.",
    "output_twice": "Only one of the files can be standard output.",
    "no_folder": "There is no folder {folder}.",
    "closed_folder": "Nothing may be written in the folder {folder}.",
    "no_finding": "There is no finding yet.",
    "no_finding_hint": "Make one with `pinscout find`, or name a file: --finding FILE.",
    "no_sweep": "There is no sweep yet.",
    "no_sweep_hint": "Make one with `pinscout sweep`.",
    "kept_no_json": "{path} can't be understood: it is cut short, damaged or no JSON.",
    "kept_odd": "{path} can't be understood: {field:kept_field} {wrong}.",
    "kept_type": "should be {expected:kind_of_value}{more}, not {got:kind_of_value}",
    "kept_value": "should be {expected}",
    "kept_missing": "is missing",
    "kept_unknown": "is not known",
    "kept_no_mark": "should be that of a change, a list or a rule of an earlier line",
    "kept_no_chance": "should have a chance for each entry that it names",
    "kept_frame": "should be a list of columns, each with its name, type and values",
    "kept_finite": "should hold numbers that end",
    "kept_unsaid": "should hold facts that this version can say",
    "kept_no_kind": "should not hold {unknown:list}",
    "kept_devices": "should name devices for each failure",
    "kept_terms": "should name the same domains as the candidates",
    "kept_spans": "should hold two times each, the first before the second",
    "kept_newer": "{path} is of version {version}, which a newer pinscout wrote; this one knows version {known}.",
    "kept_newer_hint": "Update pinscout to read it.",
    "no_such_finding": "There is no file {path}.",
    "no_such_finding_hint": "`pinscout find --save FILE` makes one; without --finding the last finding is taken.",
    "not_a_saved_finding": "{path} is not a saved finding.",
    "not_a_saved_finding_hint": "Make one with pinscout find --save FILE.",
    "not_a_saved_sweep": "{path} is not a saved sweep.",
    "not_a_saved_sweep_hint": "Make one with pinscout sweep.",
    "no_format": "There is no format {format!r}.",
    "no_format_hint": "There are {formats:list}.",
    "no_matplotlib": "PNG and plots in notebooks need matplotlib.",
    "no_matplotlib_hint": "Install it: pip install 'pinscout[plot]'. SVG needs nothing.",
    "no_plot_format": "{path} is no name for a plot.",
    "no_plot_format_hint": "Let it end in {endings:list_or}.",
    # errors about the incident
    "no_failure_time": "No failure time was given.",
    "no_failure_time_hint": "Say when the app failed: {forms}.",
    "empty_window": "The failure window is empty.",
    "empty_window_hint": "Give `before` or `after` more than 0 s.",
    "not_an_incident": "{path} can't be read as an incident: {error}.",
    "not_an_incident_hint": 'Name a file that `pinscout record` wrote, or write one: at = ["2026-11-10 14:05"], app, device.',
    "kept_said": "{path} can't be understood: {said:continued}",
    "kept_said_of": "{path} can't be understood, at {field}: {said:continued}",
    "incident_options": "Both an incident and {options:list} were given.",
    "incident_options_hint": "An incident says all of that itself: leave it out, or change the incident.",
    "devices_conflict": "A device is named, and all devices are to be taken as one.",
    "devices_conflict_hint": "Leave one of them out: the device, or --all-devices.",
    "live_alone": "{options:list} is for the live account, and files were named.",
    "live_alone_hint": "Leave out the option, or the files.",
    "lists_alone": "--match is for {formats:list}: --format {format} says of each candidate how it is matched.",
    "options_conflict": "{options:list} were given together.",
    "options_conflict_hint": "They say the same thing in two ways: leave one of them out.",
    "nothing_around": "The log holds nothing around {times:times}.",
    "nothing_around_hint": "Check the date and the zone of the failure time (--tz).",
    "no_such_device": "The log holds no device {name!r} in that time.",
    "no_such_device_hint": "Check the time.",
    "devices_fit": "{count:devices} fit {name!r}.",
    "devices_active": "{count:devices} were active around the failure: say which one failed.",
    "device_list": "Name it by --device NAME, or pool them by --all-devices:\n{devices:lines}",
    "device_line": "  {name:device_name}  {user}  id {id}  {count:rows}",
    "devices_more": "  and {count:,} more",
    "not_refused": "{domain} was not refused in the sweep.",
    "not_refused_hint": "Refused were: {candidates:list_or_none}",
    "device_unknown": "?",
    "not_a_candidate": "{domain} was not asked in the failure windows.",
    "not_a_candidate_hint": "Candidates are: {candidates:list_or_none}",
    # errors of times
    "time_forms": (
        "14:05, 14:05:30, '2:05 PM', '2026-11-24 14:05', '24 Nov 14:05', '11/24 14:05', 'yesterday 14:05', 'Tuesday 14:05',"
        " 2026-11-24T05:05:00Z, '10 minutes ago', now, or 14:00/14:10 for a time in between"
    ),
    "long_text": "Text of {length:,} characters is no time, length or zone.",
    "long_text_hint": "Write no more than {most}.",
    "bad_stretch": "{text!r} is not a stretch of a day at most.",
    "bad_stretch_hint": "Write the earlier time first, and the days of both if it was overnight.",
    "ambiguous_dash": "{text!r} may name a stretch of time or a zone.",
    "ambiguous_dash_hint": "Write '{stretch}' for the stretch, '{offset}' for the zone.",
    "two_readings": "{text!r} is read with the month first, as {read}; write the year in front, or the month's name, if {other} is meant",
    "ambiguous_day": "{text} may be read with the day or the month first.",
    "ambiguous_day_hint": "Write the year first: {choices:list_or}.",
    "bad_day": "{text!r} names a day that no calendar has.",
    "bad_day_hint": "Write {forms}.",
    "skipped_time": "The clocks of {zone} never showed {time}: they were set forward.",
    "skipped_time_hint": "Write what they showed: '{before}' or '{after}'.",
    "twice_time": "The clocks of {zone} showed {time} twice: they were set back.",
    "twice_time_hint": "Write which one: {choices:list_or}.",
    "future_time": "The failure time was read as {time:time} in {zone}, which is still to come: it is {now:time} there.",
    "future_time_hint": "Write '{passed}' if that is meant, or name another zone (--tz).",
    "no_log_time": "{day} is no time of a log.",
    "no_log_time_hint": "Write {forms}.",
    "bad_time": "{text!r} is not a time that pinscout knows.",
    "bad_time_hint": "Write {forms}.",
    "day_only": "{text!r} is a day, not a time.",
    "day_only_hint": "Write {forms}.",
    "bad_duration": "{text!r} is not a length of time.",
    "bad_duration_hint": "Write 90s, 3m or 24h.",
    "long_duration": "{text!r} is out of range.",
    "long_duration_hint": "Write 90s, 3m or 24h.",
    "bad_zone": "{text!r} is not a time zone.",
    "bad_zone_hint": "Write a name such as Asia/Tokyo, or an offset such as +09:00.",
    "near_zone": "Did you mean {near}?",
    "bad_offset": "{text!r} is no zone: clocks are from 12 hours behind UTC to 14 ahead of it.",
    "bad_offset_hint": "Write +09:00, or a name such as Asia/Tokyo.",
    "ambiguous_zone": "{text!r} is what several zones are called.",
    "ambiguous_zone_hint": "Name one of them: {choices:list_or}.",
    "machine_zone": "The time zone of this machine (TZ={text!r}) is none that pinscout knows.",
    "machine_zone_hint": "Name the zone: --tz Asia/Tokyo.",
    "bad_period": "The span ends before it begins.",
    "bad_period_hint": "Give --since before --until.",
    "bad_setting": "{name}={value!r} is not a number above zero.",
    "bad_setting_hint": "Leave {name} away, or set it to such a number.",
    # what the commands say
    "error": "Error: {message}",
    "did_you_mean": "{message} Did you mean {near}?",
    "say_when": "Say when the app failed: --at TIME, once for each failure.",
    "list_rest": "{count:entries} of match {match} left out, which need a list of their own: --match {match}",
    "never_no_name": "{path} holds what is no name: {names:list}.",
    "never_no_name_hint": "Write one name a line, such as login.example.jp.",
    "wrote": "Wrote {path}",
    "progress_reading": "reading",
    "progress_fetching": "fetching",
    "progress_checking": "checking",
    "fetched": "{folder} holds {records:records}; {requests:requests} made.",
    "demo_next": "The first line is a command: run it yourself, and `pinscout explain paypay.ne.jp` and `pinscout export` go on from it.",
    "times_in": "times in {zone}",
    # plots
    "timeline_told": "When the device asked for the {count} likeliest domains around {windows:failures}, and how connections ended",
    "timeline_nothing": "There is nothing to show: no domain was asked.",
    "timeline_failure": "Failure {number}, {moments:moment_span}",
    "timeline_span": "The whole time that was looked at",
    "timeline_density": "all {count:lookups} of the device",
    "timeline_usual": "{inside} in failures, {outside} outside",
    "timeline_told_sweep": "When clients refused to have their connections decrypted ({count:times_over}), by domain and by device",
    "score_bars_told": "What the scores of the {count} likeliest domains are made of, term by term",
    "score_bar_note": "{score:.1f}, {likelihood:chance}",
    "score_segment": "{term:term}: {points:signed_points}: {why}",
    "score_sum": "the score: their sum",
    "tick_points": "{points:tick_points}",
    "timeline_by_domain": "Refusals by domain",
    "timeline_by_device": "Refusals by device",
    "timeline_refusals": "all refusals: {count:,}",
    "timeline_lane_refusals": "refused {count:times_over}",
    "tick_offset": "{offset_s:signed_seconds}",
    "mark": "{hostname}, {offset_s:distance} the failure: {what}",
    "mark_lookup": "lookup {types}",
    "mark_blocked": "lookup {types}, blocked by a DNS policy",
    "mark_tls_error": "refused in the handshake, {count:times_over}",
    "mark_refused_later": "refused after the handshake, {count:times_over}",
    "mark_refused_perhaps": "closed after the handshake without a request, {count:times_over}: perhaps a refusal",
    "mark_inspected": "decrypted, {count:requests}",
    "mark_used": "connection that was used, {count:times_over}",
    "mark_bypassed": "exempt from decryption, {count:requests}",
    "mark_origin_error": "the site's own certificate or server failed, {count:times_over}",
    "legend_lookup": "lookup",
    "legend_blocked": "lookup blocked by a DNS policy",
    "legend_tls_error": "refused in the handshake",
    "legend_refused_later": "refused after it: closed without a request",
    "legend_refused_perhaps": "closed without a request, perhaps a refusal",
    "legend_inspected": "request decrypted without trouble",
    "legend_used": "connection that was used",
    "legend_bypassed": "exempt from decryption already",
    "legend_origin_error": "the site itself failed",
    # the page
    "page_language": "en",
    "page_title": "{title} - pinscout",
    "page_kind_find": "Which domains must be excluded from TLS decryption",
    "page_kind_sweep": "What clients refuse to have decrypted",
    "page_skip": "Skip to the content",
    "page_device": "Device",
    "page_failed": "{count:failures_heading}",
    "page_zone": "Time zone",
    "page_window": "Looked at around each",
    "page_around": "{before:length} before to {after:length} after",
    "page_baseline": "Compared with",
    "page_refusals": "Refusals",
    "page_refused_domains": "Refused domains",
    "page_refusing_devices": "Devices that refused",
    "page_candidates": "Candidates",
    "page_caption_find": "Likely: the chance that the app needs it excluded. Seen: in how many of the failures.",
    "page_caption_sweep": "Likely: the chance that it is pinned. Refused: of so many connections.",
    "page_sort_hint": "A heading sorts by its column.",
    "page_filter": "Filter",
    "page_filter_none": "No candidate fits.",
    "page_more": "and {count:,} more",
    "page_show_all": "Show all {count:,}",
    "page_no_candidates": "There is none.",
    "page_terms": "What the score of {domain} is made of",
    "page_scores": "What the scores are made of",
    "page_scores_hint": "To the right what speaks for excluding a domain, to the left what speaks against it. The line across a bar is their sum, the score, which stands beside the name with the chance that follows from it.",
    "page_timeline": "What happened when",
    "page_zoom": "Zoom",
    "page_zoom_in": "Look closer",
    "page_zoom_out": "See more time",
    "page_exports": "Exclude it",
    "page_exports_hint": "Everything here is also what `pinscout export` writes.",
    "page_no_exports": "Nothing is proposed to be excluded first, so there is nothing to export.",
    "page_export_gateway_list": "Gateway list of {what}, CSV",
    "page_export_gateway_list_note": "for the upload under Reusable components > Lists",
    "page_export_expression": "Expression of a rule",
    "page_export_expression_note": "for a Do Not Inspect rule without a list",
    "page_export_terraform": "Terraform",
    "page_export_terraform_note": "lists and rules, provider cloudflare 5",
    "page_copy": "Copy",
    "page_copy_what": "Copy: {what}",
    "page_copied": "Copied",
    "page_read": "What was read",
    "page_foot": "Made by pinscout {version}. This page holds all that it shows and asks for nothing elsewhere. Names in it come out of a log: anybody may have written them.",
}


BANDS = {"exclude": "exclude", "try_next": "try next", "leave": "leave"}
"""What to do about a candidate."""

LABELS = {
    "os_service": "OS",
    "sdk": "SDK",
    "ad_or_analytics": "ads, analytics",
    "shared_platform": "shared platform",
}
"""What is known about a domain."""

SIGNALS = {
    "tls_error": "refused certificates",
    "unused": "connections closed before any request",
    "origin_error": "faulty sites",
    "used": "connections that were used",
    "session": "connections",
    "connection": "connections, but not how they ended",
    "inspected": "decrypted requests",
    "bypassed": "requests exempt from inspection",
    "app_contact": "contacts by app",
}
"""What connections and reports tell."""

PROGRAMS = {
    "android_emulator": "the Android emulator", "android_studio": "Android Studio", "aws": "the AWS CLI",
    "az": "the Azure CLI", "cargo": "Cargo", "conda": "conda", "curl": "curl", "docker": "Docker", "dotnet": ".NET",
    "electron": "the Electron app", "gcloud": "gcloud", "git": "Git", "go": "Go", "gradle": "Gradle", "helm": "Helm",
    "homebrew": "Homebrew", "intellij": "the JetBrains program", "java": "Java", "kubectl": "kubectl", "maven": "Maven",
    "minecraft": "Minecraft", "mozilla": "Firefox or Thunderbird", "node": "Node.js", "npm": "npm",
    "php": "PHP and Composer", "pip": "pip", "pnpm": "pnpm", "podman": "Podman", "poetry": "Poetry",
    "postman": "Postman", "python": "Python", "r": "R", "ruby": "Ruby", "terraform": "Terraform", "uv": "uv",
    "vscode": "VS Code", "wget": "wget", "wsl": "the WSL distribution", "yarn": "Yarn",
}  # fmt: skip
"""Programs with a trust store of their own."""

EXCLUSION_STATES = {
    "in_force": "in force",
    "switched_off": "switched off",
    "no_rule": "no rule",
    "changed": "rule changed",
    "missing": "missing",
    "unseen": "not asked",
}
"""How an exclusion stands in the account."""

TERMS = {
    "base": "starting point",
    "lift": "more lookups than usual",
    "recurrence": "in failure after failure",
    "near": "close to the failure",
    "os_neighbours": "among the system's own names",
    "country_code": "national domain ending",
    "os_label": "of the operating system",
    "sdk_label": "of an SDK",
    "ad_label": "advertising, analytics",
    "name": "the app's name",
    "tls_error": "certificate refused",
    "refused_again": "refused each time",
    "inspected": "decrypted without trouble",
    "used": "connections used",
    "bypassed": "exempt already",
    "origin_error": "the site itself failed",
    "unresolved": "no address found",
    "uninspected": "never decrypted",
    "app_contact": "the phone's own report",
    "local_name": "no public domain",
    "companion": "asked beside one that is needed",
    "alias": "same target as one that is needed",
    "other_devices": "asked by other devices, too",
    "caution": "caution",
    "devices": "devices that refused it",
    "returns": "in several hours",
    "retries": "tried again at once",
    "refused_share": "share of refusals",
    "served": "served as well",
    "stray": "advertising and static hosts",
}
"""Terms of a score, as a plot names them."""

OUTCOMES = {
    "refused": "refused",
    "site_fault": "the site failed",
    "decrypted": "decrypted well",
    "exempt": "not inspected",
    "used": "used well",
    "undecrypted": "never decrypted",
    "blocked": "blocked by DNS",
    "asked": "asked for",
    "": "not known",
}
"""What is known of the connections to a host."""

REASONS = {
    "broken_line": "broken",
    "too_long": "of more than 16 MB",
    "bad_encoding": "not readable as UTF-8",
    "no_name": "without a name",
    "no_time": "without a time",
    "reverse_lookup": "for the name of an address",
    "other_dataset": "of another kind of log",
    "bulk_action": "that only say where Elastic puts the next",
    "no_meaning": "that tell nothing of inspection",
    "truncated": "cut off in the middle",
    "other_device": "of other devices at other times",
}
"""Why rows of a log were left out: behind `12 rows`."""

_NOUNS = (
    "lookup", "device", "other device", "more device", "host", "file", "row", "record", "request", "session",
    "connection", "minute", "different hour", "domain", "broken handshake", "failure", "list", "folder",
)  # fmt: skip


DIALECTS = {
    "dashboard": "the dashboard's column titles",
    "elastic": "Elastic's (ECS)",
    "sentinel": "Microsoft Sentinel's",
}
"""Whose names a log has for Logpush's keys."""


INSPECTORS = {"mitmproxy": "mitmproxy", "pcapdroid": "PCAPdroid"}
"""Who else decrypts, and whose certificate is refused then."""


def _counted(noun: str) -> Callable[[int], str]:
    """`1 device`, `2 devices`, `1,200 lookups`."""
    return lambda count: f"{count:,} {noun}" + ("" if count == 1 else "s")


def _percent(share: float) -> str:
    """`12%`, `under 1%`, `none`."""
    return "none" if share == 0 else f"{share:.0%}" if share >= 0.01 else "under 1%"


def write_chance(share: float) -> str:
    """`97%`, `<1%`, `>99%`: a likelihood is never none and never sure."""
    return "<1%" if share < 0.01 else ">99%" if share > 0.99 else f"{share:.0%}"


def _rate(value: float) -> str:
    return "none" if value == 0 else f"{value:.1f}" if value >= 0.05 else "next to none"


def _distance(seconds: float) -> str:
    return "at" if seconds == 0 else f"{abs(seconds):.0f} s {'after' if seconds > 0 else 'before'}"


def write_time(moment: str) -> str:
    """An ISO 8601 time as day and time of day, as every language here writes it."""
    return f"{dt.datetime.fromisoformat(moment):%Y-%m-%d %H:%M:%S}"


def write_clock(moment: str) -> str:
    """The time of day of an ISO 8601 time, as every language here writes it."""
    return f"{dt.datetime.fromisoformat(moment):%H:%M:%S}"


def _signed_seconds(seconds: float) -> str:
    """`0`, `+30 s`, `−30 s`."""
    return f"{seconds:+.0f} s".replace("-", "−") if seconds else "0"


def _moment_span(moments: Iterable[str]) -> str:
    """`2026-11-10 14:05:00`, or `2026-11-10 14:05:00 to 14:05:59`."""
    since, until = moments
    return write_time(since) if since == until else f"{write_time(since)} to {write_clock(until)}"


def _minutes_seconds(seconds: float) -> str:
    """`1:05`, `12:00`: how long something takes."""
    minutes, rest = divmod(max(round(seconds), 0), 60)
    return f"{minutes}:{rest:02}"


def _zoned_time(moment: Iterable[str]) -> str:
    time, zone = moment
    return f"{write_time(time)} {zone}"


def _span(moments: Iterable[str]) -> str:
    texts = [f"{dt.datetime.fromisoformat(moment):%Y-%m-%d %H:%M}" for moment in moments]
    return " to ".join(dict.fromkeys(texts))


def _label(label: Iterable[str]) -> str:
    """`SDK: Braze`; "" for a domain of which nothing is known."""
    kind, owner = label
    return f"{LABELS[kind]}: {owner}" if kind else ""


def _dropped(counts: Mapping[str, int]) -> str:
    told = sorted(counts.items())
    return ", ".join(
        f"{f'{count:,}' if number else FORMS['rows'](count)} {REASONS.get(reason, reason)}"
        for number, (reason, count) in enumerate(told)
    )


def _age(seconds: float) -> str:
    """`40 min`, `5 h`, `3 days`."""
    minutes = max(seconds, 0) / 60
    if minutes < 120:
        return f"{minutes:.0f} min"
    return f"{minutes / 60:.0f} h" if minutes < 48 * 60 else f"{minutes / 1440:.0f} days"


def _bytes(size: int) -> str:
    """`900 bytes`, `1.5 MB`."""
    unit = max((unit for unit in _UNITS if size >= unit), default=1)
    return f"{size / unit:,.1f} {_UNITS[unit]}" if unit > 1 else f"{size:,} bytes"


_UNITS = {10**3: "kB", 10**6: "MB", 10**9: "GB"}


def _entries(count: int) -> str:
    return f"{count:,} entr{'y' if count == 1 else 'ies'}"


KINDS_OF_VALUE = {
    "array": "a list",
    "bool": "true or false",
    "float": "a number",
    "int": "a whole number",
    "null": "nothing",
    "object": "a table of keys and values",
    "str": "text",
}
"""What msgspec calls the kinds of values in JSON and TOML, and how people do."""
FORMS: dict[str, Callable[[Any], str]] = {f"{noun.replace(' ', '_')}s": _counted(noun) for noun in _NOUNS} | {
    "bracketed": lambda text: f" ({text})" if text else "",
    "bytes": _bytes,
    "chance": write_chance,
    "after_that": lambda more: f", then {', '.join(dict.fromkeys(map(str, more)))}" if more else "",
    "clock": write_clock,
    "chance_plain": lambda share: (
        write_chance(share).replace("<", "under ").replace(">", "over ").replace("%", " percent")
    ),
    "continued": lambda sentence: str(sentence)[:1].lower() + str(sentence)[1:],
    "clock_skew": lambda seconds: f"{abs(seconds) / 60:,.0f} min {'behind' if seconds > 0 else 'ahead of'}",
    "covered": lambda moments: " to ".join(map(write_time, moments)) or "nothing",
    "age": _age,
    "device_or_all": lambda name: name or "any",
    "device_name": lambda name: name or "(no device named)",
    "devices_or_some": lambda count: f"{count:,} device{'' if count == 1 else 's'}" if count else "some device",
    "dialect": lambda dialect: DIALECTS[dialect],
    "distance": _distance,
    "end_of_log": lambda moment: f"at {write_time(moment)}" if moment else "before the time that is looked at",
    "entries": _entries,
    "exclusion_state": lambda state: EXCLUSION_STATES[state],
    "input": lambda name: "standard input" + name[1:] if name == "-" or name.startswith("-/") else name,
    "kept_field": lambda name: name or "what it holds",
    "kind_of_value": lambda kinds: " or ".join(KINDS_OF_VALUE.get(kind, kind) for kind in kinds.split(" | ")),
    "inspector": lambda inspector: INSPECTORS[inspector],
    "label": _label,
    "lines": lambda lines: "\n".join(map(str, lines)),
    "list": lambda texts: ", ".join(map(str, texts)),
    "list_or": lambda texts: " or ".join([", ".join(texts[:-1]), texts[-1]] if texts[1:] else texts),
    "list_or_nothing": lambda texts: ", ".join(map(str, texts)) or "nothing",
    "list_or_none": lambda texts: ", ".join(map(str, texts)) or "none",
    "minutes_seconds": _minutes_seconds,
    "moment_span": _moment_span,
    "outcome": lambda outcome: OUTCOMES[outcome],
    "term": lambda term: TERMS[term],
    "percent": _percent,
    "percent_plain": lambda share: f"{share:.0%}",
    "points": lambda points: f"{abs(points):.1f}",
    "program": lambda program: PROGRAMS[program],
    "rate": _rate,
    "reasons": _dropped,
    "sentences": lambda facts: "; ".join(map(str, facts)),
    "band": lambda band: BANDS[band],
    "band_cell": str,
    "match": str,
    "trend": str,
    "failures_heading": lambda count: "Failed at" if count == 1 else f"Failed {count} times",
    "length": str,
    "list_match": lambda match: {"domain": "domains", "host": "hosts", "": ""}[match],
    "signed_seconds": _signed_seconds,
    "signed_points": lambda points: f"{points:+.1f}",
    "tick_points": lambda points: f"{points:+g}" if points else "0",
    "times_over": lambda count: "once" if count == 1 else f"{count:,} times",
    "signals": lambda kinds: ", ".join(SIGNALS[kind] for kind in kinds),
    "time": write_time,
    "words": lambda texts: " ".join(map(str, texts)),
    "to_decide": lambda count: f" ({count} more to decide then)" if count else "",
    "times": lambda moments: ", ".join(map(_zoned_time, moments)),
    "span": _span,
}
"""How English writes a value: the word behind a colon in the sentences -> the text."""
