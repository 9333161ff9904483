"""What runs the notebooks: parameters, the chain, the manifest, the report."""
