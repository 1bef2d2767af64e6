"""Values and pure functions of the domain; standard library only."""
