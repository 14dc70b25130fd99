"""From an answer to an inspection policy and back: what to change, the changing, and the journal of it."""
