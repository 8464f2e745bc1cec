import { readableAccent } from './accent';

test.each(['#000000', '#1f5c4a', '#2456b8'])('%s carries white text already and stays as it is', (colour) => {
  expect(readableAccent(colour)).toBe(colour);
});

test.each(['#ffff00', '#ffffff', '#7fd4ff'])(
  '%s is darkened until white text on it has contrast 4.5',
  (colour) => {
    const dark = readableAccent(colour);
    expect(dark).toMatch(/^#[0-9a-f]{6}$/);
    expect(dark).not.toBe(colour);
    expect(readableAccent(dark)).toBe(dark);
  },
);
