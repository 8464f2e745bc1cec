import type Redis from 'ioredis';
import type { ActiveSessions, SessionContext } from '../../gateway/store';
import { available, runAll } from './open';

export function createRedisActiveSessions(
  client: Redis,
  options: { perOrganization: number },
): ActiveSessions {
  const key = (organizationId: string) => `organization:${organizationId}:active_sessions`;
  return {
    async touch(organizationId, sessionId, at) {
      await runAll(
        client
          .pipeline()
          .zadd(key(organizationId), 'GT', at.getTime(), sessionId)
          .zremrangebyrank(key(organizationId), 0, -options.perOrganization - 1),
      );
    },
    async remove(organizationId, sessionId) {
      await available(client.zrem(key(organizationId), sessionId));
    },
  };
}

/** Who does something, and until when (milliseconds since 1970). Objects, because cjson cannot tell an empty list from one. */
interface Stored {
  viewers?: Record<string, number>;
  typing?: Record<string, number>;
}

/** KEYS[1]; ARGV: now, time to live, field, name in the field, until when ('' = remove). Drops what has run out. */
const change = `
local stored = redis.call('get', KEYS[1])
local context = stored and cjson.decode(stored) or {}
local field, name, value = ARGV[3], ARGV[4], ARGV[5]
for _, group in ipairs({'viewers', 'typing'}) do
  local held = {}
  for who, untilTime in pairs(context[group] or {}) do
    if untilTime > tonumber(ARGV[1]) then held[who] = untilTime end
  end
  context[group] = held
end
if value == '' then context[field][name] = nil
else context[field][name] = tonumber(value) end
redis.call('set', KEYS[1], cjson.encode(context), 'PX', ARGV[2])
return 1`;

export function createRedisSessionContext(
  client: Redis,
  times: { contextMs: number; viewMs: number; typingMs: number },
): SessionContext {
  const key = (sessionId: string) => `session:${sessionId}:context`;

  async function edit(sessionId: string, field: keyof Stored, [name, value]: [string, string | number]) {
    await available(client.eval(change, 1, key(sessionId), Date.now(), times.contextMs, field, name, value));
  }

  return {
    async get(sessionId) {
      const value = await available(client.get(key(sessionId)));
      const { viewers, typing } = (value ? JSON.parse(value) : {}) as Stored;
      return { viewers: current(viewers), typing: current(typing) };
    },
    view: (sessionId, agentId) => edit(sessionId, 'viewers', [agentId, Date.now() + times.viewMs]),
    leave: (sessionId, agentId) => edit(sessionId, 'viewers', [agentId, '']),
    typing: (sessionId, who, typing) =>
      edit(sessionId, 'typing', [who, typing ? Date.now() + times.typingMs : '']),
  };
}

function current(until: Record<string, number> = {}): string[] {
  return Object.keys(until).filter((who) => until[who]! > Date.now());
}
