"""START HERE. One chain a public verb: find, record, verify, sweep, watch, load, demo."""
