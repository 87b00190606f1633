"""The least that django-hordak runs on: its own apps and one database."""

import os

from linli.web.databases import parse_url

SECRET_KEY = "bench"
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "mptt", "djmoney", "hordak"]
DATABASES = {"default": parse_url(os.environ["BENCH_HORDAK_URL"])}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DEFAULT_CURRENCY = HORDAK_INTERNAL_CURRENCY = "CNY"
HORDAK_CURRENCIES = CURRENCIES = ["CNY"]
HORDAK_MAX_DIGITS = 15
USE_TZ = True
