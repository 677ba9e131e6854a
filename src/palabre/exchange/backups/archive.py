"""One backup as one stream: members, then a list of them with their digests. What lacks the list is no backup."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, cast

from palabre.kit.boxes import MAGIC, BadBox, Opening, Shutting

LIST = "list.json"
STEP = 1 << 16
# what a backup may hold; nothing else is ever written to a disk
PLACES = ("database/", "files/", "keys/")
SINGLE = frozenset({"instance", "erasures.ledger", LIST})


@dataclass
class Contents:
    """What is said of a backup inside it. Numbers, names of tables and migrations, digests."""

    made_at: str = ""
    vendor: str = ""
    kind: str = ""
    keys: bool = False
    mark: str = ""
    migrations: list[list[str]] = field(default_factory=list)
    columns: dict[str, list[str]] = field(default_factory=dict)
    tables: dict[str, int] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return sum(self.tables.values())

    @property
    def files(self) -> int:
        return sum(name.startswith("files/") for name in self.digests)


class Packing:
    """Writes members into `out`, sealed when there is a public key."""

    def __init__(self, out: BinaryIO, contents: Contents, public: str = "") -> None:
        self.contents = contents
        self.box = Shutting(out, public) if public else None
        self._tar = tarfile.open(fileobj=cast("BinaryIO", self.box or out), mode="w|gz")  # noqa: SIM115 (`close`)

    def add(self, name: str, path: Path) -> None:
        """One file under `name`; its digest goes into the list."""
        digest = hashlib.sha256()
        with path.open("rb") as source:
            told = tarfile.TarInfo(name)
            told.size = path.stat().st_size
            self._tar.addfile(told, _Watched(source, digest.update))
        self.contents.digests[name] = digest.hexdigest()

    def close(self) -> None:
        """The list, then the end."""
        body = json.dumps(asdict(self.contents)).encode()
        told = tarfile.TarInfo(LIST)
        told.size = len(body)
        self._tar.addfile(told, io.BytesIO(body))
        self._tar.close()
        if self.box:
            self.box.close()


class _Watched(io.RawIOBase):
    """A file, each part of which is shown to `see` on its way."""

    def __init__(self, source: BinaryIO, see: Callable[[bytes], None]) -> None:
        self._source, self._see = source, see

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        part = self._source.read(size)
        self._see(part)
        return part


def is_sealed(path: Path) -> bool:
    with path.open("rb") as source:
        return source.read(len(MAGIC)) == MAGIC


def read_through(path: Path, *, secret: str = "", key: Any = None, into: Path | None = None) -> Contents:
    """Read the whole backup and check every digest; with `into`, write its members there. Raises BadBox."""
    digests: dict[str, str] = {}
    told = b""
    with path.open("rb") as file:
        source = Opening(file, secret, key=key) if is_sealed(path) else file
        unzipped = gzip.GzipFile(fileobj=cast("BinaryIO", source), mode="rb")
        try:
            for name, parts in _members(unzipped):
                if name == LIST:
                    told = b"".join(parts)
                else:
                    digests[name] = _take(parts, into / name if into else None)
            while unzipped.read(STEP):  # up to the sum at the very end
                pass
        except (tarfile.TarError, EOFError, OSError, zlib.error) as broken:
            raise BadBox("This backup was cut short or changed.") from broken
    if not told:
        raise BadBox("This backup has no end: it was cut short.")
    contents = Contents(**json.loads(told))
    if contents.digests != digests:
        raise BadBox("What is in this backup is not what was put into it.")
    return contents


def _members(source: gzip.GzipFile) -> Iterator[tuple[str, Iterator[bytes]]]:
    with tarfile.open(fileobj=source, mode="r|") as tar:
        for one in tar:
            body = tar.extractfile(one) if one.isreg() else None
            known = one.name in SINGLE or one.name.startswith(PLACES)
            if body is None or not known or ".." in Path(one.name).parts:
                raise BadBox("This backup holds what a backup does not hold.")
            yield one.name, iter(partial(body.read, STEP), b"")


def _take(parts: Iterator[bytes], to: Path | None) -> str:
    digest = hashlib.sha256()
    if to is None:
        for part in parts:
            digest.update(part)
        return digest.hexdigest()
    to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with to.open("wb") as out:
        for part in parts:
            digest.update(part)
            out.write(part)
    return digest.hexdigest()
