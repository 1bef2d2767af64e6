"""One module for each version of the schema; none changes once released, and none uses the batch mode."""
