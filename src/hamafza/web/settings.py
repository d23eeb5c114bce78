"""Deployment: what differs between machines comes from the environment, the rest stands here."""

import hashlib
from pathlib import Path

from hamafza.store.home import home
from hamafza.web import environment

PACKAGE = Path(__file__).resolve().parent
HOME = home()

DEBUG = environment.truth("HAMAFZA_DEBUG", False)
SECRET_KEY = environment.secret_key(HOME)
ALLOWED_HOSTS = environment.listed("HAMAFZA_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = environment.listed("HAMAFZA_TRUSTED_ORIGINS", "")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "hamafza.web",
    "hamafza.web.records",
]
MIDDLEWARE = [
    "hamafza.web.proxies.forwarded",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hamafza.web.guards.headers",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "hamafza.web.sessions.seen",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "hamafza.web.standing_in.acting",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "hamafza.web.guards.Refusals",
    "hamafza.web.guards.Declared",
    "hamafza.web.limits.Limits",
    "hamafza.web.second_factor.Demanded",
]
ROOT_URLCONF = "hamafza.web.urls"
WSGI_APPLICATION = "hamafza.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hamafza.web.context.reader",
            ],
        },
    },
]

DATABASES = {"default": environment.database(HOME)}
# What is costly to draw and seldom changes (the public story): on disk, shared by the server's
# processes, there after a restart.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": HOME / "cache",
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

AUTH_USER_MODEL = "records.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "accounts:home"
LOGOUT_REDIRECT_URL = "public:home"
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60  # three days: a letter may be read after a weekend

# Persian is the language of the house and has no prefix; every other one has.
LANGUAGE_CODE = "fa"
LANGUAGES = [("fa", "فارسی"), ("en", "English")]
LOCALE_PATHS = sorted(path for path in (PACKAGE / "locale").iterdir() if path.is_dir())
USE_I18N = True
USE_TZ = True
TIME_ZONE = environment.text("HAMAFZA_TIME_ZONE", "Asia/Tehran")

# The address of a static file names what the folder holds, so a browser may keep it for a year.
STATIC_FOLDER = PACKAGE / "static"


def _stamp() -> str:
    held = hashlib.sha256()
    for path in sorted(STATIC_FOLDER.rglob("*")):
        held.update(f"{path.relative_to(STATIC_FOLDER)} {path.stat().st_mtime_ns}\n".encode())
    return held.hexdigest()[:10]


STATIC_URL = f"/static/{_stamp()}/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 0 if DEBUG else 365 * 24 * 60 * 60
MEDIA_ROOT = HOME / "uploads"
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

MAIL_FOLDER = HOME / "mail"
EMAIL_HOST = environment.text("HAMAFZA_EMAIL_HOST")
if EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_PORT = environment.whole("HAMAFZA_EMAIL_PORT", 587, least=1)
    EMAIL_HOST_USER = environment.text("HAMAFZA_EMAIL_USER")
    EMAIL_HOST_PASSWORD = environment.text("HAMAFZA_EMAIL_PASSWORD")
    EMAIL_USE_TLS = environment.truth("HAMAFZA_EMAIL_TLS", True)
else:
    # No post office named: letters are laid in a folder, and pages say so.
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(MAIL_FOLDER)
DEFAULT_FROM_EMAIL = environment.text("HAMAFZA_EMAIL_FROM", "hamafza@localhost")
# Short messages: an Apprise address with {to} in it, "console:", or nothing for the folder.
SMS_URL = environment.text("HAMAFZA_SMS_URL")
# The programme whose rules hold for consortia; without one, that of the country.
PROGRAMME = environment.text("HAMAFZA_PROGRAMME")

HTTPS = environment.truth("HAMAFZA_HTTPS", False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health$"]
SECURE_HSTS_SECONDS = environment.whole("HAMAFZA_HSTS_SECONDS", 365 * 24 * 60 * 60) if HTTPS else 0
# The proxies of ours: they alone are believed when they say for whom they ask (web.proxies). With
# HTTPS there is one before us, usually on this machine.
TRUSTED_PROXIES = environment.networks("HAMAFZA_TRUSTED_PROXIES", "127.0.0.1,::1" if HTTPS else "")
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Whether the roles of parameters/accounts.toml must show a second factor.
SECOND_FACTOR = environment.truth("HAMAFZA_SECOND_FACTOR", HTTPS)
SESSION_ENGINE = "hamafza.web.records.sessions"
SESSION_COOKIE_NAME = "hamafza_session"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "hamafza.web.faults.forgery"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
        "hamafza": {"level": "INFO"},
    },
}
