"""The calls by which a worker is held to its share of memory on Windows, on a kernel32 that only notes them."""

import ctypes
from dataclasses import dataclass, field
from typing import cast

import pytest

from foodsafe_desktop.renditions.windows_limits import ExtendedLimits, limit_this_process

ONE_GIB = 1024**3


class Call:
    """One function of the library; takes the attributes that ctypes gives to a function."""

    def __init__(self, kernel: "Kernel", name: str) -> None:
        self.kernel, self.name = kernel, name

    def __call__(self, *given: object) -> int:
        self.kernel.calls.append((self.name, given))
        if self.name == "SetInformationJobObject":
            copied = ctypes.cast(given[2], ctypes.POINTER(ExtendedLimits)).contents  # type: ignore[arg-type]
            self.kernel.limits = ExtendedLimits.from_buffer_copy(copied)
        return (
            0 if self.name == self.kernel.fails else {"CreateJobObjectW": 7, "GetCurrentProcess": 9}.get(self.name, 1)
        )


@dataclass
class Kernel:
    fails: str = ""
    calls: list[tuple[str, tuple[object, ...]]] = field(default_factory=list)
    limits: ExtendedLimits | None = None

    def __post_init__(self) -> None:
        for name in (
            "CreateJobObjectW",
            "SetInformationJobObject",
            "GetCurrentProcess",
            "AssignProcessToJobObject",
        ):
            setattr(self, name, Call(self, name))


def test_the_process_is_put_into_a_job_with_its_share_of_memory() -> None:
    kernel = Kernel()
    assert limit_this_process(cast("ctypes.CDLL", kernel), ONE_GIB)
    assert kernel.calls[-1] == ("AssignProcessToJobObject", (7, 9))
    [(kind, size)] = [(given[1], given[3]) for name, given in kernel.calls if name == "SetInformationJobObject"]
    assert (kind, size) == (9, ctypes.sizeof(ExtendedLimits))
    assert kernel.limits is not None
    assert kernel.limits.ProcessMemoryLimit == ONE_GIB
    assert kernel.limits.Basic.LimitFlags == 0x100 | 0x20 | 0x2000
    assert kernel.limits.Basic.PriorityClass == 0x4000


@pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="the layout of 64-bit Windows")
def test_the_structure_is_laid_out_as_windows_expects_it() -> None:
    assert ctypes.sizeof(ExtendedLimits) == 144
    assert ExtendedLimits.ProcessMemoryLimit.offset == 112


@pytest.mark.parametrize("fails", ["CreateJobObjectW", "SetInformationJobObject", "AssignProcessToJobObject"])
def test_where_windows_refuses_the_worker_goes_on_without_and_says_so(fails: str) -> None:
    assert not limit_this_process(cast("ctypes.CDLL", Kernel(fails)), ONE_GIB)
