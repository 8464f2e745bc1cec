// The address of a page as it may be told and kept: without what only its visitor should know. Pure; for the widget and the server.

/** Of what is kept. */
export const longestPageAddress = 500;
export const longestPageTitle = 200;

const hidden = '***';
const secretName =
  /token|secret|passw|auth|session|jwt|nonce|ticket|credential|mail|phone|invit|reset|verif|api_?key|(?:^|[^a-z])(?:code|key|pwd|sid|sig|hash|otp|pin|state)(?:$|[^a-z])/i;
const longestValue = 100;

/**
 * Of an http or https address: origin and path, and what follows a `#/` as single-page sites have it, where parts that look
 * like keys are `***`; the query, where values that look like secrets are. Undefined for every other address.
 */
export function pageAddress(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, origin, pathname, searchParams, hash } = new URL(address);
  if (protocol !== 'http:' && protocol !== 'https:') return undefined;
  const page = origin + plainPath(pathname);
  const whole = page + plainQuery(searchParams) + plainPath(/^#!?\/[^?&=]*/.exec(hash)?.[0] ?? '');
  return [whole, page].find(({ length }) => length <= longestPageAddress) ?? origin;
}

/** Of the page that led here; undefined where that is the same site, or none of the web. */
export function foreignOrigin(address: string, own: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, origin } = new URL(address);
  return /^https?:$/.test(protocol) && !(URL.canParse(own) && new URL(own).origin === origin)
    ? origin
    : undefined;
}

const plainPath = (path: string): string =>
  path
    .split('/')
    .map((part) => (isMadeUp(part) || part.includes('@') ? hidden : part))
    .join('/');

function plainQuery(asked: URLSearchParams): string {
  const plain = new URLSearchParams();
  for (const [name, value] of asked)
    plain.append(isMadeUp(name) ? hidden : name, isPlain(name, value) ? value : hidden);
  return plain.size > 0 ? `?${plain}` : '';
}

const isPlain = (name: string, value: string): boolean =>
  !secretName.test(name) && !isMadeUp(value) && !value.includes('@') && value.length <= longestValue;

/** What programs make and nobody says: keys, hashes, tokens. The parts of a UUID are shorter. */
const isMadeUp = (text: string): boolean =>
  /eyJ[\w-]{8}/.test(text) ||
  (text.match(/[a-z\d]{20,}/gi) ?? []).some((run) => /\d/.test(run) && /[a-z]/i.test(run));
