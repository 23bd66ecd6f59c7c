// What both scripts for Node share: where the clients lie, how a mismatch ends the run, how the summary is printed.
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const installed = join(process.env.BLAZON_CLIENTS, 'node');

// The packages are installed elsewhere, and ES modules are looked for beside the script alone.
export const require = createRequire(join(installed, 'package.json'));

// The line that `serve` has printed.
export const addresses = JSON.parse(process.argv[2]);

const passed = [];

export function check(what, holds, seen) {
  if (!holds) {
    console.error(`MISMATCH: ${what}; seen: ${JSON.stringify(seen)}`);
    process.exit(1);
  }
  passed.push(what);
}

// The error that the work must end in.
export async function failure(work) {
  try {
    await work();
  } catch (error) {
    return error;
  }
  return { message: 'there was no error' };
}

export async function download(url) {
  const response = await fetch(url);
  return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()), headers: response.headers };
}

// Whether these are whole weights: the header can be read, and the data ends where it says.
export function isSafetensors(bytes) {
  const length = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.subarray(8, 8 + length).toString());
  const ends = Object.values(header).map((tensor) => tensor.data_offsets?.[1] ?? 0);
  return Math.max(...ends) === bytes.length - 8 - length;
}

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

export function close(name) {
  // Not every package lets its description be imported.
  const { version } = JSON.parse(readFileSync(join(installed, 'node_modules', name, 'package.json')));
  console.log(JSON.stringify({ client: `${name} ${version}`, checks: passed.length, passed }));
}
