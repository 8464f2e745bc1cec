import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { looksLikeRequest, readWeights, unlearned, weightsFile } from './classifier';

it('reads what was learned', () => {
  expect(unlearned).toBeUndefined();
  expect(looksLikeRequest('could you put somebody real on the line for me please')).toBe(true);
  expect(looksLikeRequest('How long does a refund take?')).toBe(false);
});

it('says why it has learned nothing where the file is missing, a folder, or not whole', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-weights-'));
  const [missing, cut] = [join(folder, 'missing.bin'), join(folder, 'cut.bin')];
  writeFileSync(cut, readFileSync(weightsFile).subarray(0, 500));
  const because = 'requests for a person are understood by rules alone.';
  expect(readWeights(missing)).toEqual({ reason: `The file ${missing} cannot be read (ENOENT): ${because}` });
  expect(readWeights(folder)).toEqual({ reason: `The file ${folder} cannot be read (EISDIR): ${because}` });
  expect(readWeights(cut)).toEqual({ reason: `The file ${cut} has 500 bytes and not 524296: ${because}` });
  expect(readWeights(weightsFile)).toMatchObject({ ofBuckets: expect.any(Int8Array) as Int8Array });
});
