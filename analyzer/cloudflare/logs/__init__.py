"""Reading the logs of an account: queries, pages, pieces on disk."""
