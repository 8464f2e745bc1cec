// The config of a channel as forms hold it, and how it is saved.
import type { Channel } from '../../../protocol/model/channel';
import type { Http } from '../../data/http';

interface Written {
  /** What it was; undefined: a new one. */
  channel: Channel | undefined;
  type: Channel['type'];
  body: { name: string; isActive: boolean; config: object };
}

export const saveChannel = (http: Http, { channel, type, body }: Written): Promise<Channel> =>
  channel ? http.patch(`channels/${channel.id}`, body) : http.post('channels', { ...body, type });

export function asText(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join('\n');
  return typeof value === 'string' ? value : '';
}

/** What was written, without what was left empty. Keys of the stored config that have no field go back as they came. */
export function configOf(
  written: Record<string, string | string[]>,
  stored: Record<string, unknown> = {},
): Record<string, unknown> {
  const filled = Object.entries(written).filter(([, value]) => value.length > 0);
  const others = Object.entries(stored).filter(([key]) => !Object.hasOwn(written, key));
  return Object.fromEntries([...others, ...filled]);
}

/** 256 random bits as base64url. */
export function randomSecret(): string {
  const bytes = String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32)));
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
