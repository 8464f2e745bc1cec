// What we write on top of a mail that comes to our own receiver, and what of others' may not stay in it.
/** Larger than the headers of any mail that a person sends. */
const mostHeaderBytes = 512 * 1024;
/** As whoever reads and checks a mail finds it. */
const headerEnd = /\r?\n\r?\n/;
const forged = /^(?:authentication-results|return-path)[ \t]*:/i;

/** Where the headers end; undefined when they are too large to be believed. */
export function endOfHeaders(raw: Buffer): number | undefined {
  const text = raw.subarray(0, mostHeaderBytes).toString('latin1');
  const end = headerEnd.exec(text)?.index;
  if (end !== undefined) return end;
  return raw.length < mostHeaderBytes ? raw.length : undefined;
}

/** What is no line end to one reader of mail, and one to another: no headers are certain with it. */
export const hasBareReturn = (raw: Buffer): boolean =>
  /\r(?!\n)/.test(raw.subarray(0, endOfHeaders(raw)).toString('latin1'));

/** How many headers have one of these names. */
export function countOf(raw: Buffer, names: readonly string[]): number {
  const lines = linesOf(raw);
  return lines.filter((line) => names.includes(line.split(':', 1)[0]!.trim().toLowerCase())).length;
}

/**
 * The mail under our own headers. What others say of their checks is gone: who may be believed in a mail that came over
 * another server is not known here. Nothing in it tells one delivery from its repetition.
 */
export function withOwnHeaders(raw: Buffer, own: readonly string[]): Buffer {
  const end = endOfHeaders(raw) ?? 0;
  const lines = linesOf(raw);
  let isDropped = false;
  const kept = lines.filter((line) => {
    const isContinued = /^[ \t]/.test(line);
    if (!isContinued) isDropped = forged.test(line);
    return !isDropped;
  });
  const head = kept.length === lines.length ? raw.subarray(0, end) : Buffer.from(kept.join('\r\n'), 'latin1');
  return Buffer.concat([Buffer.from(own.map((line) => `${line}\r\n`).join('')), head, raw.subarray(end)]);
}

const linesOf = (raw: Buffer): string[] =>
  raw.subarray(0, endOfHeaders(raw)).toString('latin1').split(/\r?\n/);
