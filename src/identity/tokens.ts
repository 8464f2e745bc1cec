// JWTs: the algorithm is pinned, the audience is checked, and what is inside goes through a schema.
import { createSecretKey } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import { DomainError } from '../errors';
import { passwordStamp } from './passwords';
import type { Account } from './store';
import { say } from '../protocol/server-texts/said';

const audience = 'parley:agent';
export const accessTokenSeconds = 15 * 60;

const accessClaims = z.object({ sub: z.uuid(), org: z.uuid(), pwd: z.string(), exp: z.number() });

type Owner = Pick<Account, 'userId' | 'organizationId' | 'passwordHash'>;

export function signAccessToken(secret: string, { userId, organizationId, passwordHash }: Owner): string {
  return jwt.sign({ org: organizationId, pwd: passwordStamp(passwordHash) }, hmacKey(secret), {
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

/** Of a bare string jsonwebtoken tries to read a key file first, which takes fifty times as long as the signature. */
export const hmacKey = (secret: string) => createSecretKey(Buffer.from(secret));

/** The payload, or undefined: `exp` that is missing is left to the schemas. */
function verified(token: string, secret: string, expectedAudience: string): unknown {
  try {
    return jwt.verify(token, hmacKey(secret), { algorithms: ['HS256'], audience: expectedAudience });
  } catch {
    return undefined;
  }
}

export function unauthenticated(): DomainError {
  return new DomainError('unauthenticated', say('token_wrong'));
}
