// SPDX-License-Identifier: Apache-2.0
// node wasi.mjs PROGRAM [FOLDER...]: runs a program for WASI with folders as its arguments. It sees these
// and nothing else of the machine.
import { readFile } from "node:fs/promises";
import process from "node:process";
import { WASI } from "node:wasi";

const [program, ...folders] = process.argv.slice(2);
const wasi = new WASI({
  version: "preview1",
  args: [program, ...folders],
  env: {},
  preopens: Object.fromEntries(folders.map((folder) => [folder, folder])),
  returnOnExit: true,
});
const module = await WebAssembly.compile(await readFile(program));
const instance = await WebAssembly.instantiate(module, { wasi_snapshot_preview1: wasi.wasiImport });
process.exitCode = wasi.start(instance);
