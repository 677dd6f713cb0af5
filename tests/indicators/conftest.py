"""Property tests here compute; how long a busy machine takes for one example says nothing."""

from hypothesis import HealthCheck, settings

settings.register_profile("formulas", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("formulas")
