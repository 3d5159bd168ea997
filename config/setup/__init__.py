"""Set-up of the bench: everything `make` does, in the standard library alone.

It runs before any package is installed, so it imports nothing but Python's own modules.
"""
