import { DomainError } from '../../errors';

/** Trouble with an embedder as people read it in the knowledge status: a sentence of ours, never a library's words. */
export function sentenceOf(error: unknown): string {
  if (error instanceof DomainError) return error.message;
  const { name } = (error ?? {}) as { name?: unknown };
  if (name === 'TimeoutError' || name === 'AbortError') return 'The embedder did not answer in time.';
  return 'Texts could not be turned into vectors. The log says why.';
}
