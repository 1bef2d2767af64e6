"""Alembic's scripts; `app.store.migrate` runs them when a store is opened."""
