// The REST API as the admin of a server that is killed now and then.
import type { FakeWhatsApp } from '../../test/dev-env/fake-whatsapp';
import type { KillableServer } from './server';

export type Ask = <T>(method: string, path: string, body?: object) => Promise<T>;

/** @returns an access token */
export async function signIn({ url, email, password }: KillableServer): Promise<string> {
  const { accessToken } = await asking(url)<{ accessToken: string }>('POST', 'auth/login', {
    email,
    password,
  });
  return accessToken;
}

export const asAdmin = async (server: KillableServer): Promise<Ask> =>
  asking(server.url, await signIn(server));

function asking(url: string, token = ''): Ask {
  return async (method, path, body) => {
    const response = await fetch(`${url}/api/v1/${path}`, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return JSON.parse(await response.text()) as never;
  };
}

/** Connects the number; the path of its webhook. */
export async function connectNumber(ask: Ask, { config }: FakeWhatsApp): Promise<string> {
  const channel = { name: 'WhatsApp', type: 'whatsapp', config };
  const { id } = await ask<{ id: string }>('POST', 'channels', channel);
  return `/webhooks/whatsapp/${id}`;
}
