"""How Hypothesis searches here: the same examples on every run, or new and more of them when asked to."""

import os

from hypothesis import HealthCheck, settings

# Pages are drawn from many parts, which is slow beside numbers; that is no flaw of a test.
settings.register_profile(
    "steady", max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("search", settings.get_profile("steady"), max_examples=2_000, derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))
