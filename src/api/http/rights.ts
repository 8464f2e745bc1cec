// Nobody, person or program, grants more than they have, or rules over who has more.
import { DomainError } from '../../errors';
import type { Principal } from '../../identity/principal';
import { rolePermissions } from '../../identity/role-permissions';
import { permissions, type Permission, type Role } from '../../protocol/model/roles';

/** @throws `forbidden` naming the first permission that the caller lacks */
export function requireAll(principal: Principal, asked: Iterable<Permission>): void {
  for (const permission of asked) {
    if (!principal.permissions.has(permission)) {
      throw new DomainError('forbidden', `You cannot do this without the permission ${permission} yourself.`);
    }
  }
}

/** Whoever changes a person, or gives a role, has what the role has. @throws `forbidden` */
export function requireRole(principal: Principal, role: string): void {
  requireAll(principal, Object.hasOwn(rolePermissions, role) ? rolePermissions[role as Role] : []);
}

/** What an API key was granted, as far as this version knows it. */
export function knownPermissions(names: readonly string[]): Permission[] {
  const known = new Set<string>(permissions);
  return [...new Set(names)].filter((name): name is Permission => known.has(name));
}
