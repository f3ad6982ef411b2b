# SPDX-License-Identifier: Apache-2.0
"""The tables and plots of the documents. Each takes the Results of a machine and gives the lines of Markdown and the
plots, by name, that these refer to."""
from statistics import median

from charts import dots_chart, lines_chart
from results import Missing, micros, significant, table, times, without_coding

NAMES = {"decode": "decode", "encode": "encode", "fixed_base": "fixed base", "variable_base": "variable base",
         "msm": "sum of 1,024 products, each"}
PEERS = {"libsodium-wasm": "libsodium in WebAssembly", "edwards25519": "edwards25519 in Go",
         "go-ristretto": "go-ristretto in Go", "noble": "noble-curves in JavaScript"}


def plot(results, name, drawn):
    title = drawn.split("<title>")[1].split("</title>")[0]
    return [f"![{title}](plots/{results.slug}-{name}.svg)", ""], {f"{results.slug}-{name}.svg": drawn}


def machine(results):
    of = results.machine
    lines = [f"**{results.title()}** (family {of['family']}, model {of['model']}; of its instructions are used:"
             f" {', '.join(of['instructions'])}), {of['memory_gib']} GiB of memory.", ""]
    rows = []
    for name, group in results.groups.items():
        fixed, variable = ([f"{micros(median(runs))} ({micros(min(runs))} to {micros(max(runs))})"]
                           for runs in (group["libsodium"]["fixed_base"], group["libsodium"]["variable_base"]))
        rows.append([f"`{name}`", group["commit"], group["date"], f"{group['took'] / 60:.1f}",
                     f"{group['load_before']:.2f}",
                     *(f"{group['disturbed_cores'][who]:.2f}" for who in ("others", "stolen")), *fixed, *variable])
    lines += table(["group", "commit", "date", ">took, minutes", ">load before", ">cores busy with others",
                    ">cores stolen", ">libsodium, fixed base, µs",
                    ">libsodium, variable base, µs"], rows)
    built = sorted({f"{group['system']}, Linux {group['kernel']}, {group['compiler']} with `{group['compiler_flags']}`,"
                    f" libsodium {group['libsodium_version']}" for group in results.groups.values()})
    return lines + [f"{'; '.join(built)}.", ""], {}


def sizes(results, backend, what, batch):
    """(options, runs) of all that were measured in batches of one size."""
    found = []
    for name in results.group("ballots")["measured"]:
        parts = name.split("/")
        if parts[:2] == [backend, what] and parts[3] == str(batch):
            found.append((int(parts[2]), results.runs("ballots", name)))
    return sorted(found)


def options(results):
    one = results.sodium("ballots")["variable_base"]
    series = []
    rows = []
    for backend in results.backends("ballots")[::-1]:
        made, verified = sizes(results, backend, "make_ballots", 512), sizes(results, backend, "verify_ballots", 1024)
        series += [(f"{what}, {backend}", [(n, [run * 1e6 for run in runs]) for n, runs in of])
                   for what, of in (("make", made), ("verify", verified))]
        for (number, making), (_, verifying) in zip(made, verified):
            cells = [[micros(seconds), f"{1 / seconds:,.0f}", times(seconds / one)]
                     for seconds in (median(making), median(verifying))]
            rows.append([backend, str(number), *cells[0], *cells[1]])
    lines = table(["backend", ">options", ">made, µs", ">made a second", ">in multiplications", ">verified, µs",
                   ">verified a second", ">in multiplications"], rows)
    image, plots = plot(results, "options", lines_chart(
        "A ballot by the number of options, one core", ("options", True), ("µs for a ballot", True), series))
    return lines + results.note("ballots") + image, plots


def batches(results):
    backend = results.backends("ballots")[-1]
    one = results.sodium("ballots")["variable_base"]
    series, rows = [], []
    for what, name in (("make", "make_ballots"), ("verify", "verify_ballots"),
                       ("verify with one bad among them", "verify_with_one_bad")):
        points = []
        for key in results.group("ballots")["measured"]:
            if key.startswith(f"{backend}/{name}/16/"):
                points.append((int(key.split("/")[3]), results.runs("ballots", key)))
        for batch, runs in sorted(points):
            rows.append([what, f"{batch:,}", micros(median(runs)), f"{1 / median(runs):,.0f}",
                         times(median(runs) / one)])
        if points:
            series.append((what, [(batch, [run * 1e6 for run in runs]) for batch, runs in sorted(points)]))
    lines = table(["", ">ballots together", ">µs for each", ">a second", ">in multiplications"], rows)
    image, plots = plot(results, "batches", lines_chart(
        "A ballot of 16 options by how many are done together, one core", ("ballots together", True),
        ("µs for a ballot", True), series))
    return lines + results.note("ballots") + image, plots


