"""Measures a server under simulated users of its page and its API.

    python -m evals.bench.load --loaded DATA [--users 20,50,200] [--think 5-10] [--seconds 60]
        [--via page,api] [--cores 2] [--seed 1]
    python -m evals.bench.load --loaded DATA --users 10 --seconds 900  # a soak: memory by minute

Users think between questions as people read an answer; `--think 0` is a closed loop without pauses,
where every user always waits for an answer. Printed for each crowd: questions answered, refused
(politely: 429 or 503 with Retry-After) and failed; seconds until the answer; the server's processor
time and memory; the load average of the machine. When a crowd stops asking, one user asks until an
answer takes less than a second, while the last questions of the crowd are still answered: that is
the recovery. No question is asked twice in a run, but for the share of repeats. Before the first
crowd one user asks some questions, which are not counted: the models and caches of a server that
has just started are cold.

The client is our own and not locust: the page's questions are a call and a stream of events, which
locust would have to be taught all the same, and client and server share the cores, so
the client should be small.
"""

import argparse
import asyncio
import os
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from evals.bench.load.questions import MIX, Asking
from evals.bench.load.users import Crowd, Record, Way, ask, client, run_crowd
from evals.bench.serving import Serving, serving

_TICKS = os.sysconf("SC_CLK_TCK")
_RECOVERED_S, _GIVEN_UP_S = 1.0, 60.0
_START_S = 600.0  # the machine may have other load
_WARM_UP = 20
_PROBE = 9_999  # the number of the user who asks after a crowd


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the crowds one after the other and prints what they met; see the module."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        "evals.bench.load", description=__doc__, formatter_class=layout
    )
    parser.add_argument("--loaded", type=Path, required=True, help="a loaded data folder")
    parser.add_argument("--users", default="20,50,200", help="the sizes of the crowds")
    parser.add_argument("--think", default="5-10", help="seconds between questions: 5-10, or 0")
    parser.add_argument("--seconds", type=float, default=60, help="how long a crowd asks")
    parser.add_argument("--via", default="page,api", help="page, api or both")
    parser.add_argument("--cores", type=int, default=2, help="the server may use so many")
    parser.add_argument("--rate-limit", default="on", choices=("on", "off"))
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    low, _, high = options.think.partition("-")
    think_s = float(low), float(high or low)
    ways: tuple[Way, ...] = tuple("page" if w == "page" else "api" for w in options.via.split(","))
    cores = sorted(os.sched_getaffinity(0))[: options.cores]
    limit = "off" if think_s[1] < 2 else options.rate_limit
    os.sched_setaffinity(0, cores)  # client and server share them
    _say(f"cores {cores}; mix {MIX}; seed {options.seed}; rate limit {limit}")
    with serving(options.loaded, _START_S, RATE_LIMIT=limit) as server:
        _say(f"started: {_memory_mb(server)} MB")
        questions = Asking(options.seed)
        warm_up_s = asyncio.run(_warmed(server, questions))
        _say(f"warm-up, not counted: {_WARM_UP} questions, {_quantiles(warm_up_s)}")
        _say(f"warm: {_memory_mb(server)} MB")
        for users in map(int, options.users.split(",")):
            crowd = Crowd(users, options.seconds, think_s, ways, options.seed)
            asyncio.run(_run(server, crowd, questions))


async def _warmed(server: Serving, questions: Asking) -> list[float]:
    rng, seconds = random.Random(0), []
    async with client(_PROBE) as session:
        for number in range(_WARM_UP):
            way: Way = "api" if number % 2 else "page"
            record = await ask(session, server.address, way, questions.next(rng))
            seconds.append(record.answer_s)
    return seconds


async def _run(server: Serving, crowd: Crowd, questions: Asking) -> None:
    records: list[Record] = []
    cpu_s, began, mb = _cpu_s(server), time.perf_counter(), _memory_mb(server)
    watching = asyncio.create_task(_watch(server, crowd.seconds))
    recovering = asyncio.create_task(_recovery(server, crowd.seconds, questions))
    await run_crowd(server.address, crowd, questions, records.append)
    spent_s, seconds = _cpu_s(server) - cpu_s, time.perf_counter() - began
    recovered_s = await recovering
    by_minute = await watching
    answered = [r for r in records if r.state == "answered"]
    think = f"{crowd.think_s[0]:g}-{crowd.think_s[1]:g}"
    _say(
        f"\n{crowd.users} users, think {think} s, {seconds:.0f} s: "
        f"{len(answered) / seconds:.1f} answers/s; server CPU {spent_s / seconds:.2f} cores, "
        f"{spent_s / max(len(answered), 1) * 1000:.0f} ms an answer; memory {mb} -> "
        f"{_memory_mb(server)} MB; load average {os.getloadavg()[0]:.1f}; recovered in "
        f"{recovered_s:.1f} s"
    )
    for way in sorted({r.way for r in records}):
        _say(f"  {way:<4} {_line([r for r in records if r.way == way])}")
    for kind in MIX:
        times = [r.answer_s for r in answered if r.kind == kind]
        _say(f"  {kind:<8} {_quantiles(times)}")
    if by_minute:
        _say(f"  memory by minute (MB): {by_minute}")


def _line(records: Sequence[Record]) -> str:
    states = Counter(r.state for r in records)
    whats = Counter(f"{r.state}: {r.what}" for r in records if r.state != "answered")
    waits = [r.retry_s for r in records if r.retry_s]
    answered = [r for r in records if r.state == "answered"]
    parts = [
        f"{dict(states)}; answer {_quantiles([r.answer_s for r in answered])}",
        f"whole {_quantiles([r.whole_s for r in answered])}",
    ]
    if whats:
        parts.append(str(dict(whats)))
    if waits:
        parts.append(f"told to wait {min(waits)}-{max(waits)} s")
        parts.append(
            f"refused in {_quantiles([r.whole_s for r in records if r.state == 'refused'])}"
        )
    return "; ".join(parts)


def _quantiles(seconds: Sequence[float]) -> str:
    if len(seconds) < 2:
        return f"{len(seconds)} answers"
    cuts = statistics.quantiles(seconds, n=20)
    return (
        f"p50 {statistics.median(seconds):.2f}, p95 {cuts[18]:.2f}, slowest {max(seconds):.2f} s "
        f"({len(seconds)})"
    )


async def _recovery(server: Serving, after_s: float, questions: Asking) -> float:
    """Seconds, from `after_s` on, until an answer of the page takes less than a second again."""
    await asyncio.sleep(after_s)
    began, rng = time.perf_counter(), random.Random(99)
    async with client(_PROBE) as session:
        while (since_s := time.perf_counter() - began) < _GIVEN_UP_S:
            record = await ask(session, server.address, "page", questions.next(rng))
            if record.state == "answered" and record.answer_s < _RECOVERED_S:
                return since_s
            await asyncio.sleep(0.5)
    return _GIVEN_UP_S


async def _watch(server: Serving, seconds: float) -> list[int]:
    """The memory at the start and after each whole minute."""
    sizes = [_memory_mb(server)]
    for _ in range(int(seconds // 60)):
        await asyncio.sleep(60)
        sizes.append(_memory_mb(server))
    return sizes if len(sizes) > 1 else []


def _memory_mb(server: Serving) -> int:
    """Resident memory of the server."""
    status = Path(f"/proc/{server.pid}/status").read_text(encoding="ascii")
    (line,) = [line for line in status.splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) // 1024


def _cpu_s(server: Serving) -> float:
    """Processor time of the server and its threads so far."""
    stat = Path(f"/proc/{server.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(stat[11]) + int(stat[12])) / _TICKS


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
