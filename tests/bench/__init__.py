"""`make bench`: our case engine and pages beside the framework's own, on one machine in one run."""
