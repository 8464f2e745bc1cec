// One company: how much it counts, who looks after it, its people, and all their conversations over all channels.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import type { Company as CompanyData } from '../../protocol/companies';
import type { CustomerDetails } from '../../protocol/customers';
import type { Session } from '../../protocol/model/session';
import { useConsole } from '../context';
import { isMissing } from '../data/failure';
import { useAct, useNow } from '../hooks';
import { channelIcon, Icon } from '../icons';
import { useAgents } from '../macros/use-agents';
import { Listing, More, PageFrame, Trouble, Waiting } from '../ui/page-frame';
import NotFound from '../shell/not-found';
import { usePages } from '../data/use-pages';
import { DeleteButton } from '../ui/delete-button';
import { channelWord } from '../text/channel-name';
import { withoutHalf } from '../text/clip';
import { closedWord } from '../text/closed-word';
import { tierWords } from '../text/tier-words';
import { short, whole } from '../text/time';
import { customerNameOf, visitorName } from '../text/visitor-name';
import { CompanyDialog } from './company-dialog';
import { listed, t } from '../i18n/translate';

export default function Company() {
  const { companyId = '' } = useParams();
  const { http, user } = useConsole();
  const navigate = useNavigate();
  const [changing, setChanging] = useState(false);
  const [busy, act] = useAct();
  const company = useQuery({
    queryKey: ['companies', companyId],
    queryFn: () => http.get<CompanyData>(`companies/${companyId}`),
  });
  if (!company.data && isMissing(company.error)) return <NotFound />;
  const remove = () =>
    act(async () => {
      await http.remove(`companies/${companyId}`);
      await navigate('/companies');
    });
  return (
    <PageFrame
      title={company.data?.name ?? t('Company')}
      beside={
        company.data && (
          <>
            <Button variant="default" onClick={() => setChanging(true)}>
              {t('Change…')}
            </Button>
            {user.role !== 'agent' && <DeleteButton size="sm" busy={busy} onDelete={remove} />}
          </>
        )
      }
    >
      <p>
        <Link className="link" to="/companies">
          {t('All companies')}
        </Link>
      </p>
      {company.isError && <Trouble error={company.error} onRetry={() => void company.refetch()} />}
      {company.isPending && <Waiting />}
      {company.data && (
        <>
          <About company={company.data} />
          <Conversations companyId={companyId} />
          <People companyId={companyId} />
          {changing && <CompanyDialog company={company.data} onClose={() => setChanging(false)} />}
        </>
      )}
    </PageFrame>
  );
}

function About({ company }: { company: CompanyData }) {
  const { agents, known } = useAgents();
  const owner = agents.find(({ id }) => id === company.ownerId)?.displayName;
  const facts: Array<[string, string]> = [
    [t('Tier'), tierWords[company.tier]],
    [t('Looked after by'), owner ?? (company.ownerId && known ? t('An agent who is gone') : t('Nobody'))],
    ...(company.domains.length > 0 ? [[t('Domains'), listed(company.domains)] as [string, string]] : []),
    ...(company.externalId ? [[t('Your id'), company.externalId] as [string, string]] : []),
    ...Object.entries(company.attributes).map(([key, value]): [string, string] => [
      key.replaceAll('_', ' '),
      value === true ? t('Yes') : value === false ? t('No') : String(value),
    ]),
  ];
  return (
    <section>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt className="quiet">{name}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
      {company.notes && (
        <p dir="auto" style={{ whiteSpace: 'pre-wrap' }}>
          {company.notes}
        </p>
      )}
    </section>
  );
}

function Conversations({ companyId }: { companyId: string }) {
  const pages = usePages<Session>('sessions', {
    companyId,
  });
  const now = useNow(60_000);
  return (
    <section>
      <h2>{t('Conversations')}</h2>
      <Listing pages={pages} empty={t('Nobody of this company has written yet.')}>
        {pages.items.map((session) => (
          <li key={session.id}>
            <Icon
              name={channelIcon(session.channelType)}
              size={14}
              label={channelWord(session.channelType)}
            />
            <span className="main">
              <Link to={`/inbox/${session.id}?tab=${session.status === 'closed' ? 'closed' : 'all'}`}>
                <bdi>
                  {withoutHalf(session.lastMessage?.text ?? '') || session.subject || t('No message')}
                </bdi>
              </Link>
            </span>
            <span className="quiet">
              <bdi>{customerNameOf(session)}</bdi>
            </span>
            <span className="quiet">{session.status === 'closed' ? closedWord(session) : t('Open')}</span>
            <time className="quiet" dateTime={session.lastMessageAt} title={whole(session.lastMessageAt)}>
              {short(session.lastMessageAt, now)}
            </time>
          </li>
        ))}
      </Listing>
      <More pages={pages} />
    </section>
  );
}

function People({ companyId }: { companyId: string }) {
  const pages = usePages<Omit<CustomerDetails, 'identities'>>('customers', { companyId });
  return (
    <section>
      <h2>{t('People')}</h2>
      <Listing
        pages={pages}
        empty={t('Nobody belongs to it yet. Put customers into it beside a conversation.')}
      >
        {pages.items.map((customer) => (
          <li key={customer.id}>
            <span className="main">
              <Link to={`/customers/${customer.id}`}>
                <bdi>{customer.name ?? customer.email ?? customer.phone ?? visitorName(customer.id)}</bdi>
              </Link>
            </span>
            <span className="quiet">
              <bdi>{[customer.email, customer.phone].filter(Boolean).join(' · ')}</bdi>
            </span>
          </li>
        ))}
      </Listing>
      <More pages={pages} />
    </section>
  );
}
