"""What all tests share: the pinned zone data and how hard hypothesis looks."""

import os
import zoneinfo

from hypothesis import HealthCheck, settings

zoneinfo.reset_tzpath(to=())

# Two cores shared with other work make single examples slow now and then; that is no failure.
settings.register_profile("usual", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", parent=settings.get_profile("usual"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "usual"))
