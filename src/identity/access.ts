// From what a caller carries to who it is. Every way ends in a Principal or `unauthenticated`.
import { permissions, roles, type Permission, type Role } from '../protocol/model/roles';
import type { Principal } from './principal';
import { rolePermissions } from './role-permissions';
import { rememberBriefly } from '../tools/remember-briefly';
import { sha256 } from './secrets';
import type { IdentityLookups, IdentityStore, Person, StampedPerson } from './store';
import { readAccessToken, unauthenticated } from './tokens';

export const apiKeyPrefix = 'pk_';
/** How long a user who was deactivated, or whose password is another, may still be let in. */
const rememberMs = 3_000;

interface AccessDeps {
  lookups: IdentityLookups;
  store: IdentityStore;
  tokenSecret: () => Promise<string>;
}

export function createAccess({ lookups, store, tokenSecret }: AccessDeps) {
  const people = rememberBriefly<StampedPerson | undefined>({ milliseconds: rememberMs, cap: 10_000 });

  async function verifyAccessToken(token: unknown): Promise<Principal> {
    if (typeof token !== 'string' || token === '') throw unauthenticated();
    const { userId, organizationId, stamp } = readAccessToken(await tokenSecret(), token);
    const person = await people.get(`${organizationId} ${userId}`, () =>
      store.person(organizationId, userId),
    );
    if (!person || !mayEnter(person) || stamp !== person.passwordStamp) throw unauthenticated();
    return principalOf(person);
  }

  async function verifyApiKey(key: unknown): Promise<Principal> {
    if (typeof key !== 'string' || !key.startsWith(apiKeyPrefix)) throw unauthenticated();
    const found = await lookups.apiKeyByHash(sha256(key));
    if (!found) throw unauthenticated();
    return {
      kind: 'api_key',
      organizationId: found.organizationId,
      id: found.id,
      name: found.name,
      permissions: new Set(found.permissions.filter(isPermission)),
    };
  }

  return {
    verifyAccessToken,
    verifyApiKey,
    /** @param header the value of Authorization: `Bearer <access token | API key>` */
    async authenticate(header: unknown): Promise<Principal> {
      const token = bearer(header);
      return token.startsWith(apiKeyPrefix) ? verifyApiKey(token) : verifyAccessToken(token);
    },
    /** After a change of a user that must be felt at once on this node. */
    forget(organizationId: string, userId: string): void {
      people.forget(`${organizationId} ${userId}`);
    },
  };
}

/** What follows `Bearer `. @throws `unauthenticated` */
export function bearer(header: unknown): string {
  const match = typeof header === 'string' ? /^Bearer ([\w.~+/=-]+)$/i.exec(header) : null;
  if (!match) throw unauthenticated();
  return match[1]!;
}

/** Active, and of a role that we know. */
export function mayEnter(person: Person): person is Person & { role: Role } {
  return person.isActive && (roles as readonly string[]).includes(person.role);
}

export function principalOf(person: Person & { role: Role }): Principal {
  const fullName = [person.firstName, person.lastName].filter(Boolean).join(' ');
  return {
    kind: 'user',
    organizationId: person.organizationId,
    id: person.userId,
    name: person.displayName ?? (fullName || person.email),
    role: person.role,
    ...(person.agentId && { agentId: person.agentId }),
    ...(person.language && { language: person.language }),
    permissions: rolePermissions[person.role],
  };
}

function isPermission(name: string): name is Permission {
  return (permissions as readonly string[]).includes(name);
}
