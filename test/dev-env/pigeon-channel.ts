// A channel that only tests know: one folder and one line are all that another one takes.
import { z } from 'zod';
import type { Channel } from '../../src/channels/channel';
import { secretField } from '../../src/tools/secret-fields';

export const pigeon: Channel = {
  type: 'pigeon',
  name: 'Pigeon',
  settings: z.strictObject({
    loft: z.string(),
    ring: secretField(z.string().min(4)),
  }),
  weight: 0.5,
  hasVisitors: false,
  rules: () => ({ mayWrite: true, forms: ['text'] }),
  files: [{ kind: 'letters', mediaTypes: ['text/plain'], maxBytes: 4_096 }],
  check: ({ loft }) =>
    Promise.resolve(loft === 'empty' ? { ok: false, lastError: 'The loft is empty.' } : { ok: true }),
};
