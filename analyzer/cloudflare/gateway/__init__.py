"""Gateway's lists and rules: read whole or refused, written one request at a time."""
