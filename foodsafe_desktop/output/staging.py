"""Several files put in place together: each target is complete at any moment, and all are new or all are as before."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from foodsafe_desktop.domain.errors import CannotWrite


class Staging:
    """Files being written beside their targets, on the same disk, unseen until `commit`."""

    def __init__(self, out: Path, folder: Path) -> None:
        self._out, self._folder = out, folder
        self._names: list[str] = []
        self.scratch = folder
        """For whatever else needs room on that disk meanwhile; gone afterwards."""

    @contextmanager
    def new(self, name: str) -> Iterator[BinaryIO]:
        """A file to write that will become `name`; flushed to the disk when the block ends. Raises CannotWrite."""
        try:
            with (self._folder / name).open("wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise CannotWrite(str(self._out / name), str(error)) from error
        self._names.append(name)

    def write(self, name: str, content: bytes) -> None:
        """Write one small file whole. Raises CannotWrite."""
        with self.new(name) as stream:
            stream.write(content)

    def path(self, name: str) -> Path:
        """Where the staged file lies until it is put in place."""
        return self._folder / name

    def commit(self) -> None:
        """Put all files in place. Raises CannotWrite, with all targets as they were."""
        replaced: list[str] = []
        for name in self._names:
            target, kept = self._out / name, self._folder / f"{len(replaced)}.before"
            try:
                if target.exists():
                    _keep(target, kept)
                (self._folder / name).replace(target)
            except OSError as error:
                self._take_back(replaced)
                raise CannotWrite(str(target), str(error)) from error
            replaced.append(name)

    def _take_back(self, replaced: list[str]) -> None:
        for index, name in enumerate(replaced):
            before = self._folder / f"{index}.before"
            with suppress(OSError):
                if before.exists():
                    before.replace(self._out / name)
                else:
                    (self._out / name).unlink()


@contextmanager
def staging(out: Path) -> Iterator[Staging]:
    """A staging place inside `out`, gone afterwards; a folder `out` that had to be made goes too if it stays empty.

    Raises CannotWrite.
    """
    made = [folder for folder in (out, *out.parents) if not folder.exists()]
    try:
        out.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".装订中-", dir=out))
    except OSError as error:
        raise CannotWrite(str(out), str(error)) from error
    try:
        yield Staging(out, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        for empty in made:
            with suppress(OSError):
                empty.rmdir()


def _keep(target: Path, kept: Path) -> None:
    """A second name for the old file, or a copy where the disk has no second names."""
    try:
        os.link(target, kept)
    except OSError:
        shutil.copy2(target, kept)
