"""What every room stands on: errors, paths, files, words."""
