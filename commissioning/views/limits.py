"""How often one connection may send a public form: against floods, without asking people to prove anything.

Only a keyed digest of the address is counted, in the cache, and it is gone when the time is over.
"""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from commissioning.accounts import client_address


def within_limit(request: HttpRequest, what: str, *, most: int, seconds: int) -> bool:
    """Count one more; False once more than `most` came from this connection within `seconds`."""
    digest = salted_hmac(f"limit.{what}", client_address(request), secret=settings.SECRET_KEY).hexdigest()
    key = f"limit:{what}:{digest}"
    if cache.add(key, 1, seconds):
        return True
    try:
        return cache.incr(key) <= most
    except ValueError:  # it ran out between the two
        return True
