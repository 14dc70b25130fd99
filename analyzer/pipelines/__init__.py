"""START HERE. One chain a public verb: find, record, verify, sweep, load, demo."""
