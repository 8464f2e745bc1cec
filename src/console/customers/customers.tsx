import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { Link } from 'react-router';
import type { CustomerDetails } from '../../protocol/customers';
import { useConsole } from '../context';
import { useNow } from '../hooks';
import { Icon } from '../icons';
import { short, whole } from '../text/time';
import { visitorName } from '../text/visitor-name';
import { Listing, More, PageFrame } from '../ui/page-frame';
import { usePages } from '../data/use-pages';
import { t } from '../i18n/translate';

type Customer = Omit<CustomerDetails, 'identities'>;

export default function Customers() {
  const [words, setWords] = useState('');
  const [q] = useDebouncedValue(words.trim(), 250);
  const pages = usePages<Customer>('customers', { q });
  const now = useNow(60_000);
  const { user } = useConsole();
  return (
    <PageFrame
      title={t('Customers')}
      beside={
        <>
          <Button component={Link} to="/companies" variant="default">
            {t('Companies')}
          </Button>
          {user.role !== 'agent' && (
            <Button component={Link} to="/customers/import" variant="default">
              {t('Import customers')}
            </Button>
          )}
        </>
      }
    >
      <div className="toolbar">
        <TextInput
          className="grow"
          aria-label={t('Search customers')}
          placeholder={t('Search by name, e-mail, phone or your id')}
          leftSection={<Icon name="search" size={16} />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      </div>
      <Listing
        pages={pages}
        empty={q ? t('Nobody found for “{q}”.', { q }) : t('No customer has written yet.')}
      >
        {pages.items.map((customer) => (
          <li key={customer.id}>
            <span className="main">
              <Link to={`/customers/${customer.id}`}>
                <bdi>{customer.name ?? customer.email ?? customer.phone ?? visitorName(customer.id)}</bdi>
              </Link>
            </span>
            <span className="quiet">
              <bdi>{[customer.email, customer.phone, customer.externalId].filter(Boolean).join(' · ')}</bdi>
            </span>
            <time className="quiet" dateTime={customer.createdAt} title={whole(customer.createdAt)}>
              {short(customer.createdAt, now)}
            </time>
          </li>
        ))}
      </Listing>
      <More pages={pages} />
    </PageFrame>
  );
}
