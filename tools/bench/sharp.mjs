// The whole job with sharp: decoded once (it reduces while it decodes), turned upright; what is
// made of it afterwards is made of the picture with a short side of 1024.

import { readFile, readdir, writeFile } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import { crc32 } from 'node:zlib';
import { finished } from 'node:stream/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

const [folder, out, workers] = process.argv.slice(2);
// It is installed in a folder of its own, not beside this file.
const sharp = createRequire(path.join(process.cwd(), 'x.js'))('sharp');
sharp.concurrency(1);
sharp.cache(false);

const SIDE = 1024;
const cosines = Array.from({ length: 8 }, (_, wave) =>
  Float32Array.from({ length: 32 }, (_, at) => Math.cos((Math.PI / 32) * (at + 0.5) * wave)),
);

function measure(luma, width, height, tiny) {
  let sum = 0, squares = 0, light = 0;
  const counts = new Uint32Array(256);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      counts[luma[at]]++;
      light += luma[at];
      if (x === 0 || y === 0 || x === width - 1 || y === height - 1) continue;
      const edge = 4 * luma[at] - luma[at - 1] - luma[at + 1] - luma[at - width] - luma[at + width];
      sum += edge;
      squares += edge * edge;
    }
  }
  const rows = cosines.map((wave) =>
    Float32Array.from({ length: 32 }, (_, row) =>
      wave.reduce((total, value, at) => total + value * tiny[row * 32 + at], 0)));
  const waves = cosines.flatMap((wave) =>
    rows.map((row) => wave.reduce((total, value, at) => total + value * row[at], 0))).slice(1);
  const middle = [...waves].sort((a, b) => a - b)[31];
  return [squares - sum * sum, light, counts, waves.map((value) => value > middle)];
}

async function job(file) {
  const { data, info } = await sharp(await readFile(path.join(folder, file)))
    .rotate().resize({ width: SIDE, height: SIDE, fit: 'outside' }).raw().toBuffer({ resolveWithObject: true });
  const from = () => sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } });
  const square = await from()
    .extract({ left: (info.width - SIDE) >> 1, top: (info.height - SIDE) >> 1, width: SIDE, height: SIDE })
    .jpeg({ quality: 95, chromaSubsampling: '4:2:0' }).toBuffer();
  const luma = await from().resize({ width: 512, height: 512, fit: 'outside' }).greyscale().raw().toBuffer({ resolveWithObject: true });
  const tiny = await sharp(luma.data, { raw: { width: luma.info.width, height: luma.info.height, channels: 1 } })
    .resize(32, 32, { fit: 'fill' }).greyscale().raw().toBuffer();
  measure(luma.data, luma.info.width, luma.info.height, tiny);
  await from().resize({ width: 320, height: 320, fit: 'outside' }).webp({ quality: 80, effort: 1 })
    .toFile(path.join(out, `${path.parse(file).name}.webp`));
  return square;
}

/** A zip of stored entries, written as they come. */
class Archive {
  #file; #entries = []; #at = 0;
  constructor(file) { this.#file = createWriteStream(file); }
  #put(...parts) { for (const part of parts) { this.#file.write(part); this.#at += part.length; } }
  add(name, data) {
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(0x21, 8);
    head.writeUInt32LE(crc32 ? crc32(data) : checksum(data), 10);
    head.writeUInt32LE(data.length, 14);
    head.writeUInt32LE(data.length, 18);
    head.writeUInt16LE(name.length, 22);
    this.#entries.push({ name, head, at: this.#at });
    this.#put(Buffer.from('PK\x03\x04'), head, Buffer.from(name), data);
  }
  async close() {
    const start = this.#at;
    for (const { name, head, at } of this.#entries) {
      const rest = Buffer.alloc(14);
      rest.writeUInt32LE(at, 10);
      this.#put(Buffer.from('PK\x01\x02\x14\x00'), head, rest, Buffer.from(name));
    }
    const end = Buffer.alloc(18);
    end.writeUInt16LE(this.#entries.length, 4);
    end.writeUInt16LE(this.#entries.length, 6);
    end.writeUInt32LE(this.#at - start, 8);
    end.writeUInt32LE(start, 12);
    this.#put(Buffer.from('PK\x05\x06'), end);
    this.#file.end();
    await finished(this.#file);
  }
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit++) byte = byte & 1 ? 0xedb88320 ^ (byte >>> 1) : byte >>> 1;
  return byte;
});

/** CRC-32 for a Node that has none of its own (before 20.15). */
function checksum(data) {
  let crc = -1;
  for (const byte of data) crc = table[(crc ^ byte) & 255] ^ (crc >>> 8);
  return (crc ^ -1) >>> 0;
}

const files = (await readdir(folder)).filter((name) => name.endsWith('.jpg')).sort();
await job(files[0]);
const started = performance.now();
const archive = new Archive(path.join(out, 'squares.zip'));
let next = 0;
await Promise.all(Array.from({ length: Number(workers) }, async () => {
  while (next < files.length) {
    const file = files[next++];
    archive.add(file, await job(file));
  }
}));
await archive.close();
console.log(`${((performance.now() - started) / 1000).toFixed(6)} ${files.length}`);
