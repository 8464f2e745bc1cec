// Whose data may be told in a conversation: of those only whom something proves to be the one who writes.
import type { SessionState } from '../sessions/session';
import type { MailThread } from '../sessions/mail-thread';
import type { CustomerLink, PersonIdentity, SentCode } from './link-store';

/** A code that came back counts for so long: who else comes to the same browser later is not who had the mailbox. */
export const codeHours = 24;

export type Writer = Pick<SessionState, 'organizationId' | 'customerId' | 'channelType' | 'metadata'>;

export interface ProvedDeps {
  linksOf(organizationId: string, customerId: string): Promise<CustomerLink[]>;
  identities(organizationId: string, customerIds: readonly string[]): Promise<PersonIdentity[]>;
  /** Whose code this customer wrote back within these hours. */
  provedBy(
    organizationId: string,
    customerId: string,
    hours: number,
  ): Promise<Array<SentCode['provedCustomerId']>>;
}

export type ProvedCustomers = ReturnType<typeof createProvedCustomers>;

/** @returns the customers whose data is the writer's own; none: nobody knows who writes */
export function createProvedCustomers(deps: ProvedDeps) {
  return async (writer: Writer): Promise<string[]> => {
    const { organizationId, customerId } = writer;
    const codes = await deps.provedBy(organizationId, customerId, codeHours);
    const starts = [customerId, ...codes];
    const links = (await Promise.all(starts.map((id) => deps.linksOf(organizationId, id)))).flat();
    const ids = new Set([...starts, ...links.flatMap((one) => [one.customerId, one.linkedCustomerId])]);
    const identities = await deps.identities(organizationId, [...ids]);
    const own = identities.filter((one) => one.customerId === customerId);
    return reach([...(isProved(writer, own) ? [customerId] : []), ...codes], { links, identities });
  };
}

/** On the web by a signature, elsewhere by the channel itself: the same browser proves nothing. */
export function isProved(
  { channelType, metadata }: Pick<Writer, 'channelType' | 'metadata'>,
  own: readonly Pick<PersonIdentity, 'kind' | 'provedBy'>[],
): boolean {
  if (metadata['senderNotVerified'] === true) return false;
  if (channelType === 'web')
    return own.some(({ kind, provedBy }) => kind === 'external' && provedBy === 'jwt');
  // What is answered goes to everybody who takes part.
  const thread = metadata['mail'] as MailThread | undefined;
  if (thread && thread.participants.length > 1) return false;
  return own.some(
    ({ kind, provedBy }) =>
      kind !== 'visitor' && kind !== 'unverified_email' && kind !== 'external' && provedBy === 'channel',
  );
}

/**
 * Who else is the same person: by what the organization signed, the channel proved or an agent said. Not by a code, which
 * proves one way and for a while, nor through a browser that somebody signed in from.
 */
export function reach(
  starts: readonly string[],
  { links, identities }: { links: readonly CustomerLink[]; identities: readonly PersonIdentity[] },
): string[] {
  const isKnown = (id: string) =>
    identities.some(
      ({ customerId, kind, provedBy }) =>
        customerId === id && kind !== 'visitor' && kind !== 'unverified_email' && provedBy !== 'none',
    );
  const found = new Set(starts);
  for (const id of found)
    for (const { customerId, linkedCustomerId, evidence } of links) {
      const other = customerId === id ? linkedCustomerId : linkedCustomerId === id ? customerId : undefined;
      if (other === undefined || evidence === 'code') continue;
      if (evidence === 'agent' || isKnown(other)) found.add(other);
    }
  return [...found];
}
