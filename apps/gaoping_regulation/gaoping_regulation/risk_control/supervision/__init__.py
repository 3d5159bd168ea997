"""Figures for those who watch: read from the trail, the checklists, the cases and the alerts; nothing is written.

Every figure is asked of `engine.registry.live_matters()`, so that a matter made in the browser is in all of them.
"""
