"""Widgets: they bind to view-models and compute nothing of the domain."""
