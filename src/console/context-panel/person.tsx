// Who else is the same person, who may be, and how it is found out.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'react-router';
import type { IdentityList } from '../../protocol/customers';
import { useConsole } from '../context';
import { sentence } from '../data/failure';
import { useAct, useNow } from '../hooks';
import { short, whole } from '../text/time';
import { visitorName } from '../text/visitor-name';
import { Identity } from './identity';
import { Candidate } from './candidate';
import { t } from '../i18n/translate';

const LinkDialog = lazy(() => import('./link-dialog'));

type Linked = IdentityList['linked'][number];

export default function Person({ customerId }: { customerId: string }) {
  const { http } = useConsole();
  const [asking, setAsking] = useState(false);
  const known = useQuery({
    queryKey: ['identities', customerId],
    queryFn: () => http.get<IdentityList>(`customers/${customerId}/identities`),
    staleTime: 60_000,
  });
  if (known.isError) return <p role="alert">{sentence(known.error)}</p>;
  if (!known.data) return null;
  const { items, linked, suggestions } = known.data;
  return (
    <div className="person">
      {linked.map((link) => (
        <LinkedCustomer
          key={link.linkId}
          customerId={customerId}
          link={link}
          identities={items.filter((one) => one.customerId === link.customerId)}
        />
      ))}
      {suggestions.length > 0 && <h3>{t('May be the same person')}</h3>}
      {suggestions.map((one) => (
        <Candidate
          key={one.customerId}
          customerId={customerId}
          other={one}
          why={`${reasons[one.reason]}: ${one.value}`}
          {...(one.provedBy === 'channel' && one.reason === 'same_phone' && { reached: phone(one.value) })}
        />
      ))}
      <Button size="compact-sm" variant="default" onClick={() => setAsking(true)}>
        {t('Link…')}
      </Button>
      <Suspense>
        {asking && (
          <LinkDialog
            customerId={customerId}
            not={[customerId, ...linked.map((link) => link.customerId)]}
            onClose={() => setAsking(false)}
          />
        )}
      </Suspense>
    </div>
  );
}

const reasons = { same_phone: t('Same phone number'), same_email: t('Same e-mail') } as const;
const phone = (value: string) => ({ kind: 'phone' as const, value });

const evidences = {
  jwt: t('a signed identity'),
  channel: t('the channel'),
  code: t('a code that came back'),
  agent: t('an agent’s word'),
} as const;

interface LinkedProps {
  customerId: string;
  link: Linked;
  identities: IdentityList['items'];
}

function LinkedCustomer({ customerId, link, identities }: LinkedProps) {
  const { http } = useConsole();
  const [busy, act] = useAct();
  const now = useNow(60_000);
  const name = link.name ?? visitorName(link.customerId);
  return (
    <section className="linked" aria-label={t('Linked: {name}', { name })}>
      <p className="linked-head">
        <Link className="link" to={`/customers/${link.customerId}`}>
          <bdi>{name}</bdi>
        </Link>
        <Button
          size="compact-xs"
          variant="default"
          loading={busy}
          aria-label={t('Unlink {name}', { name })}
          onClick={() => act(() => http.remove(`customers/${customerId}/identities/${link.linkId}`))}
        >
          {t('Unlink')}
        </Button>
      </p>
      <ul className="identities">
        {identities.map((one) => (
          <Identity key={`${one.kind} ${one.value}`} identity={one} />
        ))}
      </ul>
      <p className="quiet">
        {t('Linked by {evidence}', { evidence: evidences[link.evidence] })}
        {link.linkedBy.kind !== 'system' && (
          <>
            {' · '}
            <bdi>{link.linkedBy.name}</bdi>
          </>
        )}{' '}
        ·{' '}
        <time dateTime={link.linkedAt} title={whole(link.linkedAt)}>
          {short(link.linkedAt, now)}
        </time>
      </p>
    </section>
  );
}
