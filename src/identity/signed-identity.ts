// A JWT by which an organization's own backend vouches for its customer. Who it is must be right; what else it says
// and cannot be used is left out, and said.
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import { DomainError } from '../errors';
import { cleanText } from '../protocol/text';
import { sha256 } from './secrets';
import type { SignedIdentity } from './store';
import { hmacKey } from './tokens';

/** Clocks of two servers differ. */
const earlySeconds = 60;

const claims = z.object({
  sub: z
    .union([z.string(), z.number().refine(Number.isSafeInteger)])
    .transform((sub) => String(sub).trim())
    // Nothing is cleaned away: two subjects must not become one.
    .pipe(z.string().regex(/^\P{Cc}{1,255}$/u)),
  exp: z.number().max(8.64e12),
  nbf: z.number().optional(),
});

const line = (longest: number) => z.string().transform(cleanText).pipe(z.string().trim().min(1).max(longest));

const attributes = {
  email: z.email('is not an e-mail address').max(255),
  name: line(200),
  phone: line(50),
};
type Attribute = keyof typeof attributes;

export interface IdentityIssue {
  path: string;
  message: string;
}

export interface ReadIdentity {
  identity: SignedIdentity;
  /** Milliseconds since 1970. */
  expiresAt: number;
  /** Attributes that were left out, and why. */
  issues: IdentityIssue[];
}

/**
 * @param secret the channel's `config.identitySecret`; without one, every identity is refused.
 * @throws `unauthenticated`
 */
export function readIdentity(secret: unknown, token: string): ReadIdentity {
  if (typeof secret !== 'string' || secret === '') throw refusedIdentity();
  const payload = verified(token, secret);
  const who = claims.safeParse(payload);
  if (!who.success || (who.data.nbf ?? 0) > Date.now() / 1000 + earlySeconds) throw refusedIdentity();
  const issues: IdentityIssue[] = [];
  const known: Partial<Record<Attribute, string>> = {};
  for (const path of Object.keys(attributes) as Attribute[]) {
    const value = (payload as Partial<Record<Attribute, unknown>>)[path];
    if (value === undefined) continue;
    const parsed = attributes[path].safeParse(value);
    if (parsed.success) known[path] = parsed.data;
    else issues.push({ path, message: `${parsed.error.issues[0]!.message}; it was left out` });
  }
  if (known.email) known.email = known.email.toLowerCase();
  return { identity: { externalId: who.data.sub, ...known }, expiresAt: who.data.exp * 1000, issues };
}

/** What a sign-in carries of the secret that signed it. Of 256 bits hashed and cut, so it tells nothing. */
export function secretStamp(secret: unknown): string {
  return typeof secret === 'string' && secret !== '' ? sha256(secret).slice(0, 16) : '';
}

/** `nbf` is looked at by us. */
function verified(token: string, secret: string): unknown {
  try {
    return jwt.verify(token, hmacKey(secret), { algorithms: ['HS256'], ignoreNotBefore: true });
  } catch {
    return undefined;
  }
}

function refusedIdentity(): DomainError {
  return new DomainError('unauthenticated', 'The signed identity is wrong or expired.');
}
