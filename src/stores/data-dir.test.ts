import { tmpdir } from 'node:os';
import { refuseFullDisk } from './data-dir';

it('says of a disk without room how much is left, and nothing of one with room', async () => {
  await expect(refuseFullDisk(tmpdir(), 0)).resolves.toBeUndefined();
  await expect(refuseFullDisk(tmpdir(), Infinity)).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringMatching(/^The disk of DATA_DIR is full: \d+ MB are left\.$/) as string,
  });
});
