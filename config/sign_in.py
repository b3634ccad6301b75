"""Settings of logging in. Part of `config.settings`."""

AUTHENTICATION_BACKENDS = ["publishing.signing_in.Accounts"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.phrases.FirstTriedValidator"},
]
LOGIN_URL = "admin:login"
# Rows that know whose they are, so that they can be listed and ended.
SESSION_ENGINE = "accounts.sessions"
