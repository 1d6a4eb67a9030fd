"""A folder apart, in the folder that files are meant for: what is handed out is unseen there until it is recorded."""

import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

from foodsafe_desktop.domain.errors import CannotWrite
from foodsafe_desktop.in_place import flush_file, flush_folder, put_in_place

PREFIX = ".发出中-"
_PROMISE = "promise.txt"
_EDITABLE = (".docx", ".xlsx")


class Apart:
    """See `ports.Apart`, which this implements. `made` are folders that go again if nothing comes into them."""

    def __init__(self, folder: Path, made: Iterable[Path] = ()) -> None:
        self.folder, self._made = folder, tuple(made)

    @property
    def token(self) -> str:
        """What was promised; empty where nothing was."""
        try:
            return (self.folder / _PROMISE).read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return ""

    def promise(self, token: str) -> None:
        """Write the token down; see `ports.Apart`."""
        promise = self.folder / _PROMISE
        try:
            promise.write_text(token, "utf-8")
            flush_file(promise)
            flush_folder(self.folder)
        except OSError as error:
            raise CannotWrite(str(promise), str(error)) from error

    def put_in_place(self) -> None:
        """Move everything out; see `ports.Apart`. Done again after a failure it goes on where it stopped."""
        out = self.folder.parent
        for file in sorted(self.folder.iterdir()):
            if file.name == _PROMISE or file.is_dir():
                continue
            target = out / file.name
            try:
                if target.suffix in _EDITABLE and target.exists():
                    target.rename(_free(target))
                put_in_place(file, target)
            except OSError as error:
                raise CannotWrite(str(target), str(error)) from error
        shutil.rmtree(self.folder, ignore_errors=True)

    def discard(self) -> None:
        """Take everything away; see `ports.Apart`."""
        shutil.rmtree(self.folder, ignore_errors=True)
        for empty in self._made:
            with suppress(OSError):
                empty.rmdir()


def set_apart(out: Path, mark: str) -> Apart:
    """A new folder apart in `out`, which is made where there is none. Raises CannotWrite."""
    made = [folder for folder in (out, *out.parents) if not folder.exists()]
    try:
        out.mkdir(parents=True, exist_ok=True)
        return Apart(Path(mkdtemp(prefix=f"{PREFIX}{mark}-", dir=out)), made)
    except OSError as error:
        raise CannotWrite(str(out), str(error)) from error


def left_apart(out: Path, mark: str) -> list[Apart]:
    """What earlier runs left in `out`, which was killed before it was put in place or taken away."""
    return [Apart(folder, (out,)) for folder in out.glob(f"{PREFIX}{mark}-*") if folder.is_dir()]


def meant_for(folder: Path) -> Path:
    """The folder that files in this one are meant for: the one around it if it lies apart."""
    return folder.parent if folder.name.startswith(PREFIX) else folder


def _free(file: Path) -> Path:
    number = 1
    while (other := file.with_name(f"{file.stem}（发出之前{number if number > 1 else ''}）{file.suffix}")).exists():
        number += 1
    return other
