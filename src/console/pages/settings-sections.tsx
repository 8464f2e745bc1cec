// What the settings are made of: one line a section, in the order in which they are listed.
import { lazy, type ReactNode } from 'react';
import type { Role } from '../../protocol/model/roles';

const AiHandover = lazy(() => import('./settings-handover'));
const AiSettings = lazy(() => import('./settings-ai'));
const AiTone = lazy(() => import('./settings-answers'));
const ApiKeys = lazy(() => import('./settings-keys'));
const AuditLog = lazy(() => import('./settings-audit'));
const BusinessHours = lazy(() => import('./settings-hours'));
const Attributes = lazy(() => import('./attributes/attributes'));
const Channels = lazy(() => import('./channels/channels'));
const FirstDay = lazy(() => import('../first-day/settings'));
const HelpCentre = lazy(() => import('./settings-help-centre'));
const Macros = lazy(() => import('./macros/macros'));
const OwnPassword = lazy(() => import('./settings-password'));
const OwnProfile = lazy(() => import('./settings-profile'));
const People = lazy(() => import('./settings-people'));
const Replies = lazy(() => import('./replies/replies'));
const Routing = lazy(() => import('./settings-routing'));
const Rules = lazy(() => import('./rules/rules'));
const SlaPolicies = lazy(() => import('../sla/policies'));
const Teams = lazy(() => import('./settings-teams'));
const ThisBrowser = lazy(() => import('./settings-browser'));
const Tools = lazy(() => import('./tools/tools'));

/** What who is signed in may do in a section. */
interface May {
  /** Change what is the organization's: an admin. */
  write: boolean;
  /** Write what the whole team uses: a supervisor or an admin. */
  share: boolean;
}

export interface Section {
  /** Its address, /settings?section=: never changed, people keep it. */
  key: string;
  label: string;
  /** The least role that sees it; none: everybody. */
  from?: 'supervisor' | 'admin';
  body: (may: May) => ReactNode;
}

interface Group {
  name: string;
  sections: readonly Section[];
}

const groups: readonly Group[] = [
  {
    name: 'Team',
    sections: [
      { key: 'people', label: 'People', body: ({ write }) => <People mayWrite={write} /> },
      { key: 'teams', label: 'Teams', body: ({ write }) => <Teams mayWrite={write} /> },
      {
        key: 'hours',
        label: 'Business hours',
        from: 'supervisor',
        body: ({ write }) => <BusinessHours mayWrite={write} />,
      },
      { key: 'queue', label: 'Queue', from: 'supervisor', body: ({ write }) => <Routing mayWrite={write} /> },
      {
        key: 'sla',
        label: 'SLA',
        from: 'supervisor',
        body: ({ write }) => <SlaPolicies mayWrite={write} />,
      },
      { key: 'first-day', label: 'First day', from: 'admin', body: () => <FirstDay /> },
      { key: 'audit', label: 'Audit log', from: 'supervisor', body: () => <AuditLog /> },
    ],
  },
  {
    name: 'Conversations',
    sections: [
      { key: 'replies', label: 'Replies', body: ({ share }) => <Replies mayShare={share} /> },
      { key: 'macros', label: 'Macros', body: ({ share }) => <Macros mayShare={share} /> },
      {
        key: 'attributes',
        label: 'Customer attributes',
        from: 'supervisor',
        body: ({ write }) => <Attributes mayWrite={write} />,
      },
      { key: 'rules', label: 'Rules', from: 'supervisor', body: ({ write }) => <Rules mayWrite={write} /> },
    ],
  },
  {
    name: 'AI',
    sections: [
      {
        key: 'ai',
        label: 'Answering',
        from: 'supervisor',
        body: ({ write }) => <AiSettings mayWrite={write} />,
      },
      {
        key: 'handover',
        label: 'Handing over',
        from: 'supervisor',
        body: ({ write }) => <AiHandover mayWrite={write} />,
      },
      {
        key: 'tone',
        label: 'Tone and budget',
        from: 'supervisor',
        body: ({ write }) => <AiTone mayWrite={write} />,
      },
      { key: 'tools', label: 'Tools', from: 'supervisor', body: ({ write }) => <Tools mayWrite={write} /> },
    ],
  },
  {
    name: 'Channels',
    sections: [
      {
        key: 'channels',
        label: 'Channels',
        from: 'supervisor',
        body: ({ write }) => <Channels mayWrite={write} />,
      },
      {
        key: 'help-centre',
        label: 'Help centre',
        from: 'supervisor',
        body: ({ write }) => <HelpCentre mayWrite={write} />,
      },
    ],
  },
  {
    name: 'Developers',
    sections: [{ key: 'keys', label: 'API keys', from: 'admin', body: () => <ApiKeys /> }],
  },
  {
    name: 'You',
    sections: [
      { key: 'profile', label: 'Your profile', body: () => <OwnProfile /> },
      { key: 'password', label: 'Your password', body: () => <OwnPassword /> },
      { key: 'browser', label: 'This browser', body: () => <ThisBrowser /> },
    ],
  },
];

export const mayOf = (role: Role): May => ({ write: role === 'admin', share: role !== 'agent' });

/** What a role sees; a group of which it sees nothing is left out. */
export function groupsFor(role: Role): Group[] {
  const may = mayOf(role);
  const sees = ({ from }: Section) => (from === 'admin' ? may.write : from === undefined || may.share);
  return groups
    .map(({ name, sections }) => ({ name, sections: sections.filter(sees) }))
    .filter(({ sections }) => sections.length > 0);
}
