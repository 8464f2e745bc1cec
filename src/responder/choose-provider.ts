import type { Config } from '../config';
import { extractiveProvider } from './providers/extractive';
import { openaiProvider } from './providers/openai';
import type { Provider } from './providers/provider';

/** Behind every model stand the articles' own words: grounded, and there when no model is. */
export function chooseProviders({ provider, endpoint, fallback }: Config['ai']): {
  provider: Provider;
  fallbacks: Provider[];
} {
  if (provider !== 'openai' || !endpoint) return { provider: extractiveProvider(), fallbacks: [] };
  return {
    provider: openaiProvider(endpoint),
    fallbacks: [...(fallback ? [openaiProvider(fallback)] : []), extractiveProvider()],
  };
}
