// SPDX-License-Identifier: Apache-2.0
// Times operations of ristretto255 by two packages in node: @noble/curves (JavaScript) and
// libsodium-wrappers-sumo (libsodium as WebAssembly). Prints seconds of processor time for one element as JSON.
// Usage: node node.cjs FOLDER SECONDS      FOLDER has node_modules; SECONDS for each operation, at least
const { createRequire } = require("node:module");
const path = require("node:path");

const installed = createRequire(path.resolve(process.argv[2], "package.json"));
const least = Number(process.argv[3]);
const points = 1024;

/** Processor time of this program so far, in seconds. */
function processorTime() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
}

/** Seconds of processor time for one call of work, called over and over for a while. */
function each(work) {
    for (let calls = 1; ; calls *= 2) {
        const begin = processorTime();
        for (let i = 0; i < calls; ++i) work();
        const took = processorTime() - begin;
        if (took >= least) return took / calls;
    }
}

function timesOfNoble() {
    const { ed25519, ristretto255 } = installed("@noble/curves/ed25519.js");
    const { Point } = ristretto255;
    const order = ed25519.Point.Fn.ORDER;
    const scalars = [];
    const elements = [];
    let scalar = order / 3n;
    for (let i = 0; i < points; ++i) {
        scalar = (scalar * scalar + 1n) % order;
        scalars.push(scalar);
        elements.push(Point.BASE.multiply(scalar));
    }
    const encoding = elements[0].toBytes();
    return {
        decode: each(() => Point.fromBytes(encoding)),
        encode: each(() => elements[0].toBytes()),
        fixed_base: each(() => Point.BASE.multiply(scalars[1])),
        variable_base: each(() => elements[0].multiply(scalars[1])),
        msm: each(() => Point.msm(elements, scalars)) / points,
    };
}

async function timesOfSodium() {
    const sodium = installed("libsodium-wrappers-sumo");
    await sodium.ready;
    const scalar = sodium.crypto_core_ristretto255_scalar_random();
    const [one, other] = [1, 2].map(() => sodium.crypto_core_ristretto255_random());
    return {
        decode: each(() => sodium.crypto_core_ristretto255_is_valid_point(one)),
        fixed_base: each(() => sodium.crypto_scalarmult_ristretto255_base(scalar)),
        variable_base: each(() => sodium.crypto_scalarmult_ristretto255(scalar, one)),
        add_decoding_and_encoding: each(() => sodium.crypto_core_ristretto255_add(one, other)),
    };
}

timesOfSodium().then((sodium) => console.log(JSON.stringify({ noble: timesOfNoble(), "libsodium-wasm": sodium })));
