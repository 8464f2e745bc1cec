// Where a customer belongs: said, offered or chosen with one press, and what others of the company wrote.
import { Button, Select } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import type { CompanyOfCustomer } from '../../protocol/companies';
import type { Session } from '../../protocol/model/session';
import { useConsole } from '../context';
import { sentence } from '../data/failure';
import type { Page } from '../data/http';
import { useAct, useNow } from '../hooks';
import { useAgents } from '../macros/use-agents';
import { withoutHalf } from '../text/clip';
import { short, whole } from '../text/time';
import { customerNameOf } from '../text/visitor-name';
import { CompanyDialog } from './company-dialog';
import { TierMark } from './tier-mark';
import { useCompanies } from './use-companies';
import { withParts } from '../i18n/parts';
import { t } from '../i18n/translate';

type Company = NonNullable<CompanyOfCustomer['company']>;

export default function CompanyOf({ customerId }: { customerId: string }) {
  const { http } = useConsole();
  const of = useQuery({
    queryKey: ['companies', 'of', customerId],
    queryFn: () => http.get<CompanyOfCustomer>(`customers/${customerId}/company`),
    staleTime: 60_000,
  });
  if (of.isError) return <p role="alert">{sentence(of.error)}</p>;
  if (!of.data) return null;
  return (
    <section aria-label={t('Company')}>
      <h2>{t('Company')}</h2>
      {of.data.company ? (
        <Belongs customerId={customerId} company={of.data.company} />
      ) : (
        <Nowhere customerId={customerId} offers={of.data.offers} />
      )}
    </section>
  );
}

function useJoin(customerId: string) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const [busy, act] = useAct();
  const known = () => queries.invalidateQueries({ queryKey: ['companies'] });
  async function put(companyId: string): Promise<void> {
    await http.put(`customers/${customerId}/company`, { companyId });
    await known();
  }
  return {
    busy,
    put,
    join: (companyId: string) => act(() => put(companyId)),
    leave: () =>
      act(async () => {
        await http.remove(`customers/${customerId}/company`);
        await known();
      }),
  };
}

function Belongs({ customerId, company }: { customerId: string; company: Company }) {
  const { agents } = useAgents(company.ownerId !== undefined);
  const { busy, leave } = useJoin(customerId);
  const owner = agents.find(({ id }) => id === company.ownerId)?.displayName;
  return (
    <>
      <p>
        <Link className="link" to={`/companies/${company.id}`}>
          <bdi>{company.name}</bdi>
        </Link>{' '}
        <TierMark company={company} />
      </p>
      {owner && (
        <p className="quiet">{withParts(t('Looked after by {name}'), { name: <bdi>{owner}</bdi> })}</p>
      )}
      {company.notes && (
        <p dir="auto" style={{ whiteSpace: 'pre-wrap' }}>
          {company.notes}
        </p>
      )}
      <Button mt={4} size="compact-sm" variant="default" loading={busy} onClick={leave}>
        {t('Take out of {name}', { name: company.name })}
      </Button>
      <Others customerId={customerId} company={company} />
    </>
  );
}

function Nowhere({ customerId, offers }: { customerId: string; offers: CompanyOfCustomer['offers'] }) {
  const [words, setWords] = useState('');
  const [wanted, setWanted] = useState(false);
  const [making, setMaking] = useState<{ name: string; domains: string[] }>();
  const found = useCompanies(words, wanted);
  const { busy, join, put } = useJoin(customerId);
  return (
    <>
      {offers.map(({ domain, companyId, name }) => (
        <p key={domain}>
          <span className="quiet">
            {withParts(t('Writes from {domain}, which is proved.'), { domain: <bdi>{domain}</bdi> })}
          </span>{' '}
          <Button
            size="compact-sm"
            loading={busy}
            onClick={() => (companyId ? join(companyId) : setMaking({ name: '', domains: [domain] }))}
          >
            {companyId ? t('Put into {name}', { name: name ?? '' }) : t('New company…')}
          </Button>
        </p>
      ))}
      <Select
        aria-label={t('Put into a company')}
        placeholder={t('Put into a company…')}
        size="xs"
        searchable
        disabled={busy}
        filter={({ options }) => options}
        nothingFoundMessage={t('No company is called that.')}
        data={found.map(({ id, name }) => ({ value: id, label: name }))}
        value={null}
        searchValue={words}
        onSearchChange={setWords}
        onFocus={() => setWanted(true)}
        onChange={(companyId) => companyId && join(companyId)}
      />
      {offers.length === 0 && (
        <Button
          mt={4}
          size="compact-sm"
          variant="default"
          onClick={() => setMaking({ name: words, domains: [] })}
        >
          {t('New company…')}
        </Button>
      )}
      {making && (
        <CompanyDialog
          company={undefined}
          begin={making}
          onClose={() => setMaking(undefined)}
          onSaved={({ id }) => put(id)}
        />
      )}
    </>
  );
}

const shown = 5;

function Others({ customerId, company }: { customerId: string; company: Company }) {
  const { http } = useConsole();
  const now = useNow(60_000);
  const all = useQuery({
    queryKey: ['companies', company.id, 'sessions'],
    queryFn: () => http.get<Page<Session>>('sessions', { companyId: company.id, limit: 20 }),
    staleTime: 30_000,
  });
  const others = (all.data?.items ?? []).filter((one) => one.customerId !== customerId).slice(0, shown);
  if (others.length === 0) return null;
  return (
    <>
      <h3 className="quiet">
        {withParts(t('Others of {company} wrote'), { company: <bdi>{company.name}</bdi> })}
      </h3>
      <ul className="earlier">
        {others.map((session) => (
          <li key={session.id}>
            <Link to={`/inbox/${session.id}?tab=${session.status === 'closed' ? 'closed' : 'all'}`}>
              <bdi>{customerNameOf(session)}</bdi>
              <span className="row-last" dir="auto">
                {withoutHalf(session.lastMessage?.text ?? '') || session.subject || t('No message')}
              </span>
              {session.status !== 'closed' && <span className="quiet">{t('Open')}</span>}
              <time dateTime={session.lastMessageAt} title={whole(session.lastMessageAt)}>
                {short(session.lastMessageAt, now)}
              </time>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