def parts(results):
    backend = results.backends("ballots")[-1]
    whole = results.seconds("ballots", f"{backend}/verify_ballots/16/1024")
    of = {words: results.seconds("ballots", f"{backend}/verify_part_{name}/16/1024") for words, name in (
        ("decoding 38 points", "decode"), ("multi-scalar multiplication", "msm"), ("hashing", "hash"))}
    if None in of.values():
        raise Missing("ballots")
    rows = [[words, micros(seconds)] for words, seconds in of.items()]
    rows.append(["the rest: scalars, weights, roll (the whole less the parts)", micros(whole - sum(of.values()))])
    rows.append(["the whole", micros(whole)])
    return table(["part of verifying a ballot of 16 options", ">µs"], rows) + results.note("ballots"), {}


def step_rows(results, group):
    one = results.sodium(group)["variable_base"]
    for entry in results.group(group)["measured"]:
        runs, voters = entry["runs"], entry["voters"]
        results.taken.append([run["processor_seconds"] for run in runs])
        wall, processor = (median(run[key] for run in runs) for key in ("seconds", "processor_seconds"))
        step = f"`{entry['step']}`" if entry["step"].startswith("evote") else entry["step"]
        yield [f"{voters:,}", str(entry["threads"]), step, significant(wall), f"{voters / wall:,.0f}",
               micros(processor / voters), times(processor / voters / one),
               f"{max(run['memory_mib'] for run in runs):,}"]


STEPS = [">voters", ">threads", "step", ">seconds", ">ballots a second", ">processor time a ballot, µs",
         ">in multiplications", ">peak memory, MiB"]


def record(results):
    entries = results.group("record")["measured"] + results.groups.get("national", {"measured": []})["measured"]
    most = max(entry["threads"] for entry in entries)
    shown = ["make and append", "evote-aggregate", "evote-decrypt share", "evote-verify"]
    costs = [(step, [(entry["voters"], [run["processor_seconds"] / entry["voters"] * 1e6 for run in entry["runs"]])
                     for entry in entries if entry["step"] == step and entry["threads"] == most]) for step in shown]
    lines = table(STEPS, step_rows(results, "record")) + results.note("record")
    images, plots = plot(results, "voters", lines_chart(
        f"An election by the number of voters, 16 options, threads: {most}", ("voters", True),
        ("µs of processor time for a ballot", True), costs))
    if most > 1:
        largest = max(entry["voters"] for entry in results.group("record")["measured"])
        rates = [(step, [(entry["threads"], [largest / run["seconds"] for run in entry["runs"]])
                         for entry in results.group("record")["measured"]
                         if entry["step"] == step and entry["voters"] == largest]) for step in shown]
        image, more = plot(results, "cores", lines_chart(
            f"An election of {largest:,} voters by the number of threads", ("threads", False),
            ("ballots a second", False), rates))
        images, plots = images + image, plots | more
    return lines + images, plots


def national(results):
    lines = table(STEPS, step_rows(results, "national")) + results.note("national")
    rows = [[f"`{entry['step']}`", micros(run["early"]), micros(run["late"]), f"{run['late'] / run['early']:.2f}"]
            for entry in results.group("national")["measured"] for run in entry["runs"] if "early" in run]
    if rows:
        heads = ["one ballot more in", ">among entries 100,000 to 600,000, µs", ">among 3,600,000 to 4,100,000, µs",
                 ">ratio"]
        lines += table(heads, rows)
    return lines, {}


