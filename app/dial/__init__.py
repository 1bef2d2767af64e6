"""The dial's statistics: what a labelled list says of thinking budgets. Pure functions over plain values."""
