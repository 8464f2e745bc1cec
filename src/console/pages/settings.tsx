import { Tabs } from '@mantine/core';
import { useSearchParams } from 'react-router';
import { useConsole } from '../context';
import { useMedia } from '../hooks';
import { PageFrame } from './page-frame';
import { AiSettings } from './settings-ai';
import { Channels } from './settings-channels';
import { ApiKeys } from './settings-keys';
import { People } from './settings-people';
import { ThisBrowser } from './settings-browser';

export default function Settings() {
  const { user } = useConsole();
  const [search, setSearch] = useSearchParams();
  const narrow = useMedia('(max-width: 767px)');
  const admin = user.role === 'admin';
  const sections = [
    ...(user.role === 'agent'
      ? []
      : [{ key: 'channels', label: 'Channels', body: <Channels mayWrite={admin} /> }]),
    { key: 'people', label: 'People', body: <People mayWrite={admin} /> },
    ...(user.role === 'agent' ? [] : [{ key: 'ai', label: 'AI', body: <AiSettings mayWrite={admin} /> }]),
    ...(admin ? [{ key: 'keys', label: 'API keys', body: <ApiKeys /> }] : []),
    { key: 'browser', label: 'This browser', body: <ThisBrowser /> },
  ];
  const asked = search.get('section');
  const shown = sections.some(({ key }) => key === asked) ? asked : sections[0]!.key;
  return (
    <PageFrame title="Settings">
      <Tabs value={shown} onChange={(key) => key && setSearch({ section: key })} keepMounted={false}>
        <Tabs.List mb={16} style={narrow ? { flexWrap: 'nowrap', overflowX: 'auto' } : undefined}>
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
