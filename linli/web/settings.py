"""Django's settings, derived from `configuration` (every LINLI_* variable is explained there)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _l

from linli.web.configuration import PROJECT, configuration
from linli.web.databases import database_settings
from linli.web.logs import logging_settings
from linli.web.secrets import keep_secret

_keys = configuration.var / "keys"

DEBUG = configuration.debug
SECRET_KEY = configuration.secret_key or keep_secret(_keys, "secret_key")
LINLI_FIELD_KEYS = configuration.field_keys or "1:" + keep_secret(_keys, "field_1", as_key=True)
LINLI_INDEX_KEY = configuration.index_key or keep_secret(_keys, "index", as_key=True)
LINLI_FIELD_CIPHER = configuration.field_cipher
LINLI = configuration

ALLOWED_HOSTS = configuration.hosts
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
    "linli.base",
    "linli.estate",
    "linli.contact",
    "linli.resources",
    "linli.matters",
    "linli.money",
    "linli.voice",
    "linli.gateways",
    "linli.web",
]
MIDDLEWARE = [
    "linli.web.middleware.metrics",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "linli.web.live.middleware.allow_stream",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "linli.web.api.keys.bearer_sign_in",
    "linli.web.middleware.estate_request",
    "linli.web.accounts.second_factor.RequireSecondFactor",
    "linli.web.middleware.DomainErrors",
]
ROOT_URLCONF = "linli.web.urls"
WSGI_APPLICATION = "linli.web.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "NAME": "jinja2",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "linli.web.jinja_env.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "linli.web.context.shell",
            ],
        },
    },
    {
        "NAME": "django",  # allauth's and Django's own templates
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
DATABASES = database_settings(configuration)
DATABASE_ROUTERS = ["linli.web.databases.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "base.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_LOGIN_METHODS = {"username", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_ADAPTER = "linli.web.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 300
ACCOUNT_PHONE_VERIFICATION_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# per address generous, since a whole centre shares one; per account strict (SEC-02)
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "60/15m/ip,5/15m/key",
    "request_login_code": "30/m/ip,5/h/key",
}
_forms = "linli.web.accounts.forms."
ACCOUNT_FORMS = {
    "login": _forms + "SignInForm",
    "request_login_code": _forms + "CodeRequestForm",
    "confirm_login_code": _forms + "CodeForm",
    "change_password": _forms + "ChangePasswordForm",
    "set_password": _forms + "NewPasswordForm",
    "reauthenticate": _forms + "ConfirmPasswordForm",
}
MFA_ADAPTER = "linli.web.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": _forms + "SecondFactorForm",
    "reauthenticate": _forms + "ConfirmFactorForm",
    "activate_totp": _forms + "EnrolForm",
}

SESSION_COOKIE_NAME = "linli_session"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = configuration.https
CSRF_COOKIE_NAME = "linli_csrf"
CSRF_FAILURE_VIEW = "linli.web.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if configuration.https else 0
SECURE_SSL_REDIRECT = False
if configuration.behind_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "media-src": ["'self'", "blob:"],
        "manifest-src": ["'self'"],
        "connect-src": ["'self'"],  # and the streams: linli.web.live.middleware
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _l("中文")), ("en", _l("English"))]
LANGUAGE_COOKIE_NAME = "linli_language"
LOCALE_PATHS: list[str] = []
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "static/"
STATIC_ROOT = None  # nothing is collected: whitenoise serves from where the files are
_modules = PROJECT / "node_modules"
STATICFILES_DIRS = [
    (f"vendor/{name}", folder)
    for name, folder in {
        "bootstrap": _modules / "bootstrap" / "dist",
        "htmx": _modules / "htmx.org" / "dist",
        "echarts": _modules / "echarts" / "dist",
    }.items()
    if folder.is_dir()
]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = configuration.debug
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

# counts failed sign-ins: shared by all web processes, outlives them, needs no other server
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "sign_in_counter",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
# of TLS: linli.web.checks says the same in words that fit a LAN or a proxy
# (E002); of frames: the content policy forbids them
SILENCED_SYSTEM_CHECKS = [f"security.W{n}" for n in ("002", "004", "008", "012", "016")]
LOGGING = logging_settings(as_json=configuration.log_json, debug=configuration.debug)
