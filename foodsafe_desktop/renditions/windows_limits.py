"""What `resource` does elsewhere, on Windows: a job object holds this process to its share of memory.

Written from Microsoft's reference for SetInformationJobObject and JOBOBJECT_EXTENDED_LIMIT_INFORMATION.
"""

import ctypes

_EXTENDED_LIMITS = 9
_LIMIT_PROCESS_MEMORY, _LIMIT_PRIORITY, _KILL_ON_CLOSE = 0x100, 0x20, 0x2000
_BELOW_NORMAL = 0x4000


class _Basic(ctypes.Structure):
    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    )


class ExtendedLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("Basic", _Basic),
        ("IoInfo", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


def limit_this_process(kernel32: ctypes.CDLL, memory: int) -> bool:
    """Hold this process to `memory` bytes, behind the window in priority, its children to its own life.

    `kernel32` is ``ctypes.windll.kernel32``. The job's handle is kept open for as long as the process lives. Returns
    whether Windows did it: before Windows 8 a process can be in one job only, and may be in one already.
    """
    kernel32.CreateJobObjectW.restype = ctypes.c_void_p
    kernel32.CreateJobObjectW.argtypes = (ctypes.c_void_p, ctypes.c_wchar_p)
    kernel32.SetInformationJobObject.argtypes = (ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_uint32)
    kernel32.GetCurrentProcess.restype = ctypes.c_void_p
    kernel32.AssignProcessToJobObject.argtypes = (ctypes.c_void_p, ctypes.c_void_p)
    limits = ExtendedLimits()
    limits.Basic.LimitFlags = _LIMIT_PROCESS_MEMORY | _LIMIT_PRIORITY | _KILL_ON_CLOSE
    limits.Basic.PriorityClass = _BELOW_NORMAL
    limits.ProcessMemoryLimit = memory
    job = kernel32.CreateJobObjectW(None, None)
    return bool(
        job
        and kernel32.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits))
        and kernel32.AssignProcessToJobObject(job, kernel32.GetCurrentProcess())
    )
