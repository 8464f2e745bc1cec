// SPF, DKIM, ARC and DMARC of a mail that comes to our own receiver, as one header that nobody else can write.
import { Resolver } from 'node:dns/promises';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { domainToASCII } from 'node:url';
import type { AuthenticateResult, DNSResolver } from 'mailauth';
import { withinLimits } from '../../../tools/linked-signal';
import { countOf } from './received-headers';

export interface Envelope {
  ip: string;
  helo: string;
  /** '' for a bounce. */
  sender: string;
}

export interface CheckSenderDeps {
  /** Under which name the header stands. */
  authservId: string;
  /** DNS; tests give their own. */
  resolve?: DNSResolver;
}

/** @returns the header, without its line end */
export type CheckSender = (raw: Buffer, envelope: Envelope) => Promise<string>;

const checkMs = 20_000;
/** Each costs a look into the DNS and a signature: a mail may not ask for any number of them. */
const mostSignatures = 20;
const signatures = ['dkim-signature', 'arc-seal', 'arc-message-signature'];
/** Bytes that are hashed before others get a turn. */
const hashedInOneGo = 256 * 1024;

export function createCheckSender({ authservId, resolve = dns() }: CheckSenderDeps): CheckSender {
  return async (raw, { ip, helo, sender }) => {
    const header = (results: readonly string[]) =>
      `Authentication-Results: ${[authservId, ...results].join('; ')}`;
    if (countOf(raw, signatures) > mostSignatures) return header(['dmarc=permerror']);
    try {
      // Large: a start without a mail receiver does not wait for it.
      const { authenticate } = await import('mailauth');
      const options = { ip, helo, sender, mta: authservId, resolver: resolve, disableBimi: true };
      const result = await withinLimits({ timeoutMs: checkMs }, () =>
        authenticate(Readable.from(inParts(raw)), options),
      );
      return header(resultsOf(result));
    } catch {
      return header(['dmarc=temperror']);
    }
  };
}

function dns(): DNSResolver {
  const resolver = new Resolver({ timeout: 3_000, tries: 2 });
  return (name, type) => resolver.resolve(name, type) as Promise<string[][] | string[]>;
}

async function* inParts(raw: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < raw.length; at += hashedInOneGo) {
    yield raw.subarray(at, at + hashedInOneGo);
    await setImmediate();
  }
}

function resultsOf({ spf, dkim, arc, dmarc }: AuthenticateResult): string[] {
  return [
    ...(spf ? [`spf=${word(spf.status.result)}${property('smtp.mailfrom', spf.domain)}`] : []),
    ...(dkim.results ?? []).map(
      ({ status, signingDomain }) => `dkim=${word(status.result)}${property('header.d', signingDomain)}`,
    ),
    ...(arc && arc.status.result !== 'none' ? [`arc=${word(arc.status.result)}`] : []),
    dmarcOf(dkim.headerFrom ?? [], dmarc),
  ];
}

/** A mail from several people is from none of them for sure (RFC 9989). */
function dmarcOf(from: string[] | string, dmarc: AuthenticateResult['dmarc']): string {
  const all = [from].flat();
  if (all.length > 1) return 'dmarc=fail';
  if (all.length === 0 || !dmarc) return 'dmarc=permerror';
  return `dmarc=${word(dmarc.status.result)}${property('header.from', all[0]!.split('@').at(-1))}`;
}

const word = (text: unknown): string => String(text).replace(/[^a-z]/gi, '') || 'permerror';

/** Nothing that a sender chose can stand for anything else. */
function property(name: string, domain: string | undefined): string {
  const ascii = domainToASCII((domain ?? '').trim().toLowerCase()).replace(/[^a-z0-9._-]/g, '');
  return ascii ? ` ${name}=${ascii}` : '';
}
