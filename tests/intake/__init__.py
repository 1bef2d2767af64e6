"""Tests of app.intake."""
