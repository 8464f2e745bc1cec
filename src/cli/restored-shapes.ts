// The schemas of a channel's config and of settings, as an archive is held against them.
import { z } from 'zod';
import { knownSettings } from '../api/settings';
import { sealedPrefix } from '../channels/config-seal';
import { emailSettings } from '../channels/email/settings';
import { webSettings } from '../channels/web/settings';
import { whatsappSettings } from '../channels/whatsapp/settings';
import type { OwnedShapes } from '../stores/archive/row-shapes';
import { mapSecrets } from '../tools/secret-fields';

type Config = Record<string, unknown>;

/** In the place of a sealed secret: as a secret may read. */
const someSecret = '*'.repeat(16);

const channels: Partial<Record<string, z.ZodObject>> = {
  web: webSettings,
  whatsapp: whatsappSettings,
  email: emailSettings,
};

export const ownedShapes: OwnedShapes = {
  config(type) {
    const settings = Object.hasOwn(channels, type) ? channels[type] : undefined;
    if (!settings) return undefined;
    const opened = (config: Config) =>
      mapSecrets(config, settings, (value) => (value.startsWith(sealedPrefix) ? someSecret : value));
    // A channel may lack what it is to be told yet, and keep what another version was told.
    return z.record(z.string(), z.unknown()).transform(opened).pipe(z.looseObject(settings.partial().shape));
  },
  setting: (category, key) =>
    Object.hasOwn(knownSettings, category) && Object.hasOwn(knownSettings[category]!, key)
      ? knownSettings[category]![key]
      : undefined,
};
