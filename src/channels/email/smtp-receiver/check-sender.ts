// SPF, DKIM, ARC and DMARC of a mail that comes to our own receiver, as one header that nobody else can write.
import { Resolver } from 'node:dns/promises';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { domainToASCII } from 'node:url';
import type { AuthenticateResult, DNSResolver } from 'mailauth';
import { isTimeout, withinLimits } from '../../../tools/linked-signal';
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

/** @returns the header, without its line end; undefined while the DNS does not answer */
export type CheckSender = (raw: Buffer, envelope: Envelope) => Promise<string | undefined>;

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
    if (countOf(raw, signatures) > mostSignatures) return header(['dmarc=fail']);
    try {
      // Large: a start without a mail receiver does not wait for it.
      const { authenticate } = await import('mailauth');
      const options = { ip, helo, sender, mta: authservId, resolver: resolve, disableBimi: true };
      const result = await withinLimits({ timeoutMs: checkMs }, () =>
        authenticate(Readable.from(inParts(raw)), options),
      );
      return isNotNow(result) ? undefined : header(resultsOf(result));
    } catch (error) {
      // Whoever writes what cannot be checked is not believed; whose servers are slow tries again.
      return isTimeout(error) ? undefined : header(['dmarc=fail']);
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

/** What failed might pass once the DNS answers. */
function isNotNow({ spf, dkim, dmarc }: AuthenticateResult): boolean {
  if (!dmarc || dmarc.status.result !== 'fail') return dmarc && dmarc.status.result === 'temperror';
  const checks = [...(spf ? [spf] : []), ...(dkim.results ?? []).filter(({ status }) => status.aligned)];
  return checks.some(({ status }) => status.result === 'temperror');
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

/** A mail from several people, or from nobody that can be read, is from none of them for sure (RFC 9989). */
function dmarcOf(from: string[] | string, dmarc: AuthenticateResult['dmarc']): string {
  const [one = '', ...others] = [from].flat();
  const domain = property('header.from', one.split('@').at(-1));
  if (domain === '' || others.length > 0 || !dmarc) return 'dmarc=fail';
  return `dmarc=${word(dmarc.status.result)}${domain}`;
}

const word = (text: unknown): string => String(text).replace(/[^a-z]/gi, '') || 'permerror';

/** Nothing that a sender chose can stand for anything else. */
function property(name: string, domain: string | undefined): string {
  const ascii = domainToASCII((domain ?? '').trim().toLowerCase()).replace(/[^a-z0-9._-]/g, '');
  return ascii ? ` ${name}=${ascii}` : '';
}
