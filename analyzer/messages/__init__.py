"""Every sentence that people read, by key; one table a language."""