def operations(results):
    theirs = results.sodium("micro")
    kinds = [("fixed base, one", "fixed_base", 1), ("fixed base, 1,024", "fixed_base", 1024),
             ("variable base, one", "variable_base", 1), ("variable base, 8", "variable_base", 8),
             ("variable base, 1,024", "variable_base", 1024), ("decode, 1,024", "decode", 1024),
             ("encode, 1,024", "encode", 1024)]
    kinds += [(f"sum of {n:,} products", "msm", n) for n in (64, 1024, 65536)]
    backends = results.backends("micro", "group/")
    rows, dots = [], []
    for title, name, batch in kinds:
        ours = [results.runs("micro", f"group/{backend}/{name}/{batch}") for backend in backends]
        if None in ours:
            continue
        their = theirs["variable_base" if name == "msm" else name]
        cells = [cell for runs in ours for cell in (micros(median(runs)), times(their / median(runs)))]
        rows.append([title, micros(their), *cells])
        dots.append((title, [[their * 1e6], *([run * 1e6 for run in runs] for runs in ours)]))
    heads = ["operation, how many together", ">libsodium, µs"]
    lines = table(heads + [head for name in backends for head in (f">{name}, µs", ">times as fast")], rows)
    image, plots = plot(results, "operations", dots_chart(
        "Operations of ristretto255 by backend, one core", "µs for one element", ["libsodium", *backends], dots))
    series = [(backend, [(n, [run * 1e6 for run in runs]) for n in (1, 16, 64, 256, 1024, 4096, 65536)
                         if (runs := results.runs("micro", f"group/{backend}/msm/{n}"))]) for backend in backends]
    more_image, more = plot(results, "sums", lines_chart(
        "Sums of products of points and scalars, one core", ("products in the sum", True), ("µs for a product", True),
        series))
    return lines + results.note("micro") + image + more_image, plots | more


def peer_times(results, peer):
    """Seconds by operation; nothing if the peer was not run."""
    prefix = f"{peer}/"
    own = {name.removeprefix(prefix): results.seconds("comparison", name)
           for name in results.group("comparison")["measured"] if name.startswith(prefix)}
    return own | without_coding(own) if "add_decoding_and_encoding" in own else own


def peers(results):
    group = results.group("comparison")
    backend = results.backends("micro", "group/")[-1]

    def ours(of, batch):
        return {name: results.seconds("micro", f"group/{of}/{name}/{1024 if name == 'msm' else batch}") for name in NAMES}

    columns = {"evote, 1,024 together": ours(backend, 1024), "evote, portable, one": ours("portable", 1),
               "libsodium": results.sodium("comparison")}
    columns |= {title: peer_times(results, peer) for peer, title in PEERS.items()}
    rows = [[words, *("NOT RUN" if not of else micros(of[name]) if of.get(name) else "" for of in columns.values())]
            for name, words in NAMES.items()]
    lines = table(["µs", *(f">{title}" for title in columns)], rows) + results.note("comparison")
    lines += [f"- {PEERS[peer]}: {version}" for peer, version in group["versions"].items() if peer in PEERS]
    lines += [f"- {PEERS[peer]}: NOT RUN: {why}" for peer, why in group["not_run"].items() if peer in PEERS]
    dots = [(words, [[of[name] * 1e6] if of.get(name) else None for of in columns.values()])
            for name, words in NAMES.items()]
    image, plots = plot(results, "peers", dots_chart("Operations of several libraries, one core", "µs for one element",
                                                     list(columns), dots))
    return [*lines, "", *image], plots


def belenios(results):
    group = results.group("comparison")
    ours, theirs = (results.seconds("comparison", f"{name}/verify") for name in ("evote", "belenios-tool"))
    if theirs is None:
        why = group["not_run"]["belenios-tool"]
        rows = [["`belenios-tool election verify`", "BELENIOS-2048 (2048-bit modulus)", f"NOT RUN: {why}", ""]]
    else:
        version = group["versions"]["belenios-tool"]
        rows = [[f"`belenios-tool election verify`, {version}", "BELENIOS-2048 (2048-bit modulus)", micros(theirs), "1"]]
    ratio = times(theirs / ours) if theirs else ""
    rows.append(["`evote-verify`", "ristretto255 (an elliptic curve)", micros(ours), ratio])
    return table(["verifying an election, one question of 10 answers", "group", ">processor time a ballot, µs",
                  ">times as fast"], rows) + results.note("comparison"), {}


ROOMS = [("log: an entry of 2 KB read", "board/read_bundles"),
         ("log: an entry read, hashed and compared", "board/read_and_check_bundles"),
         ("log: an entry appended, one at a time", "board/append_batches/1"),
         ("log: an entry appended, 4,096 at a time", "board/append_batches/4096"),
         ("log: a receipt", "board/make_receipts"),
         ("tally: a ballot of 16 options added", "tally/add_up/16"),
         ("decryption: a trustee's share of a contest of 16 options", "decryption/decrypt_share/16/1000"),
         ("decryption: its check", "decryption/check_share/16/1000"),
         ("decryption: the totals of a contest, weight 1,000,000", "decryption/combine_shares/16/1000000"),
         ("proof: encrypting 16 options, 512 ballots together", "proof/encrypt/16/512"),
         ("proof: its commitments", "proof/commit/16/512"),
         ("proof: its responses", "proof/respond/16/512"),
         ("proof: the equations of one ballot of 16 options checked", "proof/check_one/16")]


