import { lazy, Suspense } from 'react';
import type { CustomerDetails } from '../../protocol/customers';
import { Avatar } from '../shell/avatar';
import { hrefOf } from '../text/links';
import { visitorName } from '../text/visitor-name';
import { Identity } from './identity';
import { t } from '../i18n/translate';

const MailStopped = lazy(() => import('./mail-stopped'));
const Person = lazy(() => import('./person'));
const VisitPart = lazy(() => import('./visit'));

type CustomerIdentity = CustomerDetails['identities'][number];

interface Props {
  customerId: string;
  name: string | undefined;
  customer: CustomerDetails | undefined;
  metadata?: Record<string, unknown>;
  /** In which they write, as far as that is known. */
  language?: string | undefined;
}

/** The name, each identity with how it was proved, who else is the same person, place and device in one line, and what else is on record. */
export function CustomerCard({ customerId, name, customer, metadata = {}, language }: Props) {
  const given = customer?.name ?? name;
  const shown = given ?? visitorName(customerId);
  const known = identities(customer);
  const all = { ...customer?.metadata, ...metadata };
  const visit = customer?.visit;
  const about = words(
    all,
    places.filter((key) => !visit || !(key in visit)),
  );
  return (
    <div className="customer-card">
      <p className="customer-name">
        <Avatar name={shown} size={36} customerId={customerId} />
        <bdi>{shown}</bdi>
      </p>
      <ul className="identities">
        {known.map((identity) => (
          <Identity key={`${identity.kind} ${identity.value}`} identity={identity} />
        ))}
        {customer && !given && known.length === 0 && (
          <li className="quiet">
            {t('Anonymous: the name is made up, and stays the same for this visitor.')}
          </li>
        )}
      </ul>
      {customer?.mailStopped && (
        <Suspense>
          <MailStopped customerId={customerId} stopped={customer.mailStopped} />
        </Suspense>
      )}
      <Suspense>{customer && <Person customerId={customerId} />}</Suspense>
      {about.length > 0 && <p className="quiet">{about.join(' · ')}</p>}
      {visit ? (
        <Suspense>
          <VisitPart visit={visit} language={language} />
        </Suspense>
      ) : (
        <Page address={all['page']} />
      )}
      {customer && <Facts metadata={customer.metadata} />}
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

const places = ['city', 'country', 'timeZone', 'device', 'os', 'browser', 'language'];
/** Shown elsewhere, or the server's own. */
const others = new Set([...places, 'page', 'pageTitle', 'referrer', 'userAgent', 'erased']);

function words(metadata: Record<string, unknown>, keys: readonly string[]): string[] {
  return keys
    .map((key) => metadata[key])
    .filter((value) => typeof value === 'string' && value !== '') as string[];
}

/** Where they write from; only a link when it leads to a page. */
function Page({ address }: { address: unknown }) {
  if (typeof address !== 'string' || address === '') return null;
  const href = /^https?:/.test(address) ? hrefOf(address) : undefined;
  return (
    <p className="customer-page">
      <span className="quiet">{t('On page')}</span>{' '}
      {href ? (
        <a className="link" href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
          {address}
        </a>
      ) : (
        <bdi>{address}</bdi>
      )}
    </p>
  );
}

function Facts({ metadata }: { metadata: Record<string, unknown> }) {
  const facts = Object.entries(metadata).filter(
    ([key, value]) => !others.has(key) && ['string', 'number', 'boolean'].includes(typeof value),
  );
  if (facts.length === 0) return null;
  return (
    <dl className="facts">
      {facts.map(([key, value]) => (
        <div key={key}>
          <dt className="quiet">{key.replaceAll('_', ' ')}</dt>
          <dd dir="auto">{String(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
