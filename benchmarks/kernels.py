"""How long from asking for a kernel to the lesson's first chart at the client: forked kernels beside ordinary ones, in turns.

Run with `make bench-kernels`. The client waits for the kernel's welcome on its output channel (ipykernel sends one since 7), as
JupyterLab in effect does; `wait_for_ready` would add a fifth of a second to both.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from queue import Empty
from statistics import median

from jupyter_client import KernelManager
from jupyter_client.provisioning import KernelProvisionerFactory

from hauphuong import fastkernel
from hauphuong.fastkernel.nursery import nursery

ROUNDS = 20
AIM_CHART, AIM_RATIO = 0.300, 3.0
PLOTLY = "application/vnd.plotly.v1+json"
LESSON = "from hauphuong import vi as hp\nhp.charts.aid_by_donor()"
ORDINARY = "local-provisioner"


def once(provisioner: str) -> tuple[float, float]:
    """(seconds until the kernel can be heard, seconds until the chart is here)."""
    KernelProvisionerFactory.instance().default_provisioner_name = provisioner
    start = time.perf_counter()
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(stderr=subprocess.DEVNULL)
    client = manager.client()
    try:
        client.start_channels(stdin=False, hb=False, control=False)
        _heard(client)
        ready = time.perf_counter() - start
        asked = client.execute(LESSON, allow_stdin=False)
        while True:
            message = client.get_iopub_msg(timeout=60)
            if message["parent_header"].get("msg_id") != asked:
                continue
            if message["msg_type"] == "error":
                raise RuntimeError("\n".join(message["content"]["traceback"]))
            if PLOTLY in message["content"].get("data", {}):
                return ready, time.perf_counter() - start
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def _heard(client) -> None:
    """Until the kernel's output channel is open: what is said before is lost. Asks again, since the first question may be."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        client.kernel_info()
        try:
            client.get_iopub_msg(timeout=0.05)
            return
        except Empty:
            continue
    raise TimeoutError("the kernel does not answer")


def main() -> int:
    nursery().start()
    once(fastkernel.NAME)  # the zygote is warm from here on, as it is in a server that has started
    took: dict[str, list[tuple[float, float]]] = {fastkernel.NAME: [], ORDINARY: []}
    for _ in range(ROUNDS):
        for name in took:
            took[name].append(once(name))
    print(f"{ROUNDS} kernels of each kind in turns, {os.cpu_count()} cores; milliseconds, median (worst)")
    charts = {}
    for name, times in took.items():
        ready, chart = zip(*times)
        charts[name] = median(chart)
        print(f"    {name}: heard {1000 * median(ready):.0f} ({1000 * max(ready):.0f}), first chart {1000 * median(chart):.0f} ({1000 * max(chart):.0f})")
    ratio = charts[ORDINARY] / charts[fastkernel.NAME]
    good = charts[fastkernel.NAME] < AIM_CHART, ratio >= AIM_RATIO
    print(f"{'✓' if good[0] else '✗'} first chart of a fast kernel: {1000 * charts[fastkernel.NAME]:.0f} ms (aim: under {1000 * AIM_CHART:.0f})")
    print(f"{'✓' if good[1] else '✗'} ordinary / fast: {ratio:.2f} × (aim: at least {AIM_RATIO:g})")
    return 0  # a missed aim is said, and is no error: a noisy machine must not stop the other benchmarks


if __name__ == "__main__":
    sys.exit(main())
