"""Who says so: agreement of coders and graders."""
