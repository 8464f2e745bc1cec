import type { CustomerDetails } from '../../protocol/customers';
import { Avatar } from '../shell/avatar';
import { Icon } from '../icons';

type CustomerIdentity = CustomerDetails['identities'][number];

const kinds = { phone: 'Phone', whatsapp: 'WhatsApp', email: 'E-mail', external: 'Your id' } as const;
const proofs = {
  jwt: 'signed by you',
  channel: 'proved by the channel',
  agent: 'entered by an agent',
  none: 'not proved',
} as const;

interface Props {
  name: string | undefined;
  customer: CustomerDetails | undefined;
  metadata?: Record<string, unknown>;
}

/** The name, each identity with how it was proved, place and device in one line. */
export function CustomerCard({ name, customer, metadata = {} }: Props) {
  const shown = customer?.name ?? name ?? 'Visitor';
  const known = identities(customer);
  const about = aboutLine({ ...customer?.metadata, ...metadata });
  return (
    <div className="customer-card">
      <p className="customer-name">
        <Avatar name={shown} size={36} />
        <bdi>{shown}</bdi>
      </p>
      <ul className="identities">
        {known.map(({ kind, value, provedBy }) => (
          <li key={`${kind} ${value}`}>
            <span className="quiet">{kinds[kind]}</span> <bdi className="value">{value}</bdi>
            <span className={provedBy === 'none' ? 'proof open' : 'proof'}>
              <Icon name={provedBy === 'none' ? 'alert' : 'check'} size={12} /> {proofs[provedBy]}
            </span>
          </li>
        ))}
        {customer && known.length === 0 && (
          <li className="quiet">Anonymous: nothing is known beside this conversation.</li>
        )}
      </ul>
      {about && <p className="quiet">{about}</p>}
    </div>
  );
}

function identities(customer: CustomerDetails | undefined): CustomerIdentity[] {
  if (!customer) return [];
  const known = customer.identities;
  const has = (kind: string) => known.some((identity) => identity.kind === kind);
  return [
    ...known,
    ...(customer.email && !has('email')
      ? [{ kind: 'email' as const, value: customer.email, provedBy: 'none' as const }]
      : []),
    ...(customer.phone && !has('phone')
      ? [{ kind: 'phone' as const, value: customer.phone, provedBy: 'none' as const }]
      : []),
  ];
}

function aboutLine(metadata: Record<string, unknown>): string {
  return ['city', 'country', 'device', 'browser', 'page', 'language']
    .map((key) => metadata[key])
    .filter((value): value is string => typeof value === 'string' && value !== '')
    .join(' · ');
}
