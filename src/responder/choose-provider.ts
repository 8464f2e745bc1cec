import type { Config } from '../config';
import { extractiveProvider } from './providers/extractive';
import { openaiProvider } from './providers/openai';
import type { Provider } from './providers/provider';

export function chooseProvider({ provider, endpoint }: Config['ai']): Provider {
  return provider === 'openai' && endpoint ? openaiProvider(endpoint) : extractiveProvider();
}
