"""From a path to a corpus, and from a corpus to its source texts."""
