"""Keys of the provinces for duplicates between regencies (ADR 0035).

`PDPB_EXCHANGE_KEY_32_FILE` names the file with the key of province 32. The worker's
environment alone holds it: a web server that has no key can tell nobody's hash.
"""

import os
import re

from kpu_portal import env

_NAME = re.compile(r"PDPB_EXCHANGE_KEY_([0-9]{2})(?:_FILE)?")


def _keys() -> dict[str, str]:
    found = {match[1] for name in os.environ if (match := _NAME.fullmatch(name))}
    return {code: env.text(f"PDPB_EXCHANGE_KEY_{code}") for code in sorted(found)}


EXCHANGE_KEYS = _keys()
