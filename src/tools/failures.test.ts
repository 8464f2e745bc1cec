import { DomainError } from '../errors';
import { attemptEach } from './failures';

test('All are tried, whatever becomes of the one before; the first failure is told at the end', async () => {
  const tried: number[] = [];
  const work = async (n: number) => {
    tried.push(n);
    if (n === 1) throw new DomainError('conflict', 'Somebody was faster.');
    if (n > 2) throw new Error(`no ${n}`);
  };
  await expect(attemptEach([1, 2, 3, 4, 5], work)).rejects.toMatchObject({
    message: '3 of them failed; the first is the cause',
    cause: new Error('no 3'),
  });
  expect(tried).toEqual([1, 2, 3, 4, 5]);
  await attemptEach([1, 2], work);
});
