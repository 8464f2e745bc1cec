// Who other customers are to this one.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { Link } from 'react-router';
import type { z } from 'zod';
import type { Relationship, relationshipList } from '../../protocol/relationships';
import { useConsole } from '../context';
import { sentence } from '../data/failure';
import { useAct } from '../hooks';
import { visitorName } from '../text/visitor-name';
import '../styles/customer-notes.css';
import { t } from '../i18n/translate';

const RelationshipDialog = lazy(() => import('./relationship-dialog'));
const RelationshipForm = lazy(() => import('./relationship-form'));

export default function Relationships({ customerId }: { customerId: string }) {
  const { http } = useConsole();
  const [adding, setAdding] = useState(false);
  const known = useQuery({
    queryKey: ['customer', customerId, 'relationships'],
    queryFn: () => http.get<z.infer<typeof relationshipList>>(`customers/${customerId}/relationships`),
    staleTime: 60_000,
  });
  const items = known.data?.items ?? [];
  return (
    <section aria-label={t('Relationships')}>
      <h2>{t('Relationships')}</h2>
      {known.isError && <p role="alert">{sentence(known.error)}</p>}
      {items.length > 0 && (
        <ul className="relationships">
          {items.map((one) => (
            <Related key={one.id} relationship={one} onGone={() => known.refetch()} />
          ))}
        </ul>
      )}
      <Button size="compact-sm" variant="default" onClick={() => setAdding(true)}>
        {t('Add a relationship…')}
      </Button>
      <Suspense>
        {adding && (
          <RelationshipDialog
            customerId={customerId}
            not={[customerId, ...items.map(({ other }) => other.id)]}
            onClose={() => setAdding(false)}
          />
        )}
      </Suspense>
    </section>
  );
}

interface Props {
  relationship: Relationship;
  onGone(): Promise<unknown>;
}

function Related({ relationship, onGone }: Props) {
  const { id, customerId, other, role } = relationship;
  const { http } = useConsole();
  const [busy, act] = useAct();
  const [changing, setChanging] = useState(false);
  const begin = useRef<HTMLButtonElement>(null);
  const close = () => {
    flushSync(() => setChanging(false));
    begin.current?.focus();
  };
  const name = other.name ?? visitorName(other.id);
  const remove = () =>
    act(async () => {
      await http.remove(`customers/${customerId}/relationships/${id}`);
      await onGone();
    });
  return (
    <li>
      <span className="relationship-who">
        <Link className="link" to={`/customers/${other.id}`}>
          <bdi>{name}</bdi>
        </Link>{' '}
        <span className="quiet">
          <bdi>{role}</bdi>
        </span>
      </span>
      {!changing && (
        <>
          <Button
            ref={begin}
            size="compact-sm"
            variant="default"
            aria-label={t('Change: {name}, {role}', { name, role })}
            onClick={() => setChanging(true)}
          >
            {t('Change…')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            loading={busy}
            aria-label={t('Remove: {name}, {role}', { name, role })}
            onClick={remove}
          >
            {t('Remove')}
          </Button>
        </>
      )}
      <Suspense>{changing && <RelationshipForm relationship={relationship} onClose={close} />}</Suspense>
    </li>
  );
}
