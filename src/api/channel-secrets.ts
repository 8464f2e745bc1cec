// The stored secrets of a channel: masked on every read, kept when they come back masked, and sent only to the host that they were given for.
import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { DomainError } from '../errors';
import type { Principal } from '../identity/principal';
import { mask } from '../protocol/channels';
import { say } from '../protocol/server-texts/said';
import { mapSecrets, secretFieldsOf, valueAt, type SecretField } from '../tools/secret-fields';
import { requireAll } from './http/rights';

type Config = Record<string, unknown>;
/** Undefined for a type that this server does not know. */
type Settings = z.ZodObject | undefined;

/** A copy in which every secret is the mask. */
export function masked(config: Config, settings: Settings): Config {
  return mapSecrets(config, settings, () => mask);
}

/**
 * The config with every masked secret replaced by the stored one; a mask without one is left out, and then missed.
 * @throws `invalid` when a masked secret would go to another host: whoever may write settings need not know it
 */
export function unmasked(config: Config, stored: Config, settings: Settings): Config {
  const moved = secretFieldsOf(settings).filter(
    (field) =>
      valueAt(config, field.path) === mask &&
      valueAt(stored, field.path) !== undefined &&
      hostOf(config, field) !== hostOf(stored, field),
  );
  if (moved.length > 0) {
    throw new DomainError('invalid', say('secret_other_host'), {
      errors: moved.map(({ path }) => ({
        path: ['config', ...path].join('.'),
        message: 'must be given anew: its host has changed',
      })),
    });
  }
  return mapSecrets(config, settings, (value, path) => (value === mask ? valueAt(stored, path) : value));
}

/** Where the secret goes; '' for one that never leaves this server. */
function hostOf(config: Config, { path, sentTo, unset = '' }: SecretField): string {
  if (sentTo === undefined) return '';
  const host = String(valueAt(config, [...path.slice(0, -1), sentTo]) ?? unset).toLowerCase();
  return host.endsWith('/') ? host.slice(0, -1) : host;
}

/**
 * Whoever knows a channel's secret can write as any customer on it and read what they read: setting one asks for the
 * same. @throws `forbidden`
 */
export function requireForSecrets(
  principal: Principal,
  { next, stored, settings }: { next: Config; stored: Config; settings: Settings },
): void {
  if (isDeepStrictEqual(secretsOf(next, settings), secretsOf(stored, settings))) return;
  requireAll(principal, ['customers:read', 'customers:write', 'sessions:read', 'sessions:write']);
}

function secretsOf(config: Config, settings: Settings): string[] {
  const found: string[] = [];
  mapSecrets(config, settings, (value, path) => {
    found.push(`${path.join('.')} ${value}`);
    return value;
  });
  return found.sort();
}
