// Pictures as phones and strangers send them, made where `sharp` can be loaded.
import { createRequire } from 'node:module';
import { crc32, deflateSync } from 'node:zlib';
import type Sharp from 'sharp';

type Make = typeof Sharp;

const load = createRequire(__filename);

/** Undefined where the optional package is not installed. */
export function sharpForTests(): Make | undefined {
  try {
    return load('sharp') as Make;
  } catch {
    return undefined;
  }
}

/** 1600 by 1000 as the sensor saw it, held upright: red above, blue below, with where it was taken. */
export function photo(sharp: Make): Promise<Buffer> {
  const half = { width: 800, height: 1000, channels: 3 } as const;
  const red = { input: { create: { ...half, background: 'red' } }, left: 0, top: 0 };
  const blue = { input: { create: { ...half, background: 'blue' } }, left: 800, top: 0 };
  return sharp({ create: { ...half, width: 1600, background: 'white' } })
    .composite([red, blue])
    .withMetadata({ orientation: 6 })
    .withExifMerge({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' } })
    .jpeg()
    .toBuffer();
}

/** Two frames of 600 by 300: the first is green. */
export function animation(sharp: Make, as: 'gif' | 'webp'): Promise<Buffer> {
  const frame = { width: 600, height: 300, channels: 3 } as const;
  const [green, red] = [Buffer.from([0, 128, 0]), Buffer.from([255, 0, 0])].map((colour) =>
    Buffer.alloc(frame.width * frame.height * 3, colour),
  ) as [Buffer, Buffer];
  const raw = { ...frame, height: 600, pageHeight: 300 };
  return sharp(Buffer.concat([green, red]), { raw })
    [as]({ loop: 0 })
    .toBuffer();
}

/** 30,000 by 30,000 white pixels in some kilobytes. */
export function bomb(): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(30_000, 0);
  header.writeUInt32BE(30_000, 4);
  header.writeUInt8(1, 8);
  const rows = deflateSync(Buffer.alloc(30_000 * (1 + 30_000 / 8)), { level: 9 });
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
