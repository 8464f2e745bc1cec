import { contrastWithWhite, darkened } from './accent';

describe('the accent', () => {
  it('is darkened until white text on it can be read, and left alone when it can', () => {
    expect(contrastWithWhite([255, 255, 255])).toBeCloseTo(1);
    for (const color of [
      [255, 220, 0],
      [120, 200, 255],
      [255, 255, 255],
    ] as Array<[number, number, number]>) {
      expect(contrastWithWhite(darkened(color))).toBeGreaterThanOrEqual(4.5);
    }
    expect(darkened([47, 85, 200])).toEqual([47, 85, 200]);
  });
});
