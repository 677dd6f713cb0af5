"""The memory and time a process allows itself. What needs more ends it: it is in nobody's way but its own."""

import sys

MEMORY = 1 << 30  # bytes of address space; 300,000 rows of 15 columns need some 600 MB
SECONDS = 60  # of the processor; 300,000 rows need some 10


def limit_myself() -> None:
    """Set the limits, for good. OSError or ValueError where the system refuses."""
    if sys.platform == "win32":
        _limit_by_job()
    else:
        _limit_by_system()


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _Basic(ctypes.Structure):
        """JOBOBJECT_BASIC_LIMIT_INFORMATION (winnt.h), 64 bytes."""

        _fields_ = (
            ("process_time", ctypes.c_int64),  # in 100 ns
            ("job_time", ctypes.c_int64),
            ("flags", ctypes.c_uint32),
            ("least_working_set", ctypes.c_size_t),
            ("most_working_set", ctypes.c_size_t),
            ("processes", ctypes.c_uint32),
            ("affinity", ctypes.c_size_t),
            ("priority", ctypes.c_uint32),
            ("scheduling", ctypes.c_uint32),
        )

    class _Extended(ctypes.Structure):
        """JOBOBJECT_EXTENDED_LIMIT_INFORMATION (winnt.h), 144 bytes."""

        _fields_ = (
            ("basic", _Basic),
            ("counters", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process_memory", ctypes.c_size_t),
            ("peak_job_memory", ctypes.c_size_t),
        )

    _PROCESS_TIME, _PROCESSES, _PROCESS_MEMORY, _NO_ERROR_WINDOW = 0x2, 0x8, 0x100, 0x400
    _EXTENDED_LIMITS = 9

    def _limit_by_job() -> None:
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = wintypes.HANDLE
        limits = _Extended(process_memory=MEMORY)
        limits.basic.flags = _PROCESS_TIME | _PROCESSES | _PROCESS_MEMORY | _NO_ERROR_WINDOW
        limits.basic.process_time = SECONDS * 10_000_000
        limits.basic.processes = 1
        job = wintypes.HANDLE(kernel.CreateJobObjectW(None, None))
        me = wintypes.HANDLE(kernel.GetCurrentProcess())
        size = ctypes.sizeof(limits)
        if not (
            kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), size)
            and kernel.AssignProcessToJobObject(job, me)
        ):
            raise ctypes.WinError(ctypes.get_last_error())

else:
    import resource

    def _limit_by_system() -> None:
        for kind, most in (
            (resource.RLIMIT_AS, MEMORY),
            (resource.RLIMIT_CPU, SECONDS),
            (resource.RLIMIT_CORE, 0),
        ):
            allowed = resource.getrlimit(kind)[1]
            most = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
            resource.setrlimit(kind, (most, most))
