import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { animation, bomb, photo, sharpForTests } from '../../test/dev-env/pictures';
import type { Log } from '../log';
import { createPreviews, type Previews, type PreviewLimits } from './previews';

const sharp = sharpForTests();
if (!sharp) console.warn('Skipped: previews of pictures (the optional package sharp cannot be loaded).');

/** What was logged, by level. */
function listening() {
  const said: string[] = [];
  const at = (level: string) => (_: object, words: string) => void said.push(`${level}: ${words}`);
  return { said, log: { warn: at('warn'), debug: at('debug') } as unknown as Log };
}

(sharp ? describe : describe.skip)('the preview of a picture', () => {
  let folder: string;
  let previews: Previews;
  const { said, log } = listening();
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-previews-'));
    previews = createPreviews(log);
  });
  afterAll(async () => {
    await previews.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function placed(bytes: Buffer | string): Promise<string> {
    const path = join(folder, 'picture');
    await writeFile(path, bytes);
    return path;
  }
  async function previewOf(bytes: Buffer | string, mediaType: string, by = previews) {
    return (await by.begin(await placed(bytes), mediaType)).made;
  }
  const limited = async (limits: PreviewLimits) => {
    const heard = listening();
    const by = createPreviews(heard.log, limits);
    const made = await previewOf(await photo(sharp!), 'image/jpeg', by);
    await by.close();
    return { made, said: heard.said };
  };

  it('stands as the camera was held, is a WebP within 480 pixels, and does not say where it was taken', async () => {
    const original = await photo(sharp!);
    expect((await sharp!(original).metadata()).exif!.includes('GPS') || original.includes('Exif')).toBe(true);
    const { width, height, bytes } = (await previewOf(original, 'image/jpeg'))!;
    expect({ width, height }).toEqual({ width: 1000, height: 1600 });
    const { format, exif, xmp, orientation, ...seen } = await sharp!(bytes).metadata();
    expect([format, exif, xmp, orientation, seen.width, seen.height]).toEqual([
      'webp',
      undefined,
      undefined,
      undefined,
      300,
      480,
    ]);
    // A quarter turned right: what was on the left is above.
    const { data } = await sharp!(bytes).raw().toBuffer({ resolveWithObject: true });
    expect([data[0]! > 200, data[2]! < 60]).toEqual([true, true]);
    expect([data.at(-3)! < 60, data.at(-1)! > 200]).toEqual([true, true]);
  });

  it.each(['gif', 'webp'] as const)('is the first frame of an animated %s', async (kind) => {
    const made = (await previewOf(await animation(sharp!, kind), `image/${kind}`))!;
    expect([made.width, made.height]).toEqual([600, 300]);
    const { pages = 1, width, height } = await sharp!(made.bytes).metadata();
    expect([pages, width, height]).toEqual([1, 480, 240]);
    const { data } = await sharp!(made.bytes).raw().toBuffer({ resolveWithObject: true });
    expect([data[0]! < 60, data[1]! > 90]).toEqual([true, true]);
  });

  it('is no larger than the picture', async () => {
    const tiny = await sharp!({ create: { width: 20, height: 10, channels: 4, background: '#0000' } })
      .png()
      .toBuffer();
    const { width, height, bytes } = (await previewOf(tiny, 'image/png'))!;
    const seen = await sharp!(bytes).metadata();
    expect([width, height, seen.width, seen.height, seen.hasAlpha]).toEqual([20, 10, 20, 10, true]);
  });

  it('is not made of a bomb, of half a picture, of words or of an SVG, whatever they are called', async () => {
    const large = bomb();
    expect(large.length).toBeLessThan(200_000);
    const whole = await photo(sharp!);
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>';
    for (const [bytes, mediaType] of [
      [large, 'image/png'],
      [whole.subarray(0, whole.length / 2), 'image/jpeg'],
      [Buffer.alloc(3_000, 'x'), 'image/png'],
      [svg, 'image/png'],
      [svg, 'image/svg+xml'],
      [whole, 'application/pdf'],
    ] as const)
      expect(await previewOf(bytes, mediaType)).toBeUndefined();
    expect(said.filter((words) => words.startsWith('warn'))).toEqual([]);
    expect(await previewOf(whole, 'image/jpeg')).toBeDefined();
  });

  it('is not made where it takes too long or too much memory, and that is no fault', async () => {
    const none = { made: undefined, said: ['debug: could not make the preview of a picture'] };
    expect(await limited({ timeMs: 1 })).toEqual(none);
    expect(await limited({ memoryMb: 1 })).toEqual(none);
  });

  it('is made of a file that was moved or removed meanwhile', async () => {
    const path = await placed(await photo(sharp!));
    const [first, second] = [
      await previews.begin(path, 'image/jpeg'),
      await previews.begin(path, 'image/jpeg'),
    ];
    await rm(path);
    expect([(await first.made)?.height, (await second.made)?.height]).toEqual([1600, 1600]);
  });

  it('is for those whose turn comes: a long line gets none, and a stop ends it', async () => {
    const by = createPreviews(log, { waiting: 2 });
    const path = await placed(await photo(sharp!));
    const all = [];
    for (let n = 0; n < 5; n += 1) all.push((await by.begin(path, 'image/jpeg')).made);
    expect(await Promise.all(all.slice(3))).toEqual([undefined, undefined]);
    await by.close();
    expect(await Promise.all(all.slice(1, 3))).toEqual([undefined, undefined]);
    expect(await (await by.begin(path, 'image/jpeg')).made).toBeUndefined();
  });
});

it('without sharp there are none, and the log says so once', async () => {
  const { said, log } = listening();
  const previews = createPreviews(log, { from: join(tmpdir(), 'nothing-is-here.js') });
  for (let n = 0; n < 3; n += 1)
    expect(await (await previews.begin(__filename, 'image/png')).made).toBeUndefined();
  expect(said).toEqual(['warn: pictures get no previews: the optional package sharp cannot be loaded']);
  await previews.close();
});

it('the process that opens pictures is told no secrets of the server', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-no-sharp-'));
  const inside = join(folder, 'node_modules', 'sharp');
  await mkdir(inside, { recursive: true });
  const source = `throw new Error('told: ' + Object.keys(process.env).join());`;
  await writeFile(join(inside, 'index.js'), source);
  const reasons: unknown[] = [];
  const log = { warn: ({ reason }: { reason: string }) => reasons.push(reason) } as unknown as Log;
  const previews = createPreviews(log, { from: join(folder, 'a.js') });
  await (
    await previews.begin(__filename, 'image/png')
  ).made;
  expect(reasons).toEqual(['told: ']);
  await rm(folder, { recursive: true });
});
