// Beside the conversation: who the customer is, earlier sessions, and the knowledge to answer from.
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useDeferredValue } from 'react';
import { Link } from 'react-router';
import type { CustomerDetails } from '../../protocol/customers';
import type { Session } from '../../protocol/model/session';
import { useConsole, useInbox } from '../context';
import { sentence } from '../data/failure';
import type { Page } from '../data/http';
import { useLookedAt } from '../conversation/looked-at';
import { useNow } from '../hooks';
import { channelIcon, Icon } from '../icons';
import { MergedInto } from '../conversation/merged-into';
import { withoutHalf } from '../text/clip';
import { short, whole } from '../text/time';
import { CustomerCard } from './customer-card';
import { t } from '../i18n/translate';

const KnowledgeSearch = lazy(() => import('./knowledge-search'));
const Playbooks = lazy(() => import('../playbooks/session-playbooks'));
const Objects = lazy(() => import('./objects'));
const ToolCalls = lazy(() => import('./tool-calls'));
const Summary = lazy(() => import('./session-summary'));
const Similar = lazy(() => import('./similar'));
const Memory = lazy(() => import('./memory'));
const Block = lazy(() => import('./block'));
const CompanyOf = lazy(() => import('../companies/of-customer'));
const LogCall = lazy(() => import('../customers/timeline/log-call'));
const CustomerNotes = lazy(() => import('./customer-notes'));
const Relationships = lazy(() => import('./relationships'));
const Attributes = lazy(() => import('./attributes'));

interface Props {
  sessionId: string | undefined;
  /** Inside a drawer, which has its own frame. */
  bare?: boolean;
}

export default function ContextPane({ sessionId, bare = false }: Props) {
  const session = useInbox((state) => (sessionId ? state.sessions[sessionId] : undefined));
  const shown = useShown(sessionId);
  const content = session && shown && (
    <>
      <Customer session={session} />
      <Suspense>
        <CompanyOf key={session.customerId} customerId={session.customerId} />
        <CustomerNotes key={`notes ${session.customerId}`} customerId={session.customerId} />
        <Playbooks key={session.id} session={session} />
        <Attributes customerId={session.customerId} />
        {session.status !== 'closed' && (
          <section>
            <Summary key={session.id} sessionId={session.id} headSeq={session.headSeq} />
          </section>
        )}
        <Relationships key={`related ${session.customerId}`} customerId={session.customerId} />
        <Objects customerId={session.customerId} />
        <ToolCalls sessionId={session.id} headSeq={session.headSeq} />
        <Memory customerId={session.customerId} />
      </Suspense>
      <Earlier session={session} />
      <Suspense>
        {session.status !== 'closed' && (
          <section>
            <Similar key={session.id} sessionId={session.id} headSeq={session.headSeq} />
          </section>
        )}
        <KnowledgeSearch sessionId={session.id} />
      </Suspense>
    </>
  );
  if (bare) return <div className="context bare">{content}</div>;
  return (
    <aside className="context" aria-label={t('Customer')}>
      {content}
    </aside>
  );
}

/**
 * The messages come first: what stands beside them is asked for and drawn once they are there, or cannot come now; beside
 * what is walked past, not at all.
 */
function useShown(sessionId = ''): boolean {
  const isRead = useInbox(
    ({ transcripts, opened, connection }) =>
      Boolean(transcripts[sessionId] ?? opened[sessionId]?.error) || connection === 'offline',
  );
  const looked = useLookedAt();
  return useDeferredValue(isRead && looked, false);
}

function Customer({ session }: { session: Session }) {
  const { http } = useConsole();
  const customer = useQuery({
    queryKey: ['customer', session.customerId],
    queryFn: () => http.get<CustomerDetails>(`customers/${session.customerId}`),
    staleTime: 60_000,
  });
  return (
    <section>
      <h2>{t('Customer')}</h2>
      <CustomerCard
        customerId={session.customerId}
        name={session.customerName}
        customer={customer.data}
        metadata={session.metadata}
        language={session.language}
      />
      {session.metadata['senderNotVerified'] === true && (
        <p className="failed">
          <Icon name="alert" size={14} /> <span>{t('Sender not verified')}</span>
        </p>
      )}
      {customer.isError && <p role="alert">{sentence(customer.error)}</p>}
      <p>
        <Link className="link to-customer" to={`/customers/${session.customerId}`}>
          {t('Open the customer')}
        </Link>
      </p>
      <Suspense>
        <div className="customer-ways">
          <LogCall key={session.customerId} customerId={session.customerId} />
          {customer.data && <Block customer={customer.data} />}
        </div>
      </Suspense>
    </section>
  );
}

function Earlier({ session }: { session: Session }) {
  const { http } = useConsole();
  const now = useNow(60_000);
  const earlier = useQuery({
    queryKey: ['earlier', session.customerId],
    queryFn: () => http.get<Page<Session>>('sessions', { customerId: session.customerId, limit: 6 }),
    staleTime: 30_000,
  });
  const items = (earlier.data?.items ?? []).filter(({ id }) => id !== session.id).slice(0, 5);
  return (
    <section>
      <h2>{t('Other conversations')}</h2>
      {earlier.isError && <p className="quiet">{sentence(earlier.error)}</p>}
      {earlier.isSuccess && items.length === 0 && <p className="quiet">{t('This is the only one.')}</p>}
      <ul className="earlier">
        {items.map((item) => (
          <li key={item.id}>
            <Link to={`/inbox/${item.id}?tab=${item.status === 'closed' ? 'closed' : 'all'}`}>
              <span className="quiet earlier-channel">
                <Icon name={channelIcon(item.channelType)} size={14} label={item.channelType} />
              </span>
              <span className="row-last" dir="auto">
                {withoutHalf(item.lastMessage?.text ?? '') || item.subject || t('No message')}
              </span>
              {item.status !== 'closed' && <span className="quiet">{t('Open|one conversation')}</span>}
              <time dateTime={item.lastMessageAt} title={whole(item.lastMessageAt)}>
                {short(item.lastMessageAt, now)}
              </time>
            </Link>
            <MergedInto session={item} here={session.id} others={items} />
            {item.status === 'closed' && !item.mergedInto && (
              <Suspense>
                <Summary sessionId={item.id} />
              </Suspense>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
