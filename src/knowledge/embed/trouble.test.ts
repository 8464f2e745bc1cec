import { DomainError } from '../../errors';
import { sentenceOf } from './error-sentence';

test('People read a sentence of ours, whatever a library threw', async () => {
  const timeout: unknown = await new Promise((resolve) => {
    const signal = AbortSignal.timeout(1);
    signal.addEventListener('abort', () => resolve(signal.reason));
  });
  expect(sentenceOf(timeout)).toBe('The embedder did not answer in time.');
  expect(sentenceOf(new DomainError('unavailable', 'The embeddings server answered 500.'))).toBe(
    'The embeddings server answered 500.',
  );
  for (const raw of [new TypeError("Cannot read 'x' of undefined"), 'gone', undefined, null]) {
    expect(sentenceOf(raw)).toBe('Texts could not be turned into vectors. The log says why.');
  }
});
