"""What students' code may well do works in a worker, too."""

from __future__ import annotations

import importlib.util
import sys

import pytest

from autograder.faults import Died
from autograder.sandbox import Sandbox
from tests.contain.inside import TOOLS, ask

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layers are those of Linux")


def test_a_worker_may_signal_itself(sandbox: Sandbox) -> None:
    source = """
def f():
    seen = []
    signal.signal(signal.SIGUSR1, lambda *_: seen.append(1))
    signal.raise_signal(signal.SIGUSR1)
    os.kill(os.getpid(), signal.SIGUSR1)
    return len(seen)
"""
    assert ask(sandbox, source) == 2
    with sandbox.open([TOOLS, "def f(): os.abort()"]) as opened, pytest.raises(Died):
        opened.call("f", {})


def test_threads_work(sandbox: Sandbox) -> None:
    source = """
def f():
    total = []
    threads = [threading.Thread(target=total.append, args=(n,)) for n in range(20)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    from concurrent.futures import ThreadPoolExecutor
    with ThreadPoolExecutor(4) as pool:
        return sum(total), sum(pool.map(lambda n: n * n, range(5)))
"""
    assert ask(sandbox, source) == (190, 30)


def test_the_work_folder_works(sandbox: Sandbox) -> None:
    source = """
def f():
    np.save("a.npy", np.arange(3)); os.mkdir("sub"); os.rename("a.npy", "b.npy")
    with tempfile.TemporaryDirectory() as folder:
        with open(folder + "/text", "w") as file: file.write("kept")
        with open(folder + "/text") as file: text = file.read()
    with open("b.npy", "r+b") as file: size = file.seek(0, 2)
    return np.load("b.npy").sum(), text, size > 0, sorted(os.listdir(os.path.expanduser("~")))
"""
    assert ask(sandbox, source) == (3, "kept", True, ["b.npy", "sub"])


def test_numpy_works(sandbox: Sandbox) -> None:
    source = """
def f():
    rng = np.random.default_rng()
    a = rng.normal(size=(300, 300))
    u, s, v = np.linalg.svd(a)
    return np.abs(u * s @ v - a).max() < 1e-9, np.fft.ifft(np.fft.fft(a)).real.shape
"""
    assert ask(sandbox, source) == (True, (300, 300))


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="torch is not installed")
def test_torch_works(sandbox: Sandbox) -> None:
    source = """
def f():
    torch.set_num_threads(2)
    x = torch.randn(8, 3, 32, 32, requires_grad=True)
    y = torch.nn.functional.conv2d(x, torch.randn(4, 3, 3, 3))
    (y ** 2).mean().backward()
    a = torch.randn(600, 600)
    s = torch.linalg.svdvals(a[:50, :50] @ a[:50, :50].T)
    model = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.ReLU(), torch.nn.Linear(8, 1))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    data = torch.utils.data.TensorDataset(torch.ones(8, 4))
    for (batch,) in torch.utils.data.DataLoader(data, batch_size=4, shuffle=True):
        optimizer.zero_grad(); model(batch).pow(2).sum().backward(); optimizer.step()
    torch.save(model.state_dict(), "model.pt")
    model.load_state_dict(torch.load("model.pt", weights_only=True))
    return tuple(x.grad.shape), bool((s >= 0).all()), (a @ a).shape[0], (torch.randn(2**20).exp() > 0).all()
"""
    assert ask(sandbox, source)[:3] == ((8, 3, 32, 32), True, 600)


@pytest.mark.skipif(importlib.util.find_spec("matplotlib") is None, reason="matplotlib is not installed")
def test_matplotlib_works(sandbox: Sandbox) -> None:
    source = """
import matplotlib.pyplot as plt
def f():
    plt.plot([1, 2]); plt.title("text"); plt.savefig("a.png"); plt.show()
    return os.path.getsize("a.png") > 0
"""
    assert ask(sandbox, source) is True
