"""Ben on his way through the steps."""

import pytest


@pytest.fixture
def home(ben, variant):
    """Ben at step 2 of a shop that delivers to Taiwan alone."""
    ben.add(variant)
    ben.order_step()
    return ben
