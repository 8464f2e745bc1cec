// What the organization's programs know of the customer: orders, subscriptions, devices.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CustomerObject } from '../../protocol/objects';
import { useConsole } from '../context';
import { sentence } from '../data/failure';
import type { Page } from '../data/http';
import { useNow } from '../hooks';
import { Icon } from '../icons';
import { hrefOf } from '../text/links';
import { short, whole } from '../text/time';
import '../styles/objects.css';
import { t } from '../i18n/translate';
import { withParts } from '../i18n/parts';

/** Shown before anybody asks for more. */
const few = 4;

export default function Objects({ customerId }: { customerId: string }) {
  const { http } = useConsole();
  const [all, setAll] = useState(false);
  const known = useQuery({
    queryKey: ['customer', customerId, 'objects'],
    queryFn: () => http.get<Page<CustomerObject>>(`customers/${customerId}/objects`, { limit: 200 }),
    staleTime: 60_000,
  });
  if (known.isError) return <p role="alert">{sentence(known.error)}</p>;
  const items = known.data?.items ?? [];
  if (items.length === 0) return null;
  const sorted = [...items].sort((a, b) => Number(b.isOpen) - Number(a.isOpen));
  return (
    <section aria-label={t('Orders and more')}>
      <h2>{t('Orders and more')}</h2>
      <ul className="objects">
        {sorted.slice(0, all ? undefined : few).map((object) => (
          <Known key={`${object.customerId} ${object.type} ${object.objectId}`} object={object} />
        ))}
      </ul>
      {items.length > few && !all && (
        <Button size="compact-sm" variant="default" onClick={() => setAll(true)}>
          {t('Show all {count}', { count: items.length })}
          {known.data?.nextCursor ? ` ${t('of the newest')}` : ''}
        </Button>
      )}
    </section>
  );
}

function Known({ object }: { object: CustomerObject }) {
  const now = useNow(60_000);
  const { type, objectId, status, title, isOpen, updatedAt } = object;
  return (
    <li>
      <details>
        <summary>
          <span className="object-name">
            <span className="object-type">{type}</span> <bdi>{objectId}</bdi>
          </span>
          <span className={isOpen ? 'object-status' : 'object-status quiet'}>
            <Icon
              name={isOpen ? 'clock' : 'check'}
              size={14}
              label={isOpen ? t('Open|order') : t('Over|order')}
            />{' '}
            <bdi>{status ?? (isOpen ? t('Open|order') : t('Over|order'))}</bdi>
          </span>
          {title && (
            <span className="object-title quiet" dir="auto">
              {title}
            </span>
          )}
        </summary>
        <Fields object={object} />
        <p className="quiet">
          {withParts(t('Sent {time}'), {
            time: (
              <time dateTime={updatedAt} title={whole(updatedAt)}>
                {short(updatedAt, now)}
              </time>
            ),
          })}
        </p>
      </details>
    </li>
  );
}

function Fields({ object: { fields, url } }: { object: CustomerObject }) {
  const href = url !== undefined && /^https?:/.test(url) ? hrefOf(url) : undefined;
  return (
    <>
      <dl className="facts">
        {Object.entries(fields).map(([name, value]) => (
          <div key={name}>
            <dt className="quiet">{inWords(name)}</dt>
            <dd dir="auto">{String(value)}</dd>
          </div>
        ))}
      </dl>
      {href && (
        <a className="link" href={href} target="_blank" rel="noopener noreferrer nofollow">
          {t('Open it')}
        </a>
      )}
    </>
  );
}

/** `expectedDelivery` and `expected_delivery` as "expected delivery". */
const inWords = (name: string) =>
  name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/[_.-]+/g, ' ')
    .toLowerCase();
