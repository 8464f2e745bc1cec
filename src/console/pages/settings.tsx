import { Tabs } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useSearchParams } from 'react-router';
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

const Tools = lazy(() => import('./tools/tools'));

export default function Settings() {
  const { user } = useConsole();
  const [search, setSearch] = useSearchParams();
  const admin = user.role === 'admin';
  const sections = [
    ...(user.role === 'agent'
      ? []
      : [
          { key: 'channels', label: 'Channels', body: <Channels mayWrite={admin} /> },
          { key: 'hours', label: 'Business hours', body: <BusinessHours mayWrite={admin} /> },
          { key: 'queue', label: 'Queue', body: <RoutingSettings mayWrite={admin} /> },
        ]),
    { key: 'people', label: 'People', body: <People mayWrite={admin} /> },
    ...(user.role === 'agent' ? [] : [{ key: 'ai', label: 'AI', body: <AiSettings mayWrite={admin} /> }]),
    ...(user.role === 'agent'
      ? []
      : [
          {
            key: 'tools',
            label: 'Tools',
            body: (
              <Suspense>
                <Tools mayWrite={admin} />
              </Suspense>
            ),
          },
        ]),
    ...(admin ? [{ key: 'keys', label: 'API keys', body: <ApiKeys /> }] : []),
    { key: 'password', label: 'Your password', body: <OwnPassword /> },
    { key: 'browser', label: 'This browser', body: <ThisBrowser /> },
  ];
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
            {body}
          </Tabs.Panel>
        ))}
      </Tabs>
    </PageFrame>
  );
}
