"""The floor of the benchmarks: a constant Django view without middleware, of the weight of a listing page."""

SECRET_KEY = "the floor keeps no secrets"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "www.example.org"]
ROOT_URLCONF = "bench.floor"
MIDDLEWARE: list[str] = []
DATABASES: dict[str, object] = {}
USE_TZ = True
