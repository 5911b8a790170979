"""Settings: one file, read from the environment. The table of variables is in README.md."""

import datetime as dt
import re
from pathlib import Path

from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse_lazy

from pizazz import environment

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION = re.search(
    r"^## (\d\S*)", (BASE_DIR / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
)[1]  # type: ignore[index]  # a changelog without a version should stop the start

DEBUG = environment.flag("PIZAZZ_DEBUG")
SECRET_KEY = environment.key("PIZAZZ_SECRET_KEY", lax=DEBUG)
# Keys used before, newest first: what they signed and encrypted still opens.
SECRET_KEY_FALLBACKS = environment.words("PIZAZZ_OLD_SECRET_KEYS")

ALLOWED_HOSTS = environment.hosts("PIZAZZ_HOSTS", "localhost,127.0.0.1,[::1]" if DEBUG else "")
CSRF_TRUSTED_ORIGINS = environment.origins("PIZAZZ_ORIGINS")
BEHIND_PROXY = environment.flag("PIZAZZ_BEHIND_PROXY")

SITE_NAME = environment.line("PIZAZZ_SITE_NAME") or "Pizazz"
# Where links in letters lead: never what a request says of its host.
_ON_THIS_COMPUTER = f"http://127.0.0.1:{environment.port('PORT', 8000)}"
SITE_ADDRESS = next(iter(CSRF_TRUSTED_ORIGINS), _ON_THIS_COMPUTER)

INSTALLED_APPS = [
    *(["demo"] if DEBUG else []),
    "example",
    "home",
    "export",
    "office",
    "mirror",
    "sharing",
    "agreeing",
    "reports",
    "assessments",
    "frameworks",
    "accounts",
    "pages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "pages.middleware.AnswerHeadersMiddleware",  # first: also of what the next ones refuse
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "pages.middleware.RefusingMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "pages.middleware.site_language",
    "pages.middleware.TextGZipMiddleware",
    "accounts.signing_in.signed_in.SessionEndedMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.signing_in.signed_in.SignInMiddleware",
    "accounts.signing_in.signed_in.SecondStepMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pages.middleware.OwnPagesMiddleware",
]

ROOT_URLCONF = "pizazz.urls"
WSGI_APPLICATION = "pizazz.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pages.templatetags.frame.site",
            ],
            "builtins": ["pages.templatetags.frame"],  # without loading it
        },
    },
    # Fields, controls and long lists (docs/adr/0009): ours, then those that come with Django.
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "jinja2", Path(forms.__file__).parent / "jinja2"],
        "OPTIONS": {"environment": "pages.forms.rendering.environment"},
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["pie"]
CRISPY_TEMPLATE_PACK = "pie"
FORM_RENDERER = "pages.forms.rendering.FormRenderer"
# gunicorn.conf.py asks for it, but one that is no number gunicorn itself cannot read: said before.
WORKERS = environment.workers()

# --- Data. Exports, backups and the test suite treat both databases alike.
DATABASES = {"default": environment.database(f"sqlite:///{BASE_DIR}/var/pizazz.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Shared by all workers: sign-in limits count in it.
CACHES = {
    "default": {
        "BACKEND": "pages.database.cache.TellingCache",
        "LOCATION": "cache",
        # Django would throw out counts beyond 300, and with them a limit under attack.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- Who is who
AUTH_USER_MODEL = "accounts.User"
SESSION_ENGINE = "accounts.signing_in.signed_in"
AUTHENTICATION_BACKENDS = ["accounts.signing_in.signed_in.SignInBackend"]
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
    {"NAME": "accounts.signing_in.passwords.GuessableValidator"},
]
LOGIN_URL = LOGOUT_REDIRECT_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = reverse_lazy("home")
ACCOUNT_ADAPTER = "accounts.signing_in.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.signing_in.forms.SignInForm",
    "reauthenticate": "accounts.signing_in.forms.ReauthenticateForm",
    "reset_password": "accounts.signing_in.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.signing_in.forms.ResetPasswordKeyForm",
    "change_password": "accounts.signing_in.forms.ChangePasswordForm",
    "set_password": "accounts.signing_in.forms.SetPasswordForm",
    "add_email": "accounts.signing_in.forms.AddEmailForm",
    "request_login_code": "accounts.signing_in.forms.RequestCodeForm",
    "confirm_login_code": "accounts.signing_in.forms.ConfirmCodeForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# So many seconds after somebody said who they are, they are asked again before what reaches far.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Whom the limits on sign-in count: the address that our own outermost proxy saw.
ALLAUTH_TRUSTED_PROXY_COUNT = environment.whole("PIZAZZ_PROXIES", int(BEHIND_PROXY), most=20)
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/5m/key",
    "request_login_code": "10/m/ip,5/15m/key",
    "reset_password": "10/m/ip,5/15m/key",
}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True  # by letter, instead of a password
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if DEBUG else "https"
# A shared office computer: signed out after an hour in which nothing was opened or saved
# (accounts/signing_in/signed_in.py counts it), and after twelve hours in any case.
SESSION_COOKIE_AGE, SIGN_IN_SECONDS = 60 * 60, 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# A second step (docs/adr/0002), on a server asked of leads and of who runs the site.
SECOND_STEP = not DEBUG
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a key that is only touched shows nobody
MFA_ALLOW_UNVERIFIED_EMAIL = True  # another address: it counts once its letter was answered
MFA_TOTP_ISSUER = SITE_NAME
MFA_ADAPTER = "accounts.signing_in.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "accounts.signing_in.second_step_forms.SecondStepForm",
    "reauthenticate": "accounts.signing_in.second_step_forms.SecondStepAgainForm",
    "activate_totp": "accounts.signing_in.second_step_forms.AppForm",
    "authenticate_webauthn": "accounts.signing_in.second_step_forms.SecondStepByPasskey",
    "login_webauthn": "accounts.signing_in.second_step_forms.SignInByPasskey",
    "reauthenticate_webauthn": "accounts.signing_in.second_step_forms.AgainByPasskeyForm",
    "add_webauthn": "accounts.signing_in.second_step_forms.PasskeyForm",
    "edit_webauthn": "accounts.signing_in.second_step_forms.PasskeyNameForm",
    "generate_recovery_codes": "accounts.signing_in.second_step_forms.PaperForm",
}

# Signing in at one's organisation (docs/adr/0029): its name, or nobody is offered it.
SINGLE_SIGN_ON, SINGLE_SIGN_ON_ISSUER, SINGLE_SIGN_ON_CLIENT = environment.sign_on(lax=DEBUG)
SOCIALACCOUNT_ADAPTER = "accounts.signing_in.single.provider.SingleAdapter"

# --- Safety
CSP = "'self'"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": [CSP],
        "style-src": [CSP],
        "font-src": [CSP],
        "img-src": [CSP, "data:"],
        "connect-src": [CSP],
        "form-action": [CSP],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}
