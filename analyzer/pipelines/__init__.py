"""START HERE. One chain a public verb: find, sweep, load, demo."""
