import { useQuery } from '@tanstack/react-query';
import type { CustomerDetails } from '../../../protocol/customers';
import type { Session } from '../../../protocol/model/session';
import type { Organization } from '../../../protocol/people';
import { attributeVariables, channelWord, firstNameOf, type ReplyValues } from '../../../protocol/reply-text';
import { useConsole, useInbox } from '../../context';
import { agentName } from '../../data/inbox-state';

/** What is known for the variables of a reply: only what is, so that the rest is seen to be missing. */
export function useReplyValues(session: Session): ReplyValues {
  const { http } = useConsole();
  const agent = agentName(useInbox((state) => state.agent));
  const { data: customer } = useQuery({
    queryKey: ['customer', session.customerId],
    queryFn: () => http.get<CustomerDetails>(`customers/${session.customerId}`),
    staleTime: 60_000,
  });
  const { data: organization } = useQuery({
    queryKey: ['organizations/current'],
    queryFn: () => http.get<Organization>('organizations/current'),
    staleTime: 600_000,
  });
  const name = customer?.name ?? session.customerName;
  return given({
    ...attributeVariables(customer?.attributes),
    'customer.first_name': customer?.firstName ?? firstNameOf(name),
    'customer.name': name,
    'customer.email': customer?.email,
    'agent.first_name': firstNameOf(agent),
    'agent.name': agent,
    'organization.name': organization?.name,
    'session.channel': channelWord(session.channelType),
    'session.subject': session.subject,
  });
}

function given(values: { [Name in keyof ReplyValues]: string | undefined }): ReplyValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value));
}
