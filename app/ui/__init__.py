"""The window: views over view-models over the services."""
