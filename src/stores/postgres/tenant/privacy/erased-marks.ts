// By what erased customers are known again: marks that only this installation makes, and nobody reads a value from.
import type { EntityManager } from 'typeorm';

/** See `Seal`. */
export type Mark = (text: string) => string;

/** Of what stood on record, and was nobody's identity: it counts only where somebody is written down again. */
export function notedMarks(
  mark: Mark,
  { email, phone }: { email?: string | null | undefined; phone?: string | null | undefined },
): string[] {
  return [
    ...(email ? [mark(`noted_email ${email}`)] : []),
    ...(phone ? [mark(`noted_phone ${phone.replace(/^00|\D/g, '')}`)] : []),
  ];
}

/** Who was erased last with one of these marks. */
export async function erasedWith(
  manager: EntityManager,
  organizationId: string,
  marks: readonly string[],
): Promise<{ customerId: string; erasedAt: string } | undefined> {
  const [row] = await manager.query<Array<{ id: string; erasedAt: Date }>>(
    `SELECT id, erased_at AS "erasedAt" FROM customers
     WHERE organization_id = $1 AND erased_marks <> '{}' AND erased_marks && $2::text[]
     ORDER BY erased_at DESC LIMIT 1`,
    [organizationId, marks],
  );
  return row && { customerId: row.id, erasedAt: row.erasedAt.toISOString() };
}
