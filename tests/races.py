"""Several writers in the same moment. SQLite lets them pass one by one; on PostgreSQL only our locks do."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection


def at_once(calls: list[Callable[[], object]]) -> list[object]:
    """Run all of them in the same moment; gives what each returned, or the exception it raised."""
    start, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place: int) -> None:
        start.wait()
        try:
            results[place] = calls[place]()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
