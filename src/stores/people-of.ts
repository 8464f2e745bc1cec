import type { ConnectionInfo } from '../routing/store';

/** Whose connection it is: an agent's, or a customer's with whom the same browser was before it signed in. */
export const peopleOf = ({ agentId, customerId, anonymousId }: ConnectionInfo): string[] =>
  [agentId, customerId, anonymousId].filter((id) => id !== undefined);
