"""Running a model: one generation contract and the engines behind it."""
