"""One module a picture, on one page and one set of rows."""
