// Customers by what they are called and known by.
import { Link } from 'react-router';
import type { CustomerDetails } from '../../protocol/customers';
import { Listing, More } from '../ui/page-frame';
import { usePages } from '../data/use-pages';
import { Avatar } from '../shell/avatar';
import { visitorName } from '../text/visitor-name';
import { t } from '../i18n/translate';

type Customer = Omit<CustomerDetails, 'identities'>;

export function People({ q }: { q: string }) {
  const pages = usePages<Customer>('customers', { q });
  return (
    <>
      <Listing pages={pages} empty={t('No customer is called or known by “{q}”.', { q })}>
        {pages.items.map((customer) => (
          <Person key={customer.id} customer={customer} />
        ))}
      </Listing>
      <More pages={pages} />
    </>
  );
}

const few = 3;

/** The first of them, above the places; nothing where there is none. */
export function FewPeople({ q, onAll }: { q: string; onAll: () => void }) {
  const { items } = usePages<Customer>('customers', { q });
  if (items.length === 0) return null;
  return (
    <section aria-label={t('Customers')}>
      <ul className="cards">
        {items.slice(0, few).map((customer) => (
          <Person key={customer.id} customer={customer} />
        ))}
      </ul>
      {items.length > few && (
        <button type="button" className="link" onClick={onAll}>
          {t('All customers that fit')}
        </button>
      )}
    </section>
  );
}

function Person({ customer }: { customer: Customer }) {
  const name = customer.name ?? customer.email ?? customer.phone ?? visitorName(customer.id);
  return (
    <li>
      <Avatar name={name} size={20} customerId={customer.id} />
      <span className="main">
        <Link to={`/customers/${customer.id}`} data-place>
          <bdi>{name}</bdi>
        </Link>
      </span>
      <span className="quiet">
        <bdi>{[customer.email, customer.phone, customer.externalId].filter(Boolean).join(' · ')}</bdi>
      </span>
    </li>
  );
}
