import type { EntityManager } from 'typeorm';

/** What is shorter stands in other words, too. */
const shortest = 5;

/**
 * Coaching notes that belong to no conversation lose their words where they name this customer by an address, a number or
 * the whole name: before those are gone.
 */
export async function emptyNotesNaming(
  manager: EntityManager,
  { organizationId, customerId }: { organizationId: string; customerId: string },
): Promise<void> {
  await manager.query(
    `WITH known AS (
       SELECT unnest(ARRAY[email, phone, external_id, first_name || ' ' || last_name]) AS word
       FROM customers WHERE organization_id = $1 AND id = $2
       UNION SELECT value FROM customer_identities WHERE organization_id = $1 AND customer_id = $2)
     UPDATE coaching_notes SET text = ''
     WHERE organization_id = $1 AND session_id IS NULL AND EXISTS (
       SELECT FROM known WHERE char_length(word) >= ${shortest} AND (strpos(lower(text), lower(word)) > 0
         OR (word ~ '^[+]?[0-9]{7,}$' AND strpos(regexp_replace(text, '[^0-9]', '', 'g'), ltrim(word, '+')) > 0)))`,
    [organizationId, customerId],
  );
}
