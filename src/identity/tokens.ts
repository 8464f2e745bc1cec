// JWTs: the algorithm is pinned, the audience is checked, and what is inside goes through a schema.
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import { DomainError } from '../errors';
import { passwordStamp } from './passwords';
import type { Account, SignedIdentity } from './store';

const audience = 'parley:agent';
export const accessTokenSeconds = 15 * 60;

const accessClaims = z.object({ sub: z.uuid(), org: z.uuid(), pwd: z.string(), exp: z.number() });

const identityClaims = z.object({
  sub: z.string().trim().min(1).max(255),
  exp: z.number(),
  email: z.email().max(255).optional(),
  name: z.string().trim().min(1).max(200).optional(),
  phone: z.string().trim().min(1).max(50).optional(),
});

type Owner = Pick<Account, 'userId' | 'organizationId' | 'passwordHash'>;

export function signAccessToken(secret: string, { userId, organizationId, passwordHash }: Owner): string {
  return jwt.sign({ org: organizationId, pwd: passwordStamp(passwordHash) }, secret, {
    algorithm: 'HS256',
    subject: userId,
    audience,
    expiresIn: accessTokenSeconds,
  });
}

/** @throws `unauthenticated` for whatever is not a valid access token of ours. */
export function readAccessToken(
  secret: string,
  token: string,
): { userId: string; organizationId: string; stamp: string } {
  const claims = accessClaims.safeParse(verified(token, secret, audience));
  if (!claims.success) throw unauthenticated();
  const { sub, org, pwd } = claims.data;
  return { userId: sub, organizationId: org, stamp: pwd };
}

/**
 * A JWT by which an organization's own backend vouches for its customer.
 * @param secret the channel's `config.identitySecret`; without one, every identity is refused.
 * @throws `unauthenticated`
 */
export function readIdentity(secret: unknown, token: string): SignedIdentity {
  if (typeof secret !== 'string' || secret === '') throw refusedIdentity();
  const claims = identityClaims.safeParse(verified(token, secret));
  if (!claims.success) throw refusedIdentity();
  const { sub, email, name, phone } = claims.data;
  return {
    externalId: sub,
    ...(email && { email: email.toLowerCase() }),
    ...(name && { name }),
    ...(phone && { phone }),
  };
}

/** The payload, or undefined: `exp` that is missing is left to the schemas. */
function verified(token: string, secret: string, expectedAudience?: string): unknown {
  try {
    return jwt.verify(token, secret, {
      algorithms: ['HS256'],
      ...(expectedAudience && { audience: expectedAudience }),
    });
  } catch {
    return undefined;
  }
}

export function unauthenticated(): DomainError {
  return new DomainError('unauthenticated', 'Sign in: the token is missing, wrong or expired.');
}

function refusedIdentity(): DomainError {
  return new DomainError('unauthenticated', 'The signed identity is wrong or expired.');
}
