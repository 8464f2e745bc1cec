// Providers, the gate of the login, and the routes; each page beside the inbox is fetched when it is wanted.
import { DirectionProvider, MantineProvider } from '@mantine/core';
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { BrowserRouter, Navigate, Route, Routes } from 'react-router';
import type { CustomerDetails } from '../protocol/customers';
import { ConsoleContext, type Console } from './context';
import { createAuth, type Auth, type AuthState } from './data/auth';
import { createDrafts } from './data/drafts';
import { createDraftSync, markDrafts } from './data/draft-sync';
import { createNewlyAssignedStorage } from './data/newly-assigned';
import { createHttp } from './data/http';
import { createInbox } from './data/inbox';
import type { VisitNews } from './data/inbox-events';
import { createLive } from './data/live';
import { createOutboxStorage } from './data/outbox';
import { createQueries } from './data/queries';
import { createListeners } from './data/store';
import { InboxPage } from './inbox/inbox-page';
import { Part } from './ui/part';
import { Shell } from './shell/shell';
import { themeFor } from './ui/theme';
import { takeLanguageOf } from './i18n/languages';
import { t } from './i18n/translate';

// What is to be said waits for it.
const Notices = lazy(() => import('./shell/notices'));
const Arrive = lazy(() => import('./arrive/arrive'));
const Login = lazy(() => import('./arrive/login'));
const Customers = lazy(() => import('./customers/customers'));
const Customer = lazy(() => import('./customers/customer'));
const Companies = lazy(() => import('./companies/companies'));
const ImportCustomers = lazy(() => import('./customers/import-customers'));
const ImportCompanies = lazy(() => import('./companies/import'));
const Company = lazy(() => import('./companies/company'));
const Knowledge = lazy(() => import('./knowledge/knowledge'));
const Imports = lazy(() => import('./knowledge/imports'));
const MyDay = lazy(() => import('./sla/my-day'));
const Mentions = lazy(() => import('./mentions/mentions'));
const FollowUps = lazy(() => import('./follow-ups/follow-ups'));
const SearchPage = lazy(() => import('./search/search-page'));
const Analytics = lazy(() => import('./analytics/analytics'));
const Quality = lazy(() => import('./quality/quality'));
const Settings = lazy(() => import('./settings/settings'));
const NotFound = lazy(() => import('./shell/not-found'));

function reloadsFor(agent: Parameters<typeof takeLanguageOf>[1]): boolean {
  if (!takeLanguageOf({ storage: localStorage, wanted: navigator.languages }, agent)) return false;
  if (isByLink()) location.replace('/console/inbox');
  else location.reload();
  return true;
}

const isByLink = () => /^\/console\/(join|reset)$/.test(location.pathname);

export function App() {
  const [auth] = useState(() =>
    createAuth({ fetch: window.fetch.bind(window), storage: localStorage, reloadsFor }),
  );
  const state = useSyncExternalStore(auth.state.subscribe, auth.state.get);
  const [byLink, setByLink] = useState(isByLink);
  const theme = useMemo(() => themeFor(undefined), []);
  useEffect(() => {
    void auth.resume();
  }, [auth]);
  function arrived() {
    history.replaceState(null, '', '/console/inbox');
    setByLink(false);
  }
  return (
    <DirectionProvider>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <Part name={t('the console')}>
          <Part name={t('the notices')}>
            <Suspense>
              <Notices />
            </Suspense>
          </Part>
          {state.status === 'checking' && <div className="checking" aria-busy="true" />}
          <Suspense fallback={<div className="checking" aria-busy="true" />}>
            {byLink && state.status !== 'checking' && <Arrive auth={auth} onDone={arrived} />}
            {!byLink && state.status === 'out' && <Login auth={auth} reason={state.reason} />}
          </Suspense>
          {!byLink && state.status === 'in' && <SignedIn key={state.user.id} auth={auth} login={state} />}
        </Part>
      </MantineProvider>
    </DirectionProvider>
  );
}

