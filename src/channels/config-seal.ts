// Settings of channels as they lie in the database: every secret is encrypted, and nothing else.
import type { z } from 'zod';
import type { ChannelType } from '../protocol/model/channel';
import type { Seal } from '../tools/seal';
import { mapSecrets } from '../tools/secret-fields';

type Config = Record<string, unknown>;

/** Stands before what is sealed; a secret of an earlier version, which lies open, has none. */
export const sealedPrefix = 'sealed:';

export type ConfigSeal = ReturnType<typeof createConfigSeal>;

/** @param settingsOf undefined for a type that this server does not know */
export function createConfigSeal(settingsOf: (type: ChannelType) => z.ZodObject | undefined, seal: Seal) {
  const sealed = (secret: string) => `${sealedPrefix}${seal.seal(Buffer.from(secret)).toString('base64url')}`;
  /** What cannot be opened any more is missed, like a secret that nobody has entered. */
  function opened(value: string): string | undefined {
    if (!value.startsWith(sealedPrefix)) return value;
    try {
      return seal.open(Buffer.from(value.slice(sealedPrefix.length), 'base64url')).toString('utf8');
    } catch {
      return undefined;
    }
  }
  return {
    seal: (type: ChannelType, config: Config): Config => mapSecrets(config, settingsOf(type), sealed),
    open: (type: ChannelType, config: Config): Config => mapSecrets(config, settingsOf(type), opened),
    sealValue: sealed,
    openValue: opened,
    /** A config of an earlier version with its secrets sealed; undefined when all of them are. */
    upgraded(type: ChannelType, config: Config): Config | undefined {
      let changed = false;
      const next = mapSecrets(config, settingsOf(type), (value) => {
        if (value.startsWith(sealedPrefix)) return value;
        changed = true;
        return sealed(value);
      });
      return changed ? next : undefined;
    },
  };
}
