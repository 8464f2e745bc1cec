// What a browser fetches before the console shows anything, and that no style is missing in it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const root = join(__dirname, '../..');
const built = join(root, 'public/console');
const assets = () => readdirSync(join(built, 'assets'));
const asset = (name: string) => readFileSync(join(built, 'assets', name), 'utf8');
const classes = (text: string) => new Set(text.match(/\bm_[0-9a-f]{6,8}\b/g));

describe('the console as it is built', () => {
  it('is at most 250 KiB gzipped before its first page', () => {
    const first = readFileSync(join(built, 'index.html'), 'utf8').match(/assets\/[^"]+\.(?:js|css)/g)!;
    const sizes = first.map((path) => gzipSync(readFileSync(join(built, path))).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(250 * 1024);
  });

  it('has the styles of every component that it uses', () => {
    const offered = classes(readFileSync(require.resolve('@mantine/core/styles.css'), 'utf8'));
    const used = classes(
      assets()
        .filter((name) => name.endsWith('.js'))
        .map(asset)
        .join(),
    );
    const there = classes(
      assets()
        .filter((name) => name.endsWith('.css'))
        .map(asset)
        .join(),
    );
    expect([...used].filter((name) => offered.has(name) && !there.has(name))).toEqual([]);
  });
});
