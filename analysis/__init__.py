"""The helper package that the notebooks share: small pure functions, one noun a module."""
