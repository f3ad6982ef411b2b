# SPDX-License-Identifier: Apache-2.0
"""Runs the programs bench_*, round after round, so that a disturbed minute spoils one run of everything
and not all runs of one thing. Every round begins with libsodium, to which times are then compared."""
import json
import os
import re
import subprocess
import sys

UNITS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}
BACKENDS = ["portable", "avx2", "avx512ifma"]
MICRO = ["group", "proof", "board", "tally", "decryption", "halves", "changes"]
# What a quick run leaves out: the operations and sizes that no table or plot shows.
QUICK = {"group": "-libsodium|/24$|fixed_base_table|variable_base/16$|/65536$", "proof": "/16/512|/16$",
         "board": "read|append", "tally": "/16$", "decryption": "/16/1000", "halves": "/65536$", "changes": "."}
SWEEP = "(make_ballots/[0-9]+/512|verify_ballots/[0-9]+/1024)$"
QUICK_SWEEP = "(make_ballots/(2|16|64)/512|verify_ballots/(2|16|64)/1024)$"


def say(text):
    print(text, file=sys.stderr, flush=True)


def seconds_each(entry):
    """Seconds for one element, ballot or entry of a batch; of the whole if nothing was counted."""
    if "each" in entry:
        return entry["each"]
    if "items_per_second" in entry:
        return 1 / entry["items_per_second"]
    return entry["cpu_time"] * UNITS[entry["time_unit"]]


def run(build, name, pattern, min_time, backend=None):
    """Seconds by name of the benchmark, of one run of each; one that fails ends everything."""
    environment = {key: value for key, value in os.environ.items() if key != "EVOTE_BACKEND"}
    if backend:
        environment["EVOTE_BACKEND"] = backend
    done = subprocess.run([build / "bench" / f"bench_{name}", "--benchmark_format=json",
                           f"--benchmark_filter={pattern}", f"--benchmark_min_time={min_time}"],
                          env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"bench_{name} failed with {done.returncode}: {done.stderr}")
    times = {}
    for entry in json.loads(done.stdout)["benchmarks"]:
        if entry.get("error_occurred"):
            sys.exit(f"bench_{name}: {entry['name']}: {entry['error_message']}")
        times[entry["name"]] = seconds_each(entry)
    return times


def keep(measured, times, prefix=""):
    for name, seconds in times.items():
        measured.setdefault(prefix + name, []).append(float(f"{seconds:.4g}"))


class Reference:
    """libsodium's times, taken again and again during a group."""

    def __init__(self, build, quick):
        self.build, self.min_time = build, 0.02 if quick else 0.1
        self.times = {}

    def take(self):
        for name, seconds in run(self.build, "group", "^libsodium/", self.min_time).items():
            keep(self.times, {name.split("/")[1]: seconds})


def micro(build, reference, quick):
    measured = {}
    rounds = 2 if quick else 5
    for number in range(1, rounds + 1):
        say(f"micro, round {number} of {rounds}")
        reference.take()
        for name in MICRO:
            pattern = QUICK[name] if quick else ("-libsodium" if name == "group" else ".")
            keep(measured, run(build, name, pattern, 0.005 if quick else 0.05), f"{name}/")
    return measured


def backends_of(build):
    """The backends that the processor has, slowest first."""
    listed = subprocess.run([build / "bench/bench_group", "--benchmark_list_tests"], capture_output=True, text=True,
                            check=True).stdout
    return [name for name in BACKENDS if re.search(rf"^{name}/", listed, re.MULTILINE)]


def ballots(build, reference, quick):
    measured = {}
    rounds = 2 if quick else 5
    available = backends_of(build)
    for number in range(1, rounds + 1):
        say(f"ballots, round {number} of {rounds}")
        reference.take()
        for backend in available:
            pattern = QUICK_SWEEP if quick else SWEEP
            if backend == available[-1] and not quick:
                pattern = "."
            keep(measured, run(build, "ballot", pattern, 0.01 if quick else 0.1, backend), f"{backend}/")
    return measured
