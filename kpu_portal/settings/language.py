"""Indonesian first, English second; times in WIB unless an office says otherwise."""

from kpu_portal import env
from kpu_portal.settings.paths import BASE_DIR

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = None
TIME_ZONE = env.text("PDPB_TIME_ZONE", "Asia/Jakarta")
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
