"""What runs in mitmproxy's environment cannot be imported here, so it is not looked through for examples."""

collect_ignore = ["inspecting.py", "clients/in_handshake.py"]
