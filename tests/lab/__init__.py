"""The whole story on real TLS, on this machine alone and without privileges.

Clients that pin meet mitmproxy, which plays Cloudflare's gateway: it decrypts what the rules and lists of the
stand-in account do not leave alone, and writes what happened as Logpush does. `python -m tests.lab` runs it.

    client --DNS--> names.py (rows of gateway_dns)
    client --TLS--> gateway.py: mitmproxy with inspecting.py --TLS--> origins.py, with a root that clients trust
"""
