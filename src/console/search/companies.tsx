// Companies by name, domain and the organization's own id.
import { Link } from 'react-router';
import type { Company } from '../../protocol/companies';
import { TierMark } from '../companies/tier-mark';
import { Icon } from '../icons';
import { Listing, More } from '../ui/page-frame';
import { usePages } from '../data/use-pages';
import { listed, t } from '../i18n/translate';

export function Companies({ q }: { q: string }) {
  const pages = usePages<Company>('companies', { q });
  return (
    <>
      <Listing pages={pages} empty={t('No company is called or known by “{q}”.', { q })}>
        {pages.items.map((company) => (
          <Line key={company.id} company={company} />
        ))}
      </Listing>
      <More pages={pages} />
    </>
  );
}

const few = 3;

/** The first of them, above the places; nothing where there is none. */
export function FewCompanies({ q, onAll }: { q: string; onAll: () => void }) {
  const { items } = usePages<Company>('companies', { q });
  if (items.length === 0) return null;
  return (
    <section aria-label={t('Companies')}>
      <ul className="cards">
        {items.slice(0, few).map((company) => (
          <Line key={company.id} company={company} />
        ))}
      </ul>
      {items.length > few && (
        <button type="button" className="link" onClick={onAll}>
          {t('All companies that fit')}
        </button>
      )}
    </section>
  );
}

function Line({ company }: { company: Company }) {
  return (
    <li>
      <span className="quiet">
        <Icon name="people" size={16} label={t('Company')} />
      </span>
      <span className="main">
        <Link to={`/companies/${company.id}`} data-place>
          <bdi>{company.name}</bdi>
        </Link>{' '}
        <TierMark company={company} />
      </span>
      <span className="quiet">
        <bdi>{[listed(company.domains), company.externalId].filter(Boolean).join(' · ')}</bdi>
      </span>
    </li>
  );
}
