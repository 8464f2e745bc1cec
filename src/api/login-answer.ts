// What whoever came in gets: the access token in the body, the refresh token in a cookie that no script can read.
import { stringifySetCookie } from 'cookie';
import type { Audit } from '../audit/audit';
import { refreshTokenSeconds, type Login } from '../identity/begin-login';
import { presentPerson } from './present';
import { Answer, type OpenCall } from './http/route';

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

interface Entry {
  audit: Pick<Audit, 'record'>;
  action: 'auth.login' | 'auth.join' | 'auth.reset';
  login: Login;
}

/** Nobody was signed in before: the audit log learns by this who it is. */
export async function enter({ audit, action, login }: Entry, call: OpenCall) {
  const { organizationId, userId, email } = login.person;
  await audit.record({
    organizationId,
    actor: { kind: 'user', id: userId, name: email },
    action,
    resource: 'auth',
    ipAddress: call.address,
    ...(call.userAgent && { userAgent: call.userAgent }),
  });
  return loginAnswer(login, call);
}
