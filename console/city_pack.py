"""The city pack as this desk has it: fetched, or remembered beside the cache."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from console.api import Api
from console.faults import BadAnswer
from console.worker import Worker
from db.domain.city import City
from db.domain.city_reading import CityFaults, city_from


class CityPack:
    """`city` is None until the first pack came. `took` is told of each new one."""

    def __init__(self, took: Callable[[City], None]) -> None:
        self.city: City | None = None
        self.text = ""
        self._version, self._took = "", took

    def recall(self, text: str) -> None:
        """Take what was remembered; that of an older program is passed over and fetched anew."""
        with suppress(BadAnswer, ValueError, KeyError):
            self._take(json.loads(text))

    async def fetch(self, api: Api, fetcher: Worker) -> bool:
        """Whether there was a newer one. Raises the faults of Api."""
        found = await fetcher.do(api.city, self._version)
        if found is None:
            return False
        version, pack = found
        self._take({"version": version, "city": pack})
        return True

    def _take(self, data: Mapping[str, Any]) -> None:
        try:
            self.city = city_from(data["city"], lenient=True)
        except CityFaults as faults:
            raise BadAnswer(f"the city pack is faulty: {faults}") from faults
        self._version = str(data["version"])
        self.text = json.dumps(data, ensure_ascii=False)
        self._took(self.city)
