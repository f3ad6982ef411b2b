# SPDX-License-Identifier: Apache-2.0
"""Elections of 30 districts with 16 options each, from the first ballot to the verified result, by the
commands and from disk. Every voter casts one ballot."""
import json
import os
import pathlib
import pty
import re
import shutil
import subprocess
import sys
import tempfile
import time

from programs import say

HERE = pathlib.Path(__file__).resolve().parent
SIZES, QUICK_SIZES, NATIONAL = [2_000, 20_000, 200_000], [1_000, 10_000], [4_294_243]
TRUSTEES = 3
RUNS = 3  # of each step but the first and the combination
SEVERAL = 1_000_000  # a larger election has each step run once
EARLY, LATE = (100_000, 600_000), (3_600_000, 4_100_000)  # entries of the log
TICKS = os.sysconf("SC_CLK_TCK")


def processor_seconds(process):
    """Processor time of a process so far, of all its threads."""
    fields = pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def follow_progress(process, terminal):
    """Entries done and processor time, whenever the process says on its terminal how far it is."""
    marks = []
    while True:
        try:
            said = os.read(terminal, 4096)
        except OSError:  # nobody writes any more
            return marks
        if done := re.findall(rb"(\d+) of \d+ ballots", said):
            marks.append((int(done[-1]), processor_seconds(process)))


def cost_between(marks, part):
    """Seconds of processor time of a ballot in a part of the log."""
    within = [mark for mark in marks if part[0] <= mark[0] <= part[1]]
    return (within[-1][1] - within[0][1]) / (within[-1][0] - within[0][0])


def measure(program, *arguments):
    """Runs a program to its end: seconds, seconds of processor time, peak memory; and what one ballot
    more costs early and late, if the log is long enough to tell."""
    terminal, its_end = pty.openpty()
    begin = time.monotonic()
    process = subprocess.Popen([program, *map(str, arguments)], stderr=its_end, stdout=subprocess.DEVNULL,
                               stdin=subprocess.DEVNULL)
    os.close(its_end)
    marks = follow_progress(process.pid, terminal)
    os.close(terminal)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{program} failed with {os.waitstatus_to_exitcode(status)}")
    used = {"seconds": round(time.monotonic() - begin, 3),
            "processor_seconds": round(usage.ru_utime + usage.ru_stime, 3),
            "memory_mib": round(usage.ru_maxrss / 1024)}
    if marks and marks[-1][0] >= LATE[1]:
        used["early"], used["late"] = (float(f"{cost_between(marks, part):.4g}") for part in (EARLY, LATE))
    return used


def steps(tools, folder, manifest, voters, threads):
    """The steps of one election, each with its measurements."""
    record, private = folder / "record", folder / "record.private"
    secret, limit = ["--passphrase-file", private / "passphrase"], ["--threads", threads]
    runs = RUNS if voters < SEVERAL else 1
    yield "make and append", [measure(tools / "evote-simulate", record, "--manifest", manifest, "--voters", voters,
                                      "--seed", "benchmarks", "--until", "close", *limit)]
    aggregations = []
    for _ in range(runs):
        (record / "tally.json").unlink(missing_ok=True)
        aggregations.append(measure(tools / "evote-aggregate", record, *limit))
    yield "evote-aggregate", aggregations
    yield "evote-decrypt share", [
        measure(tools / "evote-decrypt", "share", record, "--yes", "--secret", private / f"trustee-{trustee}.age",
                *secret, *limit) for trustee in range(1, TRUSTEES + 1)]
    yield "evote-decrypt combine", [measure(tools / "evote-decrypt", "combine", record)]
    fingerprint = json.loads((record / "election.json").read_text())["fingerprint"]
    yield "evote-verify", [measure(tools / "evote-verify", record, "--fingerprint", fingerprint, *limit)
                           for _ in range(runs)]
    shutil.rmtree(record)
    shutil.rmtree(private)


def threads_up_to(cores):
    """1, 2, 4, ... and all."""
    counts = [1 << power for power in range(cores.bit_length()) if 1 << power < cores]
    return [*counts, cores]


def run(build, reference, sizes, folder):
    """The largest election by every number of threads, the others by all cores; one that takes minutes by all cores
    only."""
    cores = len(os.sched_getaffinity(0))
    measured = []
    with tempfile.TemporaryDirectory(dir=folder, prefix="evote-benchmarks-") as name:
        manifest = pathlib.Path(name) / "manifest.json"
        manifest.write_bytes(subprocess.check_output([HERE / "national-manifest"]))
        for voters in sizes:
            for threads in threads_up_to(cores) if voters == max(sizes) < SEVERAL else [cores]:
                say(f"an election of {voters:,} voters, threads: {threads}")
                reference.take()
                for step, runs in steps(build / "tools", pathlib.Path(name), manifest, voters, threads):
                    measured.append({"voters": voters, "threads": threads, "step": step, "runs": runs})
        reference.take()
    return measured
