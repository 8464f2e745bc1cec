// Whoever comes in shows something (an address, a key, a token) that says which organization it belongs to.
import type { ChannelType } from '../../../protocol/model/channel';
import type { SessionState } from '../../../sessions/session';
import type { Query } from './query';
import { isBlocked } from '../tenant/customers/blocked-customers';
import { newestFirst, selectSessions, toState, type StoredSession } from '../rows/session-mapping';

/** A person of the team, as login and refresh need it. */
export interface Login {
  userId: string;
  organizationId: string;
  organizationName: string;
  email: string;
  passwordHash: string;
  firstName: string | null;
  lastName: string | null;
  role: string;
  isActive: boolean;
  agentId: string | null;
  displayName: string | null;
  language: string | null;
}

export interface KnownChannel {
  id: string;
  organizationId: string;
  name: string;
  type: ChannelType;
  key: string;
  config: Record<string, unknown>;
  health: Record<string, unknown>;
  isActive: boolean;
}

export interface KnownApiKey {
  id: string;
  organizationId: string;
  name: string;
  permissions: string[];
}

export interface KnownVisitor {
  organizationId: string;
  channel: { id: string; type: ChannelType; isActive: boolean; identitySecret?: string };
  /** Verified: an identity of this customer was proved (by the site's signature, by the channel, by an agent). */
  customer: { id: string; name?: string; verified: boolean; reachable?: true; blocked?: true };
  /** Of a token that a signed identity began. */
  signIn?: { expiresAt: Date; expired: boolean; secretStamp: string };
  /** Whom the same browser was before it signed in. */
  anonymous?: { id: string; name?: string; verified: boolean };
  /** The customer's open session on the channel, else the one that began last, as its row is. */
  session?: SessionState;
}

/** What became of a refresh token that somebody showed. */
export type RefreshUse =
  /** The next token of its family is stored. */
  | { outcome: 'rotated'; login: Login; family: string }
  /** It was used before, longer ago than the grace: somebody copied it. */
  | { outcome: 'reused'; family: string; secondsAgo: number }
  /** There is none, or it has expired. */
  | { outcome: 'unknown' };

/** Hashes are SHA-256 in hex. */
export interface CredentialLookups {
  /** Looks for the address in lower case, as it is stored. */
  loginByEmail(email: string): Promise<Login | undefined>;
  channelByKey(key: string): Promise<KnownChannel | undefined>;
  channelById(id: string): Promise<KnownChannel | undefined>;
  /** Of every organization, those that are switched on, the oldest first. */
  activeChannelsOf(type: ChannelType): Promise<KnownChannel[]>;
  /** Absent when expired. Notes the use, at most once a minute. */
  apiKeyByHash(hash: string): Promise<KnownApiKey | undefined>;
  /** Uses a token up and stores the next one, in one statement. For `graceSeconds` after its first use it may be used again. */
  useRefreshToken(
    hash: string,
    next: { hash: string; expiresAt: Date; graceSeconds: number },
  ): Promise<RefreshUse>;
  /** Ends the login that this token belongs to: every token of its family. */
  endRefreshFamily(hash: string): Promise<void>;
  /** Notes the use, at most once an hour. */
  visitorByTokenHash(hash: string): Promise<KnownVisitor | undefined>;
}

export function createCredentialLookups(query: Query): CredentialLookups {
  return { ...people(query), ...channels(query), ...programs(query), ...visitors(query) };
}

const selectLogin = `SELECT u.id AS "userId", u.organization_id AS "organizationId", o.name AS "organizationName", u.email,
    u.password_hash AS "passwordHash", u.first_name AS "firstName", u.last_name AS "lastName", u.role, u.is_active AS "isActive",
    a.id AS "agentId", a.display_name AS "displayName", a.language
  FROM users u JOIN organizations o ON o.id = u.organization_id
    LEFT JOIN LATERAL (SELECT id, display_name, language FROM agents WHERE user_id = u.id ORDER BY created_at, id LIMIT 1) a ON true`;

function people(
  query: Query,
): Pick<CredentialLookups, 'loginByEmail' | 'useRefreshToken' | 'endRefreshFamily'> {
  return {
    async loginByEmail(email) {
      const [login] = await query<Login>('login', `${selectLogin} WHERE u.email = lower($1)`, [email]);
      return login;
    },
    async useRefreshToken(hash, next) {
      const [rotated] = await query<Login & { family: string }>(
        'refresh-rotate',
        `WITH used AS (UPDATE refresh_tokens SET used_at = coalesce(used_at, now())
             WHERE token_hash = $1 AND expires_at > now()
               AND (used_at IS NULL OR used_at > now() - $4 * interval '1 second')
             RETURNING organization_id, user_id, family),
           next AS (INSERT INTO refresh_tokens (token_hash, organization_id, user_id, family, expires_at)
             SELECT $2, organization_id, user_id, family, $3 FROM used)
         SELECT login.*, used.family FROM used JOIN (${selectLogin}) login ON login."userId" = used.user_id`,
        [hash, next.hash, next.expiresAt, next.graceSeconds],
      );
      if (rotated) {
        const { family, ...login } = rotated;
        return { outcome: 'rotated', login, family };
      }
      const [reused] = await query<{ family: string; secondsAgo: number }>(
        'refresh-reused',
        `SELECT family, extract(epoch FROM now() - used_at)::float AS "secondsAgo"
         FROM refresh_tokens WHERE token_hash = $1 AND used_at IS NOT NULL`,
        [hash],
      );
      return reused ? { outcome: 'reused', ...reused } : { outcome: 'unknown' };
    },
    async endRefreshFamily(hash) {
      await query(
        'refresh-end',
        'DELETE FROM refresh_tokens WHERE family = (SELECT family FROM refresh_tokens WHERE token_hash = $1)',
        [hash],
      );
    },
  };
}

