"""Settings from ``COMMONBEAT_*`` variables; ``docs/settings.md`` is their one table."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from environs import Env

from commonbeat.config.databases import database_settings
from commonbeat.config.object_store import evidence_storage_settings

ROOT = Path(__file__).resolve().parents[2]

env = Env(prefix="COMMONBEAT_")
# Demonstration: fixed keys, log-in links, invented people. Never for real reports.
DEMO = env.bool("DEMO", False)
DEBUG = False
# A demonstration has a folder of its own, so that making it anew can never touch real reports.
VAR = Path(env.str("VAR", str(ROOT / "var"))) / ("demo" if DEMO else "")

SECRET_KEY = env.str("SECRET_KEY", "")
if not SECRET_KEY:
    if not DEMO:
        raise ImproperlyConfigured(
            "COMMONBEAT_SECRET_KEY is not set. Make one with `commonbeat new-key`, keep it safe, "
            "and set it; or set COMMONBEAT_DEMO=1 for a demonstration with invented data."
        )
    SECRET_KEY = "demonstration-only-key-with-invented-data-behind-it"  # noqa: S105
# Newest first; older keys still open what they sealed.
FIELD_KEYS: list[str] = env.list("FIELD_KEYS", [SECRET_KEY])
# Public keys whose secrets are gone (base64 of 32 bytes): proofs that they signed stay genuine.
OLD_PROOF_KEYS: list[str] = env.list("OLD_PROOF_KEYS", [])

# By name, not by number: a browser makes no passkey for an address of numbers.
BASE_URL = env.str("BASE_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
SECURE = BASE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
# Who may say which visitor a request comes from. The address goes no further than the door.
TRUSTED_PROXIES: list[str] = env.list("TRUSTED_PROXIES", [])
REDIS_URL = env.str("REDIS_URL", "")
# Four threads a process: more gain nothing, fewer let one slow query hold up the others.
PAGE_THREADS = env.int("PAGE_THREADS", 4)
WEB_PROCESSES = env.int("WEB_PROCESSES", 2)
FORCE_NAME = env.str("FORCE_NAME", "Lancashire Police")
TOWN_NAME = env.str("TOWN_NAME", "Preston")

DATABASES: dict[str, dict[str, Any]] = {
    "default": database_settings(env.str("DATABASE_URL", ""), default_folder=VAR)
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = (
    {
        "default": {
            "BACKEND": "commonbeat.core.caching.SteadyCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_connect_timeout": 0.2, "socket_timeout": 1.0},
        }
    }
    if REDIS_URL
    else {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
)

INSTALLED_APPS = [
    "commonbeat.config",
    "commonbeat.core",
    "commonbeat.audit",
    "commonbeat.delivery",
    "commonbeat.places",
    "commonbeat.accounts",
    "commonbeat.reports",
    "commonbeat.alerts",
    "commonbeat.publishing",
    "commonbeat.intelligence",
    "commonbeat.casework",
    "commonbeat.partners",
    "commonbeat.keeping",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",  # its widget templates, which FORM_RENDERER looks up beside ours
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "commonbeat.core.middleware.SafeResponseMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "commonbeat.core.middleware.UnavailableMiddleware",
    "commonbeat.core.middleware.AddressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "commonbeat.accounts.middleware.SessionLifeMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "commonbeat.core.middleware.RealmMiddleware",
    "commonbeat.config.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "commonbeat.config.urls"
WSGI_APPLICATION = "commonbeat.config.wsgi.application"
ASGI_APPLICATION = "commonbeat.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "commonbeat.core.context_processors.site",
            ],
            "builtins": [
                "commonbeat.core.templatetags.components",
                "commonbeat.core.templatetags.shell",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("ar", "العربية"),
    ("es", "Español"),
    ("pl", "Polski"),
    ("zh-hans", "简体中文"),
]
LOCALE_PATHS = [ROOT / "locale"]
LANGUAGE_COOKIE_NAME = "cb_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = SECURE
TIME_ZONE = "Europe/London"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_ROOT = VAR / "media"
# Sealed files: in MEDIA_ROOT/evidence, or in a bucket, by the same code.
EVIDENCE_BUCKET = env.str("EVIDENCE_BUCKET", "")
STORAGES = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "evidence": evidence_storage_settings(EVIDENCE_BUCKET, env),
}
# Bytes that the files of one report may have together, and bytes that they leave on the disk.
EVIDENCE_QUOTA = env.int("EVIDENCE_QUOTA_MB", 2_000) * 1_000_000
EVIDENCE_RESERVE = env.int("EVIDENCE_RESERVE_MB", 2_000) * 1_000_000
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
# Built files carry a digest in their names.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/build/.+\.[0-9a-f]{10}\.\w+$"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:me"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True  # no secret travels in an address
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "commonbeat.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    name: f"commonbeat.accounts.forms.{form}"
    for name, form in {
        "login": "LoginForm",
        "signup": "SignupForm",
        "confirm_email_verification_code": "EmailCodeForm",
        "reset_password": "ResetPasswordForm",
        "confirm_password_reset_code": "ResetCodeForm",
        "reset_password_from_key": "NewPasswordForm",
        "change_password": "ChangePasswordForm",
        "reauthenticate": "PasswordAgainForm",
    }.items()
}
# "ip" is the address that the door makes up, "key" one account. Behind a proxy that is not named
# all visitors have one made-up address, so that no limit for one visitor may be put on it.
_ONE_VISITOR = 1 if TRUSTED_PROXIES else 10
ACCOUNT_RATE_LIMITS = {
    "login": f"{60 * _ONE_VISITOR}/m/ip",
    "login_failed": f"{30 * _ONE_VISITOR}/m/ip,5/m/key,10/15m/key",
    "signup": f"{20 * _ONE_VISITOR}/m/ip",
    "reset_password": f"{20 * _ONE_VISITOR}/m/ip,3/15m/key",
    "reauthenticate": "10/15m/user",
    "recover_passkey": f"{20 * _ONE_VISITOR}/m/ip,5/15m/key",
}
MFA_ADAPTER = "commonbeat.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RATE_LIMITS = {"webauthn_login": f"{60 * _ONE_VISITOR}/m/ip"}
MFA_RECOVERY_CODE_DIGITS = 16
MFA_RECOVERY_CODES_SHOW_ONCE = True

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-cb_session" if SECURE else "cb_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
# Idle and absolute life of a session, by whom it belongs to.
SESSION_LIFE = {
    "trusted": (timedelta(minutes=15), timedelta(hours=10)),
    "resident": (timedelta(minutes=30), timedelta(days=14)),
}
# Cookies that have a path of their own: whoever leaves the site ends them by name and path.
RECEIPT_COOKIES = {
    ("__Secure-cb_receipt" if SECURE else "cb_receipt"): "/receipt/",
    ("__Secure-cb_receipt_live" if SECURE else "cb_receipt_live"): "/live/receipt/",
}
CSRF_COOKIE_NAME = "__Host-cb_csrf" if SECURE else "cb_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "commonbeat.core.views.csrf_failure"

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "media-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_CONTENT_TYPE_NOSNIFF = True
# Other sites learn nothing. ("no-referrer" would empty the Origin that protects our own forms.)
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
FILE_UPLOAD_MAX_MEMORY_SIZE = 25_000_000
# Files wait in memory: nothing an anonymous person sends touches a disk unsealed.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

# What protects the report door from floods; a person notices nothing of it. See ADR 0016.
REPORT_GUARD = env.bool("REPORT_GUARD", True)
REPORT_PROOF_COST = env.int("REPORT_PROOF_COST", 500)  # 256 tries of so many rounds on average
REPORT_LEAST_SECONDS = env.int("REPORT_LEAST_SECONDS", 10)
REPORT_MANY_FROM_ONE = env.int("REPORT_MANY_FROM_ONE", 30)  # a whole school behind one address
REPORT_UNPROVEN_A_MINUTE = env.int("REPORT_UNPROVEN_A_MINUTE", 120)

# Streams that one process holds open; 50 to 70 kB each.
LIVE_MAX_STREAMS = env.int("LIVE_MAX_STREAMS", 5_000)

# smtp://user:password@host:587 (STARTTLS where offered), smtps://…:465, or empty: mail waits.
SMTP_URL = env.str("SMTP_URL", "")
# How long a worker may hold what it claimed before another takes it over.
# Where clamd answers, as unix:///path or tcp://host:port; without it files stay unchecked.
CLAMAV = env.str("CLAMAV", "")
LEASE_SECONDS = env.int("LEASE_SECONDS", 60)
MAIL_FROM = env.str("MAIL_FROM", "Commonbeat <no-reply@commonbeat.example>")
DEFAULT_FROM_EMAIL = MAIL_FROM
# What providers sign e-mail and text messages with that they hand over; empty: that door is shut.
INBOUND_EMAIL_SECRET = env.str("INBOUND_EMAIL_SECRET", "")
INBOUND_TEXT_SECRET = env.str("INBOUND_TEXT_SECRET", "")
TWILIO_AUTH_TOKEN = env.str("TWILIO_AUTH_TOKEN", "")
# In which languages people of the town are likely to write: those of the site, and more. A guess
# that looks among few is right more often.
LIKELY_LANGUAGES: list[str] = env.list(
    "LIKELY_LANGUAGES", ["en", "ar", "es", "pl", "zh-hans", "gu", "hi", "pa", "ro", "ur"]
)
# "libretranslate" or "deepl", and where it is; empty: nothing is translated, nothing is sent.
TRANSLATION_SERVICE = env.str("TRANSLATION_SERVICE", "")
TRANSLATION_URL = env.str("TRANSLATION_URL", "")
TRANSLATION_KEY = env.str("TRANSLATION_KEY", "")
# Lets a records system be http://127.0.0.1: for tests and demonstrations, never for real work.
WEBHOOK_LOOPBACK = env.bool("WEBHOOK_LOOPBACK", False)
ADMINS: list[Any] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {
        "stderr": {"class": "logging.StreamHandler"},
        # Without a handler Python would still print warnings: nowhere has to be said.
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Request logging carries addresses and paths: off, whatever the level.
    "loggers": {
        "django.request": {"handlers": ["nowhere"], "propagate": False},
        "django.server": {"handlers": ["nowhere"], "propagate": False},
        "django.security": {"handlers": ["nowhere"], "propagate": False},
        "commonbeat": {"level": "INFO"},
    },
}
