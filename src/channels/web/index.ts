import { anyChannel } from '../../files/limits';
import type { Channel } from '../channel';
import { webSettings } from './settings';

export const web: Channel = {
  type: 'web',
  name: 'Web',
  settings: webSettings,
  weight: 1,
  hasVisitors: true,
  rules: () => ({ mayWrite: true, forms: ['text', 'attachment', 'reaction'] }),
  files: anyChannel.files,
};