const selectChannel = `SELECT id, organization_id AS "organizationId", name, type, key, config, health, is_active AS "isActive"
  FROM channels`;

function channels(
  query: Query,
): Pick<CredentialLookups, 'channelByKey' | 'channelById' | 'activeChannelsOf'> {
  return {
    async channelByKey(key) {
      const [channel] = await query<KnownChannel>('channel-by-key', `${selectChannel} WHERE key = $1`, [key]);
      return channel;
    },
    async channelById(id) {
      const [channel] = await query<KnownChannel>('channel-by-id', `${selectChannel} WHERE id = $1`, [id]);
      return channel;
    },
    activeChannelsOf: (type) =>
      query<KnownChannel>(
        'active-channels-of',
        `${selectChannel} WHERE is_active AND type = $1 ORDER BY created_at, id`,
        [type],
      ),
  };
}

function programs(query: Query): Pick<CredentialLookups, 'apiKeyByHash'> {
  return {
    async apiKeyByHash(hash) {
      const [key] = await query<KnownApiKey>(
        'api-key',
        `WITH noted AS (UPDATE api_keys SET last_used_at = now()
           WHERE key_hash = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute'))
         SELECT id, organization_id AS "organizationId", name, permissions
         FROM api_keys WHERE key_hash = $1 AND (expires_at IS NULL OR expires_at > now())`,
        [hash],
      );
      return key;
    },
  };
}

function visitors(query: Query): Pick<CredentialLookups, 'visitorByTokenHash'> {
  return {
    async visitorByTokenHash(hash) {
      const [row] = await query<VisitorRow>('visitor', selectVisitor, [hash]);
      return row && toVisitor(row);
    },
  };
}

type VisitorRow = {
  visitor_organization_id: string;
  visitor_channel_id: string;
  visitor_channel_type: ChannelType;
  is_active: boolean;
  identity_secret: string | null;
  expires_at: Date | null;
  expired: boolean;
  secret_stamp: string | null;
  anonymous_id: string | null;
  anonymous_name: string | null;
  visitor_id: string;
  visitor_name: string | null;
  verified: boolean;
  reachable: boolean;
  blocked: boolean;
} & (StoredSession | { id: null });

function toVisitor(row: VisitorRow): KnownVisitor {
  const named = (name: string | null) => (name === null ? {} : { name });
  const { expires_at: expiresAt, expired, secret_stamp: stamp, anonymous_id: anonymousId } = row;
  return {
    organizationId: row.visitor_organization_id,
    channel: {
      id: row.visitor_channel_id,
      type: row.visitor_channel_type,
      isActive: row.is_active,
      ...(row.identity_secret !== null && { identitySecret: row.identity_secret }),
    },
    customer: {
      id: row.visitor_id,
      ...named(row.visitor_name),
      verified: row.verified,
      ...(row.reachable && { reachable: true as const }),
      ...(row.blocked && { blocked: true as const }),
    },
    ...(expiresAt && { signIn: { expiresAt, expired, secretStamp: stamp ?? '' } }),
    ...(anonymousId && {
      anonymous: { id: anonymousId, ...named(row.anonymous_name), verified: false },
    }),
    ...(row.id !== null && { session: toState(row) }),
  };
}

const nameOf = (customer: string) =>
  `nullif(trim(concat_ws(' ', ${customer}.first_name, ${customer}.last_name)), '')`;

/** With the newest session, as its row is: whoever comes back is let in and welcomed by this one look. */
const selectVisitor = `WITH noted AS (UPDATE visitor_tokens SET last_used_at = now()
    WHERE token_hash = $1 AND last_used_at < now() - interval '1 hour')
  SELECT t.organization_id AS visitor_organization_id, t.channel_id AS visitor_channel_id,
    ch.type AS visitor_channel_type, ch.is_active, ch.config ->> 'identitySecret' AS identity_secret,
    t.expires_at, coalesce(t.expires_at <= now(), false) AS expired, t.secret_stamp,
    a.id AS anonymous_id, ${nameOf('a')} AS anonymous_name,
    t.customer_id AS visitor_id, ${nameOf('v')} AS visitor_name,
    coalesce(v.email, v.phone, '') <> '' AS reachable, ${isBlocked('v')} AS blocked,
    EXISTS (SELECT FROM customer_identities i WHERE i.customer_id = v.id AND i.proved_by <> 'none') AS verified,
    newest.*
  FROM visitor_tokens t JOIN customers v ON v.id = t.customer_id JOIN channels ch ON ch.id = t.channel_id
    LEFT JOIN customers a ON a.id = t.anonymous_customer_id AND a.erased_at IS NULL
    LEFT JOIN LATERAL (${selectSessions}
      WHERE s.organization_id = t.organization_id AND s.customer_id = t.customer_id AND s.channel_id = t.channel_id
      ORDER BY ${newestFirst} LIMIT 1) newest ON true
  WHERE t.token_hash = $1 AND v.erased_at IS NULL`;
