"""What people look at beside the table: an explanation in text, the timeline, a frame in a notebook."""
