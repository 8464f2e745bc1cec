import type { ChannelTokens, StoredTokens, Tokens } from '../../../channels/email/oauth/store';
import type { Seal } from '../../../tools/seal';
import type { Query } from './query';

interface Row {
  tokens: Buffer;
  expiresAt: Date;
  refused: string | null;
}

const columns = 'tokens, expires_at AS "expiresAt", refused';

function opened(seal: Seal, { tokens, expiresAt, refused }: Row): StoredTokens {
  const plain = JSON.parse(seal.open(tokens).toString('utf8')) as Tokens;
  return { tokens: plain, expiresAt, ...(refused !== null && { refused }) };
}

export function createChannelTokens(query: Query, seal: Seal): ChannelTokens {
  const sealed = (tokens: Tokens) => seal.seal(Buffer.from(JSON.stringify(tokens)));
  const stored = (row: Row | undefined) => row && opened(seal, row);
  return {
    async get(channelId) {
      const text = `SELECT ${columns} FROM channel_tokens WHERE channel_id = $1`;
      return stored((await query<Row>('channel-tokens-get', text, [channelId]))[0]);
    },
    async save({ channelId, organizationId }, tokens, expiresAt) {
      await query(
        'channel-tokens-save',
        `INSERT INTO channel_tokens (channel_id, organization_id, tokens, expires_at)
         SELECT id, organization_id, $3, $4 FROM channels WHERE id = $1 AND organization_id = $2
         ON CONFLICT (channel_id) DO UPDATE SET tokens = excluded.tokens, expires_at = excluded.expires_at,
           leased_until = NULL, refused = NULL`,
        [channelId, organizationId, sealed(tokens), expiresAt],
      );
    },
    async replace(channelId, tokens, expiresAt) {
      await query(
        'channel-tokens-replace',
        'UPDATE channel_tokens SET tokens = $2, expires_at = $3, leased_until = NULL WHERE channel_id = $1',
        [channelId, sealed(tokens), expiresAt],
      );
    },
    async lease(channelId, leaseMs) {
      const text = `UPDATE channel_tokens SET leased_until = now() + $2 * interval '1 millisecond'
         WHERE channel_id = $1 AND (leased_until IS NULL OR leased_until < now()) RETURNING ${columns}`;
      return stored((await query<Row>('channel-tokens-lease', text, [channelId, leaseMs]))[0]);
    },
    async release(channelId) {
      await query(
        'channel-tokens-release',
        'UPDATE channel_tokens SET leased_until = NULL WHERE channel_id = $1',
        [channelId],
      );
    },
    async refuse(channelId, tokens, why) {
      const now = await this.get(channelId);
      if (now?.tokens.accessToken !== tokens.accessToken) return;
      await query(
        'channel-tokens-refuse',
        'UPDATE channel_tokens SET refused = $2, leased_until = NULL WHERE channel_id = $1',
        [channelId, why],
      );
    },
  };
}
