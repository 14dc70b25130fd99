"""START HERE. One chain a public verb: find, record, sweep, load, demo."""