X_FRAME_OPTIONS = "DENY"
# Whom to tell of a hole, at /.well-known/security.txt: mailto:name@place.org or https://….
SECURITY_CONTACT = environment.contact("PIZAZZ_SECURITY_CONTACT")
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not DEBUG
CSRF_COOKIE_HTTPONLY = True
if not DEBUG:  # browsers take such a name only over HTTPS, from this host and for all of it
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
MESSAGE_STORAGE = "pages.answers.MessageStorage"
SECURE_HSTS_SECONDS = 0 if DEBUG else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEBUG
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_FAILURE_VIEW = "accounts.signing_in.views.token_refused"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- Mail (free text never goes by mail)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.sender("PIZAZZ_MAIL_FROM") or "pizazz@localhost"
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
MAIL_HOST = environment.mail_host("PIZAZZ_MAIL_HOST")
EMAIL_HOST = MAIL_HOST or "localhost"
# Where no post goes out, links are handed over instead; a try-out prints its letters only.
LETTERS_GO_OUT = bool(MAIL_HOST) and not DEBUG
EMAIL_PORT = environment.port("PIZAZZ_MAIL_PORT", 25)
MAIL_TLS_PORT = 465
EMAIL_HOST_USER = environment.line("PIZAZZ_MAIL_USER")
EMAIL_HOST_PASSWORD = environment.secret("PIZAZZ_MAIL_PASSWORD")
EMAIL_TIMEOUT = 10
# Port 465 speaks TLS from the first byte; every other port begins in plain words (STARTTLS).
MAIL_TLS = environment.flag("PIZAZZ_MAIL_TLS")
if EMAIL_PORT == MAIL_TLS_PORT and not MAIL_TLS:
    raise ImproperlyConfigured("PIZAZZ_MAIL_PORT 465 is for TLS only. Set PIZAZZ_MAIL_TLS=True.")
EMAIL_USE_SSL = MAIL_TLS and EMAIL_PORT == MAIL_TLS_PORT
EMAIL_USE_TLS = MAIL_TLS and not EMAIL_USE_SSL
# Letters go out after the answer to whoever caused them; a timer sends what is left. What nobody
# waits for goes by day only, and once others could be written that tell the same of other teams.
LETTERS_GO_OUT_AT_ONCE = LETTERS_REST_AT_NIGHT = True
LETTERS_WAIT_FOR_OTHERS = dt.timedelta(minutes=0 if DEBUG else 10)
# PDFs that wait are made by a thread of the web process.
PDFS_ARE_MADE_AT_ONCE = True
if DEBUG:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

# --- Words, places, files
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = USE_TZ = True
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ALLOW_ALL_ORIGINS = False
# Pages name no others, and each start of the service compresses what is kept.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STORAGES = {
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Where the lock for making PDFs lives; one folder for all workers of this machine.
RENDER_DIR = str(BASE_DIR / (environment.line("PIZAZZ_RENDER_DIR") or "var/render"))
# Keys of what was erased, beside it: a restore of an older copy erases it again.
ERASED_LIST = str(Path(RENDER_DIR).parent / "erased.txt")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # On a server a line of JSON an event; a try-out is read by people.
    "formatters": {
        "plain": {"format": "{levelname} {name} {message}", "style": "{"},
        "json": {"()": "pizazz.logs.JsonLines"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain" if DEBUG else "json"}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    # No mail to admins: an error mail would carry what people typed.
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
