"""Models: the catalogue of those to have, and what a model file says of itself."""
