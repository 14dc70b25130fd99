"""A stand-in for Cloudflare's API: a real HTTP server on loopback that answers from Logpush rows.

`python -m tests.standin --rows logs/ --port 0` starts it; `tests.standin.fixture` runs it inside a test.
It holds lists and rules that can be written, and tells what they leave undecrypted (policy.py). It is strict where the
real one is (schema, limits, permissions) and misbehaves on demand (see misbehave.py).
"""
