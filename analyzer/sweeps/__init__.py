"""Over a whole log, without failure times: from a log's rows to a score for each refused domain."""