def rooms(results):
    one = results.sodium("micro")["variable_base"]
    rows = [[words, micros(seconds), times(seconds / one)]
            for words, name in ROOMS if (seconds := results.seconds("micro", name))]
    return table(["what, one core", ">µs", ">in multiplications"], rows) + results.note("micro"), {}


HALVES = [("a half made and proved", "halves/make_halves/65536"), ("a half read", "halves/read_halves/65536"),
          ("a half put into the roll, its proof checked", "halves/join_halves/1048576")]
CHANGES = [("no registrars", "without_registrars"), ("two registrars, nobody has a new credential", "with_registrars/0"),
           ("0.1 % of the voters have one", "with_registrars/4"), ("1 %", "with_registrars/41"),
           ("10 %", "with_registrars/410")]


def registrars(results):
    one = results.sodium("micro")["variable_base"]
    rows = [[words, micros(seconds), times(seconds / one)]
            for words, name in HALVES if (seconds := results.seconds("micro", name))]
    lines = table(["halves of two registrars, one core", ">µs", ">in multiplications"], rows)
    ordinary = results.seconds("micro", "changes/without_registrars")
    rows = [[words, micros(seconds), f"{seconds / ordinary:.2f}"]
            for words, name in CHANGES if (seconds := results.seconds("micro", f"changes/{name}"))]
    lines += table(["counting a ballot of 16 options in a log of 4,096, with the roll changes in it, one core", ">µs",
                    ">ratio"], rows)
    return lines + results.note("micro"), {}


def by_backend(results, kinds, portable=(), best=()):
    """Kernels by backend; operations that have no kernel; and what was measured with the best backend only."""
    backends = results.backends("micro", "group/")
    rows = []
    for title, name, sizes_of in kinds:
        for batch in sizes_of:
            cells = [results.seconds("micro", f"group/{backend}/{name}/{batch}") for backend in backends]
            if any(cells):
                rows.append([title, f"{batch:,}", *(micros(cell) if cell else "" for cell in cells)])
    empty = [""] * (len(backends) - 1)
    for of, before, after in ((portable, [], empty), (best, empty, [])):
        rows += [[title, "", *before, micros(seconds), *after] for title, name in of
                 if (seconds := results.seconds("micro", f"group/{name}"))]
    return table(["µs for each, one core", ">together", *(f">{name}" for name in backends)], rows) + results.note("micro")


def group(results):
    own = results.sodium("micro")
    theirs = ", ".join(f"{words} {micros(own[name])}" for words, name in (
        ("decode", "decode"), ("encode", "encode"), ("fixed base", "fixed_base"), ("variable base", "variable_base"),
        ("one-way map", "from_uniform"), ("product of scalars", "scalar_mul")))
    lines = by_backend(results, [
        ("decode", "decode", [1, 1024]), ("encode", "encode", [1, 1024]),
        ("encode_doubles", "encode_doubles", [1024]), ("fixed base", "fixed_base", [1, 1024]),
        ("variable base", "variable_base", [1, 1024]), ("sum of products", "msm", [16, 256, 4096, 65536]),
        ("the same with 128-bit weights", "msm_weights", [4096, 65536])],
        [("addition", "single/add/1000"), ("one-way map of 64 bytes", "single/from_uniform/1"),
         ("product of scalars", "single/scalar_mul/1000"), ("inverse of a scalar", "single/scalar_invert/1")],
        [("bounded logarithm up to 2^40: the table", "bounded_log/build_2^40"),
         ("bounded logarithm up to 2^40: the longest search", "bounded_log/find_2^40")])
    return [*lines[:-2], f"libsodium in the same run, µs, less what its interface encodes and decodes: {theirs}.", "",
            *lines[-2:]], {}


def kernels(results):
    every = [64, 256, 1024, 4096, 65536]
    return by_backend(results, [
        ("decode", "decode", [1, 24, 1024]), ("encode", "encode", [1, 24, 1024]),
        ("encode doubles", "encode_doubles", [1, 24, 1024]), ("fixed base", "fixed_base", [1, 8, 1024]),
        ("variable base", "variable_base", [1, 8, 16, 1024]), ("sum of products", "msm", every),
        ("the same with 128-bit weights", "msm_weights", every),
        ("ballots of 16 options: 38 decoded, 18 by scalars, 20 by weights", "ballots", [1, 1024])]), {}


BLOCKS = {"machine": machine, "options": options, "batches": batches, "parts": parts, "record": record,
          "national": national, "operations": operations, "peers": peers, "belenios": belenios, "rooms": rooms,
          "registrars": registrars, "group": group, "kernels": kernels}
