"""Random JSON values for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

_NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
_SCALARS = st.none() | st.booleans() | _NUMBERS | st.text(max_size=20)

json_values = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)

# Where what is in a document makes no difference to what is tried: much faster to draw.
flat_json_values = _SCALARS | st.lists(_SCALARS, max_size=2)
