import { anyChannel } from '../../files/limits';
import type { Channel } from '../channel';
import { emailSettings } from './settings';

export const email: Channel = {
  type: 'email',
  name: 'Email',
  settings: emailSettings,
  weight: 0.25,
  hasVisitors: false,
  rules: () => ({ mayWrite: true, forms: ['text', 'attachment'] }),
  files: anyChannel.files,
  check: () =>
    Promise.resolve({ ok: false, lastError: 'Nothing is received or sent here: e-mail is not served yet.' }),
};
