// Who a mail is from and to: the fields as programs really write them -> addresses that can be written to.
import { domainToASCII } from 'node:url';
import addressparser from 'nodemailer/lib/addressparser';
import { decodeEightBit, decodeText, oneLine, type Decoding } from './header-fields';
import type { MailAddress } from './mail';
import { trimmed } from './trimmed';

export const mostAddresses = 100;
const longestField = 32 * 1024;

/** Those that can be used, each once. */
export function readAddresses(fields: string[], decoding: Decoding): MailAddress[] {
  const found = new Map<string, MailAddress>();
  for (const field of fields) {
    for (const entry of parsed(field.slice(0, longestField), decoding)) {
      if (found.size >= mostAddresses) return [...found.values()];
      if (!found.has(entry.address)) found.set(entry.address, entry);
    }
  }
  return [...found.values()];
}

function parsed(field: string, decoding: Decoding): MailAddress[] {
  const text = decodeEightBit(field, decoding);
  const entries = addressparser(text, { flatten: true }).flatMap((entry) => {
    const named = decodeText(entry.name ?? '', decoding);
    const address = usableAddress(entry.address ?? '');
    if (address) return [withName(address, named)];
    return fromText(`${named} ${entry.address ?? ''}`);
  });
  // All of it was encoded as if it were a name, or its quotes and brackets do not close.
  return entries.length ? entries : fromText(decodeText(text, decoding));
}

/** The first address that stands somewhere in a text, the rest as its name. */
function fromText(text: string): MailAddress[] {
  const match = /<?([^\s<>"',;:()[\]]{1,64}@[^\s<>"',;:()[\]]{1,255})>?/.exec(text);
  const address = match && usableAddress(match[1]!);
  if (!match || !address) return [];
  return [withName(address, text.slice(0, match.index))];
}

function withName(address: string, given: string): MailAddress {
  const name = trimmed(oneLine(given, 200), /["'<>\s]/);
  return name && name.toLowerCase() !== address ? { address, name } : { address };
}

/** Lower case, the domain as DNS writes it; undefined where nobody could write to it. */
export function usableAddress(given: string): string | undefined {
  const text = trimmed(given, /[<>\s]/).replace(/^mailto:/i, '');
  const at = text.lastIndexOf('@');
  if (at < 1 || text.length > 320) return undefined;
  const local = text.slice(0, at).toLowerCase();
  const domain = domainToASCII(text.slice(at + 1).replace(/\.$/, '')).toLowerCase();
  const address = `${local}@${domain}`;
  if (address.length > 254 || !isLocalPart(local) || !isDomain(domain)) return undefined;
  return address;
}

const isLocalPart = (local: string) =>
  local.length <= 64 && /^(?:[^\s\p{Cc}@<>()[\]\\,;:"]+|"[^\p{Cc}"\\<>]+")$/u.test(local);
const isDomain = (domain: string) =>
  /^(?:[a-z0-9_](?:[a-z0-9_-]{0,62})\.)*[a-z0-9](?:[a-z0-9-]{0,62})$/.test(domain) ||
  /^\[[0-9a-f.:]+\]$/.test(domain);
