// Who may do what: roles of people, and the permissions that roles and API keys are made of.

export const roles = ['admin', 'supervisor', 'agent'] as const;
export type Role = (typeof roles)[number];

/** What a route or an agent's event asks for. */
export const permissions = [
  'sessions:read',
  'sessions:write',
  'customers:read',
  'customers:write',
  'customers:link',
  'customers:block',
  'customers:erase',
  'companies:manage',
  'objects:write',
  'knowledge:read',
  'knowledge:write',
  'answers:preview',
  'answers:test',
  'people:read',
  'people:write',
  'settings:read',
  'settings:write',
  'analytics:read',
  'quality:review',
  'audit:read',
] as const;
export type Permission = (typeof permissions)[number];
