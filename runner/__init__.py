"""What runs the notebooks: parameters, the chain, the manifest. It knows no domain."""
