// What whoever came in gets: the access token in the body, the refresh token in a cookie that no script can read.
import { stringifySetCookie } from 'cookie';
import type { Audit } from '../audit/audit';
import { refreshTokenSeconds, type Login } from '../identity/begin-login';
import { presentPerson } from './present';
import { Answer, type OpenCall } from './route';

export const refreshCookie = 'parley_refresh';

export function loginAnswer(login: Login, call: OpenCall) {
  const { accessToken, expiresIn, person, refreshToken } = login;
  return new Answer(
    { accessToken, expiresIn, ...presentPerson(person) },
    { 'Set-Cookie': setCookie(refreshToken, refreshTokenSeconds, call) },
  );
}

export function setCookie(value: string, maxAge: number, { secure }: OpenCall): string {
  return stringifySetCookie({
    name: refreshCookie,
    value,
    path: '/api/v1/auth',
    httpOnly: true,
    sameSite: 'strict',
    maxAge,
    secure,
  });
}

/** Nobody is signed in before it: the audit log learns by this who it was. */
// eslint-disable-next-line max-params -- the record, what happened, and to whom
export function recordEntry(
  audit: Pick<Audit, 'record'>,
  action: 'auth.login' | 'auth.join' | 'auth.reset',
  { person: { organizationId, userId, email } }: Login,
  { address, userAgent }: OpenCall,
): Promise<void> {
  return audit.record({
    organizationId,
    actor: { kind: 'user', id: userId, name: email },
    action,
    resource: 'auth',
    ipAddress: address,
    ...(userAgent && { userAgent }),
  });
}
