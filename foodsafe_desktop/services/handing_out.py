"""Handing out in one step: a volume is recorded as issued and lies in its folder, or neither.

What is handed out is compiled in a folder apart; then it is recorded; then it is put in place. What a run that is
killed before the record has compiled is taken away, and what one that is killed after it has recorded is put in place:
when the archive is next opened, or anything is handed out.
"""

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from foodsafe_desktop.domain.issuing import FrozenVolume
from foodsafe_desktop.services.ports import Apart, Archive, BoundVolume, SetFiles
from foodsafe_desktop.services.restoring import ARCHIVE_ID

HANDING_OUT = "handing_out"
"""The name under which the store keeps where something is being handed out; empty where nothing is."""


@contextmanager
def apart(archive: Archive, out: Path) -> Iterator[Apart]:
    """A folder apart in `out`. When the block ends well what is in it is put in place, else it is taken away.

    The block records what it promised as its last step. Raises CannotWrite.
    """
    settle(archive)
    _note(archive, str(out.absolute()))
    made = archive.press.set_apart(out, _mark(archive))
    try:
        yield made
    except BaseException:  # also when interrupted: nothing that is not recorded may stay
        made.discard()
        _note(archive, "")
        raise
    made.put_in_place()
    _note(archive, "")


def settle(archive: Archive) -> None:
    """Complete what a killed run recorded but did not put in place, and take away what it did not record.

    Raises CannotWrite.
    """
    with archive.store.begin() as unit:
        where = unit.setting(HANDING_OUT)
        issued = unit.issued() if where else []
    if not where or not archive.press.is_there(Path(where)):
        return
    recorded = {_token([one]) for one in issued}
    for left in archive.press.left_apart(Path(where), _mark(archive)):
        if _is_recorded(left.token, recorded):
            left.put_in_place()
        else:
            left.discard()
    _note(archive, "")


def promise(made: Apart, volumes: list[FrozenVolume]) -> None:
    """Write down what is about to be recorded. Raises CannotWrite."""
    made.promise(_token(volumes))


def in_place(volume: BoundVolume, out: Path) -> BoundVolume:
    """A volume that was compiled apart, as it lies in the end."""
    pdf, docx, manifest = (out / one.name for one in (volume.pdf, volume.docx, volume.manifest))
    return replace(volume, pdf=pdf, docx=docx, manifest=manifest)


def beside_in_place(files: SetFiles, out: Path) -> SetFiles:
    """What goes with volumes that were compiled apart, as it lies in the end."""
    return replace(
        files,
        index=out / files.index.name,
        spines=out / files.spines.name,
        others=tuple(out / one.name for one in files.others),
    )


def _is_recorded(token: str, recorded: Collection[str]) -> bool:
    """Whether all that was promised was recorded: it is one transaction, so otherwise nothing was."""
    try:
        promised = [json.dumps([one]) for one in json.loads(token)]
    except (ValueError, TypeError):  # killed before the promise was written, or while it was
        return False
    return bool(promised) and all(one in recorded for one in promised)


def _token(volumes: list[FrozenVolume]) -> str:
    return json.dumps([[one.key, one.issue, one.sha256] for one in volumes])


def _mark(archive: Archive) -> str:
    with archive.store.begin() as unit:
        return (unit.setting(ARCHIVE_ID) or "")[:8]


def _note(archive: Archive, out: str) -> None:
    with archive.store.begin() as unit:
        unit.set_setting(HANDING_OUT, out)
