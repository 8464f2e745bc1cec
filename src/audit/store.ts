// Who did what: written once, never changed, kept as long as its organization wants.
import type { Page } from '../sessions/store';

export interface AuditEntry {
  id: string;
  organizationId: string;
  /** users.id; absent for programs and for the system. */
  userId?: string;
  /** What was done, as `noun.verb`: 'user.login', 'article.delete'. */
  action: string;
  /** The kind of thing affected: 'article'. */
  resource: string;
  resourceId?: string;
  details?: Record<string, unknown>;
  ipAddress?: string;
  userAgent?: string;
  timestamp: string;
}

export interface AuditFilter {
  userId?: string;
  action?: string;
  resource?: string;
  resourceId?: string;
  /** From this time on, and before that one. */
  from?: Date;
  to?: Date;
}

export interface AuditLog {
  record(entry: AuditEntry): Promise<void>;
  /** Newest first. Throws `invalid` on a cursor that this method did not make. */
  list(
    organizationId: string,
    filter: AuditFilter,
    page: { limit: number; cursor?: string },
  ): Promise<Page<AuditEntry>>;
  /** Forgets what was done before then, and at least 90 days ago; how much. */
  expire(organizationId: string, before: Date): Promise<number>;
  /** How much that would be. */
  countBefore(organizationId: string, before: Date): Promise<number>;
}
