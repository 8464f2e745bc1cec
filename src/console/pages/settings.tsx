import { Tabs } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useSearchParams } from 'react-router';
import type { Role } from '../../protocol/model/roles';
import { useConsole } from '../context';
import { PageFrame } from './page-frame';
import { AiSettings } from './settings-ai';
import { ThisBrowser } from './settings-browser';
import { Channels } from './channels/channels';
import { BusinessHours } from './settings-hours';
import { ApiKeys } from './settings-keys';
import { OwnPassword } from './settings-password';
import { People } from './settings-people';
import { RoutingSettings } from './settings-routing';

const Replies = lazy(() => import('./replies/replies'));
const Macros = lazy(() => import('./macros/macros'));
const AuditLog = lazy(() => import('./settings-audit'));
const HelpCentre = lazy(() => import('./settings-help-centre'));
const Teams = lazy(() => import('./settings-teams'));
const Tools = lazy(() => import('./tools/tools'));

export default function Settings() {
  const { user } = useConsole();
  const [search, setSearch] = useSearchParams();
  const sections = sectionsFor(user.role);
  const asked = search.get('section');
  const shown = sections.some(({ key }) => key === asked) ? asked : sections[0]!.key;
  return (
    <PageFrame title="Settings">
      <Tabs value={shown} onChange={(key) => key && setSearch({ section: key })} keepMounted={false}>
        <Tabs.List mb={16}>
          {sections.map(({ key, label }) => (
            <Tabs.Tab key={key} value={key}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {sections.map(({ key, body }) => (
          <Tabs.Panel key={key} value={key}>
            <Suspense>{body}</Suspense>
          </Tabs.Panel>
        ))}
      </Tabs>
    </PageFrame>
  );
}

/** What an agent sees, what a supervisor may look at besides, and what an admin may change. */
function sectionsFor(role: Role) {
  const admin = role === 'admin';
  const looks = role !== 'agent';
  const all = [
    looks && { key: 'channels', label: 'Channels', body: <Channels mayWrite={admin} /> },
    looks && { key: 'hours', label: 'Business hours', body: <BusinessHours mayWrite={admin} /> },
    looks && { key: 'queue', label: 'Queue', body: <RoutingSettings mayWrite={admin} /> },
    { key: 'replies', label: 'Replies', body: <Replies mayShare={looks} /> },
    { key: 'teams', label: 'Teams', body: <Teams mayWrite={admin} /> },
    { key: 'macros', label: 'Macros', body: <Macros mayShare={looks} /> },
    { key: 'people', label: 'People', body: <People mayWrite={admin} /> },
    looks && { key: 'ai', label: 'AI', body: <AiSettings mayWrite={admin} /> },
    looks && { key: 'help-centre', label: 'Help centre', body: <HelpCentre mayWrite={admin} /> },
    looks && { key: 'tools', label: 'Tools', body: <Tools mayWrite={admin} /> },
    admin && { key: 'keys', label: 'API keys', body: <ApiKeys /> },
    looks && { key: 'audit', label: 'Audit log', body: <AuditLog /> },
    { key: 'password', label: 'Your password', body: <OwnPassword /> },
    { key: 'browser', label: 'This browser', body: <ThisBrowser /> },
  ];
  return all.filter((section) => section !== false);
}
