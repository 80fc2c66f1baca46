// The console's icon as PNG, for systems that take no SVG: the same lamp as in console/icon.svg.
import { crc32, deflateSync } from "node:zlib";

const [PAPER, RIM, LAMP] = [[255, 250, 241], [199, 119, 0], [255, 185, 56]];

/** A square of this many pixels. */
export function icon(size) {
  const rows = Buffer.alloc((size * 3 + 1) * size);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const far = Math.hypot(x + 0.5 - size / 2, y + 0.5 - size / 2);
      // How much of this pixel lies within a radius, in units of the drawing's 32.
      const within = (radius) => Math.min(1, Math.max(0, (radius * size) / 32 - far + 0.5));
      const [rim, lamp] = [within(9.5), within(7.5)];
      const mix = (i) => LAMP[i] * lamp + RIM[i] * (rim - lamp) + PAPER[i] * (1 - rim);
      rows.set([0, 1, 2].map((i) => Math.round(mix(i))), y * (size * 3 + 1) + 1 + x * 3);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const parts = [["IHDR", head], ["IDAT", deflateSync(rows, { level: 9 })], ["IEND", Buffer.alloc(0)]];
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...parts.map(([name, data]) => chunk(name, data))]);
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