function SignedIn({ auth, login }: { auth: Auth; login: Extract<AuthState, { status: 'in' }> }) {
  const [parts] = useState(() => compose(auth, login));
  useEffect(() => {
    const { inbox } = parts.console;
    const off = inbox.onCustomer((id) => renew(parts.queries, id));
    const offVisit = inbox.onVisit((news) => showVisit(parts.queries, news));
    const offLabels = inbox.onLabels(() => {
      for (const key of ['labels', 'views']) void parts.queries.invalidateQueries({ queryKey: [key] });
    });
    const offAlert = inbox.onAlert(({ kind }) => kind === 'mentioned' && renewMentions(parts.queries));
    // It is sent now, or it is in the browser and goes with the next connection.
    const letGo = () => void inbox.sending.sentAll();
    window.addEventListener('pagehide', letGo);
    const offDrafts = markDrafts(parts.console);
    inbox.start();
    parts.draftSync.start();
    return () => {
      window.removeEventListener('pagehide', letGo);
      offDrafts();
      off();
      offVisit();
      offLabels();
      offAlert();
      inbox.stop();
    };
  }, [parts]);
  return (
    <ConsoleContext value={parts.console}>
      <QueryClientProvider client={parts.queries}>
        <BrowserRouter basename="/console">
          <Routes>
            <Route element={<Shell />}>
              <Route path="inbox/:sessionId?" element={<InboxPage />} />
              <Route path="customers" element={<Customers />} />
              <Route path="customers/import" element={<ImportCustomers />} />
              <Route path="customers/:customerId" element={<Customer />} />
              <Route path="companies" element={<Companies />} />
              <Route path="companies/import" element={<ImportCompanies />} />
              <Route path="companies/:companyId" element={<Company />} />
              <Route path="knowledge" element={<Knowledge />} />
              <Route path="knowledge/import" element={<Imports />} />
              <Route path="my-day" element={<MyDay />} />
              <Route path="mentions" element={<Mentions />} />
              <Route path="follow-ups" element={<FollowUps />} />
              <Route path="search" element={<SearchPage />} />
              <Route path="analytics/*" element={<Analytics />} />
              <Route path="quality/*" element={<Quality />} />
              <Route path="settings" element={<Settings />} />
              <Route index element={<Navigate to="/inbox" replace />} />
              <Route path="*" element={<NotFound />} />
            </Route>
          </Routes>
        </BrowserRouter>
      </QueryClientProvider>
    </ConsoleContext>
  );
}

function compose(auth: Auth, login: Extract<AuthState, { status: 'in' }>) {
  const http = createHttp({ fetch: window.fetch.bind(window), auth });
  const live = createLive({ auth });
  const storage = createOutboxStorage(localStorage, login.user.id);
  const userId = login.user.id;
  const inbox = createInbox({ http, live, storage, given: createNewlyAssignedStorage(localStorage, userId) });
  const drafts = createDrafts(localStorage, userId);
  const draftSync = createDraftSync({ drafts, http, live, storage: localStorage, userId });
  const console: Console = {
    auth,
    http,
    inbox,
    drafts,
    macros: createListeners<string | undefined>(),
    offers: new Map(),
    user: login.user,
    ...(login.agent && { agent: login.agent }),
  };
  return { console, queries: createQueries(), draftSync };
}

/** What pages show of a customer; of every customer, when it is not known of which something changed. */
function renew(queries: QueryClient, customerId: string | undefined): void {
  if (customerId === undefined) renewMentions(queries);
  void queries.invalidateQueries({ queryKey: ['companies'] });
  for (const name of ['customer', 'copilot', 'identities', 'earlier', 'timeline'])
    void queries.invalidateQueries({ queryKey: customerId === undefined ? [name] : [name, customerId] });
}

/** Into what is known of the customer already. */
function showVisit(queries: QueryClient, { customerId, visit }: VisitNews): void {
  queries.setQueryData<CustomerDetails>(['customer', customerId], (known) => known && { ...known, visit });
}

const renewMentions = (queries: QueryClient) => void queries.invalidateQueries({ queryKey: ['mentions'] });
