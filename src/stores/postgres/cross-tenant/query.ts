import type { Pool } from 'pg';
import { asUnavailable } from '../../unavailable';

/** Runs one statement and gives its rows; `name` makes it a prepared one. */
export type Query = <Row extends object>(name: string, text: string, values?: unknown[]) => Promise<Row[]>;

export function queryOf(pool: Pool): Query {
  return async <Row extends object>(name: string, text: string, values: unknown[] = []) => {
    try {
      return (await pool.query<Row>({ name, text, values })).rows;
    } catch (error) {
      throw asUnavailable(error);
    }
  };
}
