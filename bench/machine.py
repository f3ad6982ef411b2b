# SPDX-License-Identifier: Apache-2.0
"""What benchmarks ran on: the machine, and what was built and installed there at the time."""
import datetime
import os
import pathlib
import platform
import re
import resource
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Instructions that a backend, SHA-2 or the 64-bit arithmetic of one of the programs makes use of.
FLAGS = ["bmi2", "adx", "avx2", "avx512f", "avx512dq", "avx512bw", "avx512vl", "avx512vbmi", "avx512ifma", "sha_ni"]


def first(pattern, text):
    found = re.search(pattern, text, re.MULTILINE)
    return found.group(1).strip() if found else "?"


def printed(*command):
    return subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True).stdout.strip()


def describe():
    """What does not change between two runs on a machine."""
    processor = pathlib.Path("/proc/cpuinfo").read_text()
    memory = int(first(r"^MemTotal: *(\d+)", pathlib.Path("/proc/meminfo").read_text()))
    has = first(r"^flags.*?: (.*)$", processor).split()
    return {"processor": first(r"^model name.*?: (.*)$", processor),
            "family": first(r"^cpu family.*?: (.*)$", processor),
            "model": first(r"^model\s*: (.*)$", processor),
            "instructions": [flag for flag in FLAGS if flag in has],
            "cores": len(os.sched_getaffinity(0)),
            "memory_gib": round(memory / 2**20)}


def slug(machine):
    """A file name for a machine. Virtual ones share a name of the processor, hence family and model."""
    words = re.sub(r"\((R|TM)\)|\bCPU\b|@.*", " ", machine["processor"])
    name = f"{words} {machine['family']} {machine['model']} {machine['cores']} cores"
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def environment(build):
    """What may change between two runs: sources, compiler, system."""
    cache = (build / "CMakeCache.txt").read_text()
    git = ["git", "-C", ROOT]
    changed = printed(*git, "status", "--porcelain", "--", ".", ":!docs", ":!bench/results", ":!README.md")
    compiler = first(r"^CMAKE_CXX_COMPILER:\w+=(.*)$", cache)
    return {"date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d"),
            "commit": printed(*git, "rev-parse", "--short=7", "HEAD") + (" and changes" if changed else ""),
            "compiler": printed(compiler, "--version").splitlines()[0],
            "compiler_flags": first(r"^CMAKE_CXX_FLAGS_RELEASE:\w+=(.*)$", cache),
            "kernel": platform.release(),
            "system": first(r'^PRETTY_NAME="(.*)"$', pathlib.Path("/etc/os-release").read_text()),
            "libsodium_version": printed("pkg-config", "--modversion", "libsodium")}


class Disturbance:
    """What else the processors did since it was made: of others here, and of other machines on the same hardware."""

    def __init__(self):
        self.begin, self.before = time.monotonic(), self.seconds()

    @staticmethod
    def seconds():
        """Processor seconds of everybody, of programs that this one started, and those that were taken away."""
        ticks = [int(field) for field in pathlib.Path("/proc/stat").read_text().split("\n")[0].split()[1:9]]
        user, nice, system, _, _, interrupts, soft, stolen = (count / os.sysconf("SC_CLK_TCK") for count in ticks)
        own = [resource.getrusage(who) for who in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF)]
        return (user + nice + system + interrupts + soft, sum(used.ru_utime + used.ru_stime for used in own), stolen)

    def cores(self):
        took = time.monotonic() - self.begin
        everybody, own, stolen = (after - before for after, before in zip(self.seconds(), self.before))
        return {"others": max(0.0, round((everybody - own) / took, 2)), "stolen": round(stolen / took, 2)}
