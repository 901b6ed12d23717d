"""Redis as the shared memory of all processes, and the memory of this one while Redis is away."""

from collections.abc import Callable
from time import monotonic
from typing import Any

import redis
import structlog
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache

logger = structlog.get_logger("commonbeat")

# How long Redis is left alone after it failed: asking again costs each request the wait.
RETRY_SECONDS = 5.0
# Until when, by address and for the whole process: a cache object lives for one request only.
away_until: dict[str, float] = {}


def _steady(name: str) -> Callable[..., Any]:
    """Return the method called ``name``, asked of Redis and else of this process."""

    def ask(self: "SteadyCache", *args: Any, **kwargs: Any) -> Any:
        if monotonic() >= away_until.get(self.address, 0.0):
            try:
                return getattr(RedisCache, name)(self, *args, **kwargs)
            except redis.RedisError as error:
                away_until[self.address] = monotonic() + RETRY_SECONDS
                logger.warning("cache_redis_away", error=type(error).__name__)
        return getattr(self.own, name)(*args, **kwargs)

    return ask


class SteadyCache(RedisCache):
    """A cache on Redis whose loss costs nobody a page and opens no limit.

    While Redis is away each process counts by itself, as a site without Redis does. Django makes a
    cache for each request, so that nothing of this lives in the object.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        # By name, so that the threads of a process count together.
        self.own = LocMemCache("while-redis-is-away", params)
        self.address = str(server)

    add = _steady("add")
    get = _steady("get")
    set = _steady("set")
    touch = _steady("touch")
    delete = _steady("delete")
    get_many = _steady("get_many")
    has_key = _steady("has_key")
    incr = _steady("incr")
    set_many = _steady("set_many")
    delete_many = _steady("delete_many")
    clear = _steady("clear")
