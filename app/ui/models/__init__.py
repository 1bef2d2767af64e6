"""View-models: QObjects without widgets, which the views bind to."""
