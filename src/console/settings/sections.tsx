// What the settings are made of: one line a section, in the order in which they are listed.
import { lazy, type ReactNode } from 'react';
import type { Role } from '../../protocol/model/roles';
import { t } from '../i18n/translate';

const AiHandover = lazy(() => import('./handover'));
const AiSettings = lazy(() => import('./ai'));
const AiTone = lazy(() => import('./answers'));
const ApiKeys = lazy(() => import('./keys'));
const AuditLog = lazy(() => import('./audit'));
const BusinessHours = lazy(() => import('./hours'));
const Attributes = lazy(() => import('./attributes/attributes'));
const Channels = lazy(() => import('./channels/channels'));
const FirstDay = lazy(() => import('../first-day/settings'));
const FollowUps = lazy(() => import('./follow-ups'));
const Health = lazy(() => import('./health/health'));
const HelpCentre = lazy(() => import('./help-centre'));
const Jobs = lazy(() => import('./jobs/jobs'));
const Labels = lazy(() => import('./labels/labels'));
const Macros = lazy(() => import('./macros/macros'));
const Organization = lazy(() => import('./organization'));
const OwnPassword = lazy(() => import('./password'));
const OwnProfile = lazy(() => import('./profile'));
const Notifications = lazy(() => import('./notifications/notifications'));
const People = lazy(() => import('./people'));
const Playbooks = lazy(() => import('./playbooks/playbooks'));
const Ratings = lazy(() => import('./ratings'));
const Replies = lazy(() => import('./replies/replies'));
const Retention = lazy(() => import('./retention/retention'));
const Routing = lazy(() => import('./routing'));
const Rules = lazy(() => import('./rules/rules'));
const SlaPolicies = lazy(() => import('../sla/policies'));
const Teams = lazy(() => import('./teams'));
const ThisBrowser = lazy(() => import('./browser'));
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
    name: t('Team'),
    sections: [
      { key: 'people', label: t('People'), body: ({ write }) => <People mayWrite={write} /> },
      { key: 'teams', label: t('Teams'), body: ({ write }) => <Teams mayWrite={write} /> },
      { key: 'organization', label: t('Organization'), from: 'admin', body: () => <Organization /> },
      {
        key: 'hours',
        label: t('Business hours'),
        from: 'supervisor',
        body: ({ write }) => <BusinessHours mayWrite={write} />,
      },
      {
        key: 'queue',
        label: t('Queue'),
        from: 'supervisor',
        body: ({ write }) => <Routing mayWrite={write} />,
      },
      {
        key: 'sla',
        label: t('SLA'),
        from: 'supervisor',
        body: ({ write }) => <SlaPolicies mayWrite={write} />,
      },
      { key: 'first-day', label: t('First day'), from: 'admin', body: () => <FirstDay /> },
      { key: 'audit', label: t('Audit log'), from: 'supervisor', body: () => <AuditLog /> },
      {
        key: 'retention',
        label: t('Retention'),
        from: 'supervisor',
        body: ({ write }) => <Retention mayWrite={write} />,
      },
    ],
  },
  {
    name: t('Conversations'),
    sections: [
      { key: 'replies', label: t('Replies'), body: ({ share }) => <Replies mayShare={share} /> },
      { key: 'labels', label: t('Labels'), body: ({ write }) => <Labels mayWrite={write} /> },
      { key: 'macros', label: t('Macros'), body: ({ share }) => <Macros mayShare={share} /> },
      { key: 'playbooks', label: t('Playbooks'), body: ({ share }) => <Playbooks mayShare={share} /> },
      {
        key: 'follow-ups',
        label: t('Follow-ups'),
        from: 'supervisor',
        body: ({ write }) => <FollowUps mayWrite={write} />,
      },
      {
        key: 'ratings',
        label: t('Ratings'),
        from: 'supervisor',
        body: ({ write }) => <Ratings mayWrite={write} />,
      },
      {
        key: 'attributes',
        label: t('Customer attributes'),
        from: 'supervisor',
        body: ({ write }) => <Attributes mayWrite={write} />,
      },
      {
        key: 'rules',
        label: t('Rules'),
        from: 'supervisor',
        body: ({ write }) => <Rules mayWrite={write} />,
      },
    ],
  },
  {
    name: t('AI'),
    sections: [
      {
        key: 'ai',
        label: t('Answering'),
        from: 'supervisor',
        body: ({ write }) => <AiSettings mayWrite={write} />,
      },
      {
        key: 'handover',
        label: t('Handing over'),
        from: 'supervisor',
        body: ({ write }) => <AiHandover mayWrite={write} />,
      },
      {
        key: 'tone',
        label: t('Tone and budget'),
        from: 'supervisor',
        body: ({ write }) => <AiTone mayWrite={write} />,
      },
      {
        key: 'tools',
        label: t('Tools'),
        from: 'supervisor',
        body: ({ write }) => <Tools mayWrite={write} />,
      },
    ],
  },
  {
    name: t('Channels'),
    sections: [
      {
        key: 'channels',
        label: t('Channels'),
        from: 'supervisor',
        body: ({ write }) => <Channels mayWrite={write} />,
      },
      {
        key: 'help-centre',
        label: t('Help centre'),
        from: 'supervisor',
        body: ({ write }) => <HelpCentre mayWrite={write} />,
      },
    ],
  },
  {
    name: t('Developers'),
    sections: [{ key: 'keys', label: t('API keys'), from: 'admin', body: () => <ApiKeys /> }],
  },
  {
    name: t('Operation'),
    sections: [
      { key: 'health', label: t('Health'), from: 'supervisor', body: () => <Health /> },
      { key: 'jobs', label: t('Jobs'), from: 'supervisor', body: ({ write }) => <Jobs mayWrite={write} /> },
    ],
  },
  {
    name: t('You'),
    sections: [
      { key: 'profile', label: t('Your profile'), body: () => <OwnProfile /> },
      { key: 'password', label: t('Your password'), body: () => <OwnPassword /> },
      { key: 'notifications', label: t('Notifications'), body: () => <Notifications /> },
      { key: 'browser', label: t('This browser'), body: () => <ThisBrowser /> },
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
