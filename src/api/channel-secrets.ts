// The stored secrets of a channel: masked on every read, kept when they come back masked, and sent only to the host that they were given for.
import { isDeepStrictEqual } from 'node:util';
import { DomainError } from '../errors';
import type { Principal } from '../identity/principal';
import { graphBaseUrl, mask, secretFields } from '../protocol/channels';
import { requireAll } from './rights';

type Config = Record<string, unknown>;

/**
 * The config with every masked secret replaced by the stored one; a mask without one is left out, and then missed.
 * @throws `invalid` when a masked secret would go to another host: whoever may write settings need not know it
 */
export function unmasked(config: Config, stored: Config): Config {
  const moved = Object.entries(destinations).flatMap(([path, hostOf]) => {
    const isMoved =
      valueAt(config, path) === mask &&
      valueAt(stored, path) !== undefined &&
      hostOf(config) !== hostOf(stored);
    return isMoved ? [{ path: `config.${path}`, message: 'must be given anew: its host has changed' }] : [];
  });
  if (moved.length === 0) return filled(config, stored);
  throw new DomainError('invalid', 'A stored secret is not sent to another host.', { errors: moved });
}

/** Where each secret that leaves this server goes. */
const destinations: Record<string, (config: Config) => string> = {
  'smtp.pass': (config) => hostAt(config, 'smtp.host'),
  'imap.pass': (config) => hostAt(config, 'imap.host'),
  accessToken: (config) => withoutSlash(String(config['graphBaseUrl'] ?? graphBaseUrl)),
};

const withoutSlash = (address: string) => (address.endsWith('/') ? address.slice(0, -1) : address);

const hostAt = (config: Config, path: string) => String(valueAt(config, path) ?? '').toLowerCase();

function valueAt(config: Config, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (part, key) => (isRecord(part) && Object.hasOwn(part, key) ? part[key] : undefined),
      config,
    );
}

function filled(config: Config, stored: Config): Config {
  const entries = Object.entries(config).map(([key, value]): [string, unknown] => {
    const before = Object.hasOwn(stored, key) ? stored[key] : undefined;
    if (secretFields.has(key) && value === mask) return [key, before];
    return isRecord(value) ? [key, filled(value, isRecord(before) ? before : {})] : [key, value];
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/**
 * Whoever knows a channel's secret can write as any customer on it and read what they read: setting one asks for the
 * same. @throws `forbidden`
 */
export function requireForSecrets(principal: Principal, next: Config, stored: Config): void {
  if (isDeepStrictEqual(secretsOf(next), secretsOf(stored))) return;
  requireAll(principal, ['customers:read', 'customers:write', 'sessions:read', 'sessions:write']);
}

function secretsOf(config: Config): unknown[] {
  return Object.entries(config)
    .flatMap(([key, value]) => {
      if (isRecord(value)) return secretsOf(value).map((secret) => [key, secret]);
      return secretFields.has(key) ? [[key, value]] : [];
    })
    .sort();
}

function isRecord(value: unknown): value is Config {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
