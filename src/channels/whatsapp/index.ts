import type { Channel } from '../channel';
import { whatsappSettings } from './settings';

export const whatsapp: Channel = {
  type: 'whatsapp',
  name: 'WhatsApp',
  settings: whatsappSettings,
  weight: 0.5,
  hasVisitors: false,
  check: () =>
    Promise.resolve({
      ok: false,
      lastError: 'Nothing is received or sent here: WhatsApp is not served yet.',
    }),
};
