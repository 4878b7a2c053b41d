"""Settings of the tests: deterministic by default; `--hypothesis-profile=deep` tries far more."""

from hypothesis import HealthCheck, settings

settings.register_profile("default", deadline=None, max_examples=200, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("deep", deadline=None, max_examples=20_000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("default")
