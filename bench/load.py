"""A client that asks for one page again and again, and keeps the times."""

from __future__ import annotations

import http.client
import re
import threading
import time
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of each answer, and the whole duration."""

    answers: list[float]
    lasted: float

    @property
    def p50(self) -> float:
        return median(self.answers) * 1000

    @property
    def p95(self) -> float:
        return sorted(self.answers)[int(len(self.answers) * 0.95) - 1] * 1000

    @property
    def rate(self) -> float:
        return len(self.answers) / self.lasted


def get(
    connection: http.client.HTTPConnection, path: str, headers: dict[str, str]
) -> tuple[int, bytes, http.client.HTTPMessage]:
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    return answer.status, answer.read(), answer.headers


def ask(port: int, path: str, headers: dict[str, str], *, clients: int, requests: int) -> Times:
    """`requests` answers for `path`, shared by `clients` that keep their line open. Raises on any answer but 200."""
    answers: list[float] = []
    lock = threading.Lock()

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        mine = []
        for _ in range(requests // clients):
            begun = time.perf_counter()
            status, _, _ = get(connection, path, headers)
            mine.append(time.perf_counter() - begun)
            if status != 200:
                raise RuntimeError(f"{path} answered {status}")
        with lock:
            answers.extend(mine)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Times(answers, time.perf_counter() - begun)


def sign_in(port: int, email: str, passphrase: str) -> dict[str, str]:
    """Signs in as a person would, through the form; gives the headers of the next requests."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Accept-Encoding": "gzip", "Host": f"localhost:{port}"}
    _, body, answer = get(connection, "/sign-in/", {"Host": headers["Host"]})
    jar = cookies(answer)
    token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', body)
    fields = {
        "email": email,
        "password": passphrase,
        "device": "own",
        "csrfmiddlewaretoken": token[1].decode() if token else "",
    }
    origin = {"Origin": f"http://{headers['Host']}", "Referer": f"http://{headers['Host']}/sign-in/"}
    form = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": written(jar), **headers, **origin}
    connection.request("POST", "/sign-in/", body=urlencode(fields), headers=form)
    answered = connection.getresponse()
    answered.read()
    if answered.status not in (302, 303):
        raise RuntimeError(f"sign-in answered {answered.status}")
    return {**headers, "Cookie": written(jar | cookies(answered.headers))}


def enter(port: int) -> dict[str, str]:
    """Through the floor's door; gives the headers of the next requests."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Accept-Encoding": "gzip", "Host": f"localhost:{port}"}
    status, _, answer = get(connection, "/enter/", headers)
    if status != 302:
        raise RuntimeError(f"/enter/ answered {status}")
    return {**headers, "Cookie": written(cookies(answer))}


def cookies(headers: http.client.HTTPMessage) -> dict[str, str]:
    said = headers.get_all("Set-Cookie") or []
    return dict(line.split(";", 1)[0].split("=", 1) for line in said)


def written(jar: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in jar.items() if value)
