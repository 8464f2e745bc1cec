// Web channels that somebody has open on this node, of all organizations in one look.
import type { Presence } from '../../../protocol/model/presence';
import type { Query } from './query';

export interface ChannelInUse {
  id: string;
  organizationId: string;
  name: string;
  type: string;
  config: Record<string, unknown>;
  isActive: boolean;
  /** The settings of category `businessHours`, by key; null without any. */
  hours: Record<string, unknown> | null;
  /** Those of the teams that have their own, by the id of the team; null without any. */
  teamHours: Record<string, unknown> | null;
  /** Those whose users may sign in, and what each chose last. */
  agents: Array<{ id: string; status: Presence }>;
}

export interface ChannelsInUse {
  /** Those that are still there. */
  channelsInUse(channelIds: readonly string[]): Promise<ChannelInUse[]>;
}

export function createChannelsInUse(query: Query): ChannelsInUse {
  return { channelsInUse: (ids) => query<ChannelInUse>('channels-in-use', text, [ids]) };
}

const text = `SELECT ch.id, ch.organization_id AS "organizationId", ch.name, ch.type, ch.config, ch.is_active AS "isActive",
    (SELECT jsonb_object_agg(s.key, s.value) FROM settings s
      WHERE s.organization_id = ch.organization_id AND s.category = 'businessHours') AS hours,
    (SELECT jsonb_object_agg(t.id, t.business_hours) FROM teams t
      WHERE t.organization_id = ch.organization_id AND t.business_hours IS NOT NULL) AS "teamHours",
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', a.id, 'status', a.status))
      FROM agents a JOIN users u ON u.id = a.user_id
      WHERE a.organization_id = ch.organization_id AND u.is_active), '[]') AS agents
  FROM channels ch WHERE ch.id = ANY ($1::uuid[])`;
