// The REST API as the admin of a server that is killed now and then.
import type { FakeWhatsApp } from '../../test/dev-env/fake-whatsapp';
import type { KillableServer } from './server';

export type Ask = <T>(method: string, path: string, body?: object) => Promise<T>;

export async function asAdmin({ url, email, password }: KillableServer): Promise<Ask> {
  let token = '';
  const ask: Ask = async (method, path, body) => {
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
  const { accessToken } = await ask<{ accessToken: string }>('POST', 'auth/login', { email, password });
  token = accessToken;
  return ask;
}

/** Connects the number; the path of its webhook. */
export async function connectNumber(ask: Ask, { config }: FakeWhatsApp): Promise<string> {
  const channel = { name: 'WhatsApp', type: 'whatsapp', config };
  const { id } = await ask<{ id: string }>('POST', 'channels', channel);
  return `/webhooks/whatsapp/${id}`;
}
