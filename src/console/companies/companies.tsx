// Companies: found by name, domain or id, with how many people and open conversations each has.
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { Company } from '../../protocol/companies';
import { useConsole } from '../context';
import { Icon } from '../icons';
import { useAgents } from '../macros/use-agents';
import { Listing, More, PageFrame } from '../ui/page-frame';
import { usePages } from '../data/use-pages';
import { tierWords } from '../text/tier-words';
import { CompanyDialog } from './company-dialog';
import { TierMark } from './tier-mark';
import { listed, plural, t } from '../i18n/translate';

export default function Companies() {
  const navigate = useNavigate();
  const [words, setWords] = useState('');
  const [tier, setTier] = useState('');
  const [making, setMaking] = useState(false);
  const [q] = useDebouncedValue(words.trim(), 250);
  const pages = usePages<Company>('companies', { q: q || undefined, tier: tier || undefined });
  return (
    <PageFrame title={t('Companies')} beside={<Beside onNew={() => setMaking(true)} />}>
      <div className="toolbar">
        <TextInput
          className="grow"
          aria-label={t('Search companies')}
          placeholder={t('Search by name, domain or your id')}
          leftSection={<Icon name="search" size={16} />}
          value={words}
          onChange={({ currentTarget }) => setWords(currentTarget.value)}
        />
        <NativeSelect
          aria-label={t('Tier')}
          data={[
            { value: '', label: t('Every tier') },
            ...Object.entries(tierWords).map(([value, label]) => ({ value, label })),
          ]}
          value={tier}
          onChange={({ currentTarget }) => setTier(currentTarget.value)}
        />
      </div>
      <Listing
        pages={pages}
        empty={
          q || tier
            ? t('No company is like that.')
            : t('No company yet. Add one, or put customers into one beside a conversation.')
        }
      >
        {pages.items.map((company) => (
          <Line key={company.id} company={company} />
        ))}
      </Listing>
      <More pages={pages} />
      {making && (
        <CompanyDialog
          company={undefined}
          onClose={() => setMaking(false)}
          onSaved={async ({ id }) => navigate(`/companies/${id}`)}
        />
      )}
    </PageFrame>
  );
}

function Beside({ onNew }: { onNew: () => void }) {
  const { user } = useConsole();
  return (
    <>
      <Button component={Link} to="/customers" variant="default">
        {t('All customers')}
      </Button>
      {user.role !== 'agent' && (
        <Button component={Link} to="/companies/import" variant="default">
          {t('Import companies')}
        </Button>
      )}
      <Button onClick={onNew}>{t('New company')}</Button>
    </>
  );
}

function Line({ company }: { company: Company }) {
  const { agents } = useAgents();
  const owner = agents.find(({ id }) => id === company.ownerId)?.displayName;
  return (
    <li>
      <span className="main">
        <Link to={`/companies/${company.id}`}>
          <bdi>{company.name}</bdi>
        </Link>{' '}
        <TierMark company={company} />
      </span>
      <span className="quiet">
        <bdi>{[listed(company.domains), owner].filter(Boolean).join(' · ')}</bdi>
      </span>
      <span className="quiet">{countWords(company)}</span>
    </li>
  );
}

const countWords = ({ customers, open }: Pick<Company, 'customers' | 'open'>) =>
  listed([
    plural(customers, { one: '1 person', other: '{count} people' }),
    t('{count} open', { count: open }),
  ]);
