// What a channel takes of files: data of the channel.
import { DomainError } from '../errors';

export interface FileLimit {
  /** For people, in the plural. */
  kind: string;
  /** Without them: everything else. */
  mediaTypes?: readonly string[];
  maxBytes: number;
}

/** A channel, as far as files go. */
export interface FileTaker {
  name: string;
  /** The special ones first. */
  files: readonly FileLimit[];
  /** Of all files of one message, bytes; where it is unset each file is a message of its own. */
  togetherBytes?: number;
}

const kibibyte = 1024;
export const mebibyte = 1024 * kibibyte;
export const maxFileBytes = 10 * mebibyte;

/** Where nobody says which channel a file is for. */
export const anyChannel: FileTaker = { name: 'Parley', files: [{ kind: 'files', maxBytes: maxFileBytes }] };

interface Measured {
  mediaType: string;
  size: number;
}

const isNamed = ({ mediaTypes }: FileLimit, { mediaType }: Measured) =>
  mediaTypes?.includes(mediaType) ?? true;

/** The first that the file fits: a picture that is too large for a picture may still be a document. */
export function fittingLimit<Limit extends FileLimit>(
  limits: readonly Limit[],
  file: Measured,
): Limit | undefined {
  return limits.find((limit) => isNamed(limit, file) && file.size <= limit.maxBytes);
}

/** @throws `too_large`, `invalid` (a kind that it does not take) */
export function refuseUnfit({ name, files }: FileTaker, file: Measured): void {
  if (fittingLimit(files, file)) return;
  const widest = files.findLast((limit) => isNamed(limit, file));
  if (widest)
    throw new DomainError(
      'too_large',
      `${name} takes ${widest.kind} of at most ${inWords(widest.maxBytes)}.`,
    );
  const kinds = files.map(({ kind }) => kind).join(', ');
  throw new DomainError('invalid', `${name} takes no such file (${file.mediaType}), only ${kinds}.`);
}

/** @throws `too_large` */
export function refuseTogether({ name, togetherBytes }: FileTaker, files: readonly Measured[]): void {
  if (togetherBytes === undefined || files.length < 2) return;
  const sum = files.reduce((bytes, { size }) => bytes + size, 0);
  if (sum > togetherBytes)
    throw new DomainError(
      'too_large',
      `${name} takes files of at most ${inWords(togetherBytes)} together in one message: these have ${inWords(sum)}.`,
    );
}

function inWords(bytes: number): string {
  return bytes < mebibyte ? `${Math.round(bytes / kibibyte)} KB` : `${Math.round(bytes / mebibyte)} MB`;
}
