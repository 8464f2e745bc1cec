// Which facts of a conversation the customer's record does not hold yet.
import { valuesOf } from '../../protocol/fact-values';
import type { CustomerDetails } from '../../protocol/customers';

type Known = Pick<CustomerDetails, 'email' | 'phone' | 'metadata'>;

export interface FactsChange {
  email?: string;
  phone?: string;
  metadata?: Record<string, string | number | boolean>;
}

/** The longest value that a record takes, and how many. */
const longest = 1_000;
const most = 50;

/** What to change, so that the record holds them; undefined when it does. An address that is there already stays. */
export function unsavedFacts(customer: Known, facts: Record<string, string>): FactsChange | undefined {
  const change: FactsChange = {};
  const metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(facts)) {
    const field = name === 'email' || name === 'phone' ? name : undefined;
    // Several in one fact: which of them is the customer's own, nobody knows.
    if (field && !customer[field] && valuesOf(name, value).length === 1) change[field] = value;
    else if (!field || customer[field] !== value) metadata[keyOf(name)] = value.slice(0, longest);
  }
  const fresh = Object.entries(metadata).filter(([key, value]) => customer.metadata[key] !== value);
  if (fresh.length > 0) {
    const all = { ...(customer.metadata as Record<string, string>), ...Object.fromEntries(fresh) };
    if (Object.keys(all).length <= most) change.metadata = all;
  }
  return Object.keys(change).length > 0 ? change : undefined;
}

function keyOf(name: string): string {
  return (
    name
      .trim()
      .replace(/[^\w.-]+/g, '_')
      .slice(0, 100) || 'fact'
  );
}
