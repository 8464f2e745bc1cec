// Whether a mail is from whom it says: by what the receiving host wrote into it (Authentication-Results, RFC 8601). Pure.
import { domainToASCII } from 'node:url';

/** `pass`: DMARC passed for the From. `fail`: it did not, or the host judged another From. */
export type Verdict = 'pass' | 'fail' | 'unknown';

export interface Judgement {
  verdict: Verdict;
  /** For people, where it is not `pass`. */
  why?: string;
}

/** For a host that names itself in none of its headers: Exchange Online. */
export const unnamedHost = 'microsoft';

/** No host writes a longer one. */
const longest = 20_000;

/**
 * Only the topmost header of the host that the operator named counts: what stands below it may be the sender's.
 * @param authenticationResults values of the headers, topmost first
 * @param authservId as the host writes it, `*.` before a domain for any host of it, or `microsoft`
 */
export function judgeByHeaders(
  authenticationResults: readonly string[],
  authservId: string | undefined,
  fromDomain: string,
): Judgement {
  if (!authservId) return unknown('Nobody has said which server checks the mails of this mailbox.');
  const own = topmost(authenticationResults, authservId.trim().toLowerCase());
  if (!own) return unknown('The receiving server wrote nothing of its checks into this mail.');
  const dmarc = own.results.filter(({ method }) => method === 'dmarc');
  const [first] = dmarc;
  if (!first) return unknown('The receiving server did not check DMARC.');
  if (dmarc.some(({ result }) => result === 'fail'))
    return { verdict: 'fail', why: `The mail is not from ${fromDomain || 'its sender'}: DMARC failed.` };
  // Whatever it found: of another sender it says nothing of this one.
  if (dmarc.some(({ headerFrom }) => headerFrom !== undefined && !sameDomain(headerFrom, fromDomain)))
    return { verdict: 'fail', why: `The receiving server checked another sender than ${fromDomain}.` };
  if (dmarc.every(({ result }) => result === 'pass')) return { verdict: 'pass' };
  return unknown(
    first.result === 'none'
      ? `${fromDomain} says nothing of who may send in its name (no DMARC).`
      : `DMARC could not be checked (${first.result}).`,
  );
}

const unknown = (why: string): Judgement => ({ verdict: 'unknown', why });

const sameDomain = (a: string, b: string): boolean => ascii(a) === ascii(b);

function ascii(domain: string): string {
  const plain = domain.trim().toLowerCase().replace(/\.$/, '').split('@').at(-1)!;
  return domainToASCII(plain) || plain;
}

interface Result {
  method: string;
  result: string;
  headerFrom?: string;
}

interface Header {
  /** Undefined when the host names nobody. */
  authservId?: string;
  results: Result[];
}

function topmost(values: readonly string[], authservId: string): Header | undefined {
  // A host that names itself in none is found by its place alone: it writes above everybody else.
  if (authservId === unnamedHost) {
    const first = parse(values[0] ?? '');
    return first && first.authservId === undefined ? first : undefined;
  }
  return values
    .map(parse)
    .find((header) => header?.authservId !== undefined && isHost(header.authservId, authservId));
}

const isHost = (named: string, wanted: string): boolean =>
  wanted.startsWith('*.') ? named.endsWith(wanted.slice(1)) : named === wanted;

/** Undefined for what no host would write: too long, or a comment or quote without an end. */
function parse(value: string): Header | undefined {
  const parts = plainParts(value);
  if (!parts) return undefined;
  const [head = ''] = parts;
  const isNamed = !head.includes('=');
  const [authservId] = head.trim().toLowerCase().split(/\s+/);
  return {
    ...(isNamed && authservId && { authservId }),
    results: (isNamed ? parts.slice(1) : parts).flatMap((part) => resultOf(part) ?? []),
  };
}

function resultOf(part: string): Result | undefined {
  const [first = '', ...properties] = joined(part).toLowerCase().split(' ');
  const [, method, result] = /^([a-z0-9_-]+)(?:\/\d+)?=([a-z0-9_-]+)$/.exec(first) ?? [];
  if (method === undefined || result === undefined) return undefined;
  const from = properties.find((property) => property.startsWith('header.from='));
  return { method, result, ...(from !== undefined && { headerFrom: from.slice('header.from='.length) }) };
}

/** White space may stand around `=`, `.` and `/`: what belongs together is put together. */
const joined = (part: string): string =>
  part
    .split(/\s+/)
    .filter(Boolean)
    .join(' ')
    .replace(/ ?([=./]) ?/g, '$1');

/**
 * The parts between semicolons, without comments. In quoted text whatever could be taken for structure is made harmless.
 */
function plainParts(value: string): string[] | undefined {
  if (value.length > longest) return undefined;
  const parts = [''];
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < value.length; at++) {
    const isEscaped = value[at] === '\\' && (depth > 0 || isQuoted);
    const char = isEscaped ? (value[++at] ?? '') : value[at]!;
    let out = char;
    if (depth > 0) {
      if (!isEscaped && char === '(') depth += 1;
      if (!isEscaped && char === ')') depth -= 1;
      out = depth > 0 ? '' : ' ';
    } else if (isQuoted) {
      const isEnd = !isEscaped && char === '"';
      if (isEnd) isQuoted = false;
      out = isEnd ? '' : char.replace(/[^\w.@-]/, '_');
    } else if (char === '(') {
      depth = 1;
      out = ' ';
    } else if (char === '"') {
      isQuoted = true;
      out = '';
    } else if (char === ';') {
      parts.push('');
      out = '';
    }
    parts[parts.length - 1] += out;
  }
  return depth > 0 || isQuoted ? undefined : parts;
}
