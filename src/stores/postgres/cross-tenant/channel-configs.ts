import type { Health, MailboxHealth } from '../../../protocol/model/channel';
import type { Delivery } from '../../../protocol/model/message';
import { rank } from './deliveries';
import type { Query } from './query';

export interface ChannelConfigs {
  /** Of every organization, as they lie there. */
  channelConfigs(): Promise<Array<{ id: string; type: string; config: Record<string, unknown> }>>;
  /** Unless somebody else changed it since. */
  replaceChannelConfig(id: string, change: { before: object; next: object }): Promise<void>;
  /** Ids of those that are switched on, of every organization. */
  activeChannelIds(): Promise<string[]>;
  /** Changes what is given of a channel's health; with `ok` true, an error of before is forgotten. */
  noteChannelHealth(id: string, health: Partial<Health>): Promise<void>;
  /**
   * A page of this origin loaded the widget of the channel with this key: of the last one the origin is kept, of the first
   * one the time. An origin that may not frame it leaves nothing.
   */
  noteWidgetPage(key: string, page: { seenOn: string; seenAt: string }): Promise<void>;
  /** @param mailbox undefined: none is read for it */
  noteMailbox(id: string, mailbox: MailboxHealth | undefined): Promise<void>;
  /** How far the channel's last test message is, when it is this one: only forward. */
  advanceChannelTest(
    id: string,
    state: { providerId: string; delivery: Delivery; error?: string },
  ): Promise<void>;
}

export function createChannelConfigs(query: Query): ChannelConfigs {
  return {
    channelConfigs: () => query('channel-configs', 'SELECT id, type, config FROM channels', []),
    async replaceChannelConfig(id, { before, next }) {
      await query('channel-config-replace', 'UPDATE channels SET config = $3 WHERE id = $1 AND config = $2', [
        id,
        before,
        next,
      ]);
    },
    ...createChannelHealth(query),
    async activeChannelIds() {
      const rows = await query<{ id: string }>(
        'active-channels',
        'SELECT id FROM channels WHERE is_active',
        [],
      );
      return rows.map(({ id }) => id);
    },
  };
}

/** How channels fare. */
function createChannelHealth(
  query: Query,
): Pick<ChannelConfigs, 'noteChannelHealth' | 'noteWidgetPage' | 'noteMailbox' | 'advanceChannelTest'> {
  return {
    async noteChannelHealth(id, health) {
      await query(
        'channel-health',
        `UPDATE channels SET health = CASE WHEN ($2::jsonb ->> 'ok')::boolean
           THEN health - '{lastError,lastErrorAt}'::text[] ELSE health END || $2::jsonb
         WHERE id = $1`,
        [id, health],
      );
    },
    async noteWidgetPage(key, { seenOn, seenAt }) {
      await query(
        'widget-page',
        `UPDATE channels SET health = jsonb_build_object('seenAt', $3::text) || health || jsonb_build_object('seenOn', $2::text)
         WHERE key = $1 AND is_active AND type = 'web' AND health ->> 'seenOn' IS DISTINCT FROM $2
           AND coalesce(config -> 'allowedOrigins' ? $2, true)`,
        [key, seenOn, seenAt],
      );
    },
    async noteMailbox(id, mailbox) {
      await query(
        'mailbox-health',
        `UPDATE channels SET health = CASE WHEN $2::jsonb IS NULL THEN health - 'mailbox'
           ELSE jsonb_set(health, '{mailbox}', $2::jsonb) END WHERE id = $1`,
        [id, mailbox ?? null],
      );
    },
    async advanceChannelTest(id, { providerId, ...state }) {
      await query(
        'channel-test-advance',
        `UPDATE channels SET health = jsonb_set(health, '{lastTest}', (health -> 'lastTest') - 'error' || $3::jsonb)
         WHERE id = $1 AND health #>> '{lastTest,providerId}' = $2
           AND ${rank(`(health #>> '{lastTest,delivery}')`)} <= ${rank(`($3::jsonb ->> 'delivery')`)}`,
        [id, providerId, state],
      );
    },
  };
}
