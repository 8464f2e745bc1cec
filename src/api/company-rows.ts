// Rows of a table, each looked at for itself: one that is no company holds up no other.
import type { CompanyRow } from '../customers/companies';
import { newCompany } from '../protocol/companies';

const mostErrors = 5;

export function readRows(rows: readonly unknown[]): CompanyRow[] {
  return rows.map((row) => {
    const parsed = newCompany.safeParse(row);
    if (parsed.success) return { company: parsed.data };
    const { issues } = parsed.error;
    const errors = issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
    return { errors: errors.slice(0, mostErrors) };
  });
}
