"""Around failure times: from a log's rows to a score for each registrable domain."""
