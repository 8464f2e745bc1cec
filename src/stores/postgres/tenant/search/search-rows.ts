import type { EntityManager } from 'typeorm';
import type { Hit, Where } from '../../../../search/store';

export type Row = Hit & { rank: number; at: Date };

/** What is looked for, as PostgreSQL reads it. */
export interface Looked extends Where {
  words: string;
  tags: string;
}

const cancelled = '57014';

/** Undefined where it took longer: the transaction goes on. */
export async function inTime<T>(
  manager: EntityManager,
  ms: number,
  look: () => Promise<T>,
): Promise<T | undefined> {
  await manager.query(`SAVEPOINT look; SET LOCAL statement_timeout = ${ms}`);
  try {
    const found = await look();
    await manager.query('RELEASE SAVEPOINT look; SET LOCAL statement_timeout = DEFAULT');
    return found;
  } catch (error) {
    if ((error as { code?: unknown }).code !== cancelled) throw error;
    await manager.query('ROLLBACK TO SAVEPOINT look');
    return undefined;
  }
}
