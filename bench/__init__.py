"""Benchmarks: what a run costs beside the usual ways."""
