// What each role of the team may do.
import { permissions, type Permission, type Role } from '../protocol/model/roles';

const agentPermissions: Permission[] = [
  'sessions:read',
  'sessions:write',
  'customers:read',
  'customers:write',
  'customers:link',
  'customers:block',
  'knowledge:read',
  'answers:preview',
  'people:read',
];

export const rolePermissions: Record<Role, ReadonlySet<Permission>> = {
  agent: new Set(agentPermissions),
  supervisor: new Set<Permission>([
    ...agentPermissions,
    'companies:manage',
    'knowledge:write',
    'answers:test',
    'settings:read',
    'analytics:read',
    'quality:review',
    'audit:read',
  ]),
  admin: new Set(permissions),
};
