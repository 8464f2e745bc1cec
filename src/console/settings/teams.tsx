// Teams: who is in them, and which conversations come to them first.
import { MultiSelect, Switch, TagsInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import type { Channel } from '../../protocol/model/channel';
import type { Agent } from '../../protocol/people';
import type { Team, TeamHours } from '../../protocol/teams';
import { useConsole, useInbox } from '../context';
import { Explained } from '../ui/explained';
import { FormDialog, useSaving } from '../ui/form';
import { useBegun } from '../ui/use-begun';
import { Listing, More } from '../ui/page-frame';
import { Ways } from './ways';
import { languageName, languages } from '../text/languages';
import { HoursFields, hoursShown, usualHours, type Hours } from './hours';
import { usePages } from '../data/use-pages';
import { listed, plural, t } from '../i18n/translate';

export default function Teams({ mayWrite }: { mayWrite: boolean }) {
  const pages = usePages<Team>('teams');
  const agents = usePages<Agent>('agents');
  const [editing, setEditing] = useState<Team | 'new' | null>(null);
  useBegun(() => mayWrite && !editing && setEditing('new'));
  return (
    <>
      <Explained word={t('New team')} onNew={mayWrite && (() => setEditing('new'))}>
        {t(
          'A conversation of a team goes to its members first. Where nobody of the team is there, whoever is free gets it.',
        )}
      </Explained>
      <Listing pages={pages} empty={t('No team yet: whoever is free gets a conversation.')}>
        {pages.items.map((team) => (
          <li key={team.id}>
            <TeamLine team={team} agents={agents.items} />
            {mayWrite && (
              <Ways name={team.name} list="teams" id={team.id} onChange={() => setEditing(team)} />
            )}
          </li>
        ))}
      </Listing>
      <More pages={pages} />
      {editing && (
        <TeamDialog team={editing === 'new' ? undefined : editing} onClose={() => setEditing(null)} />
      )}
    </>
  );
}

function TeamLine({ team, agents }: { team: Team; agents: Agent[] }) {
  const presences = useInbox((state) => state.presences);
  const members = agents.filter(({ id }) => team.agentIds.includes(id));
  const here = members.filter(({ id, presence }) => (presences[id] ?? presence) === 'online');
  return (
    <>
      <span className="main">
        <strong dir="auto">{team.name}</strong>
        <br />
        <span className="quiet" dir="auto">
          {listed(members.map(({ displayName }) => displayName)) || t('Nobody is in it.')}
        </span>
      </span>
      <span className="quiet">
        {t('{here} of {all} online', { here: here.length, all: members.length })}
        <br />
        {rulesOf(team)}
        {team.businessHours && (
          <>
            <br />
            {t('Its own business hours')}
          </>
        )}
      </span>
    </>
  );
}

function rulesOf({ labels, languages, channelIds }: Team): string {
  const parts = [
    ...labels,
    ...languages.map(languageName),
    ...(channelIds.length > 0
      ? [plural(channelIds.length, { one: 'one channel', other: '{count} channels' })]
      : []),
  ];
  return listed(parts) || t('What is transferred to it');
}

const prefix = 'businessHours.';
const shown = [
  ...['name', 'agentIds', 'labels', 'languages', 'channelIds'],
  ...hoursShown.map((field) => prefix + field),
];

const hoursOf = ({ timeZone, days, holidays = [] }: TeamHours): Hours => ({ timeZone, days, holidays });

const hourErrors = (fields: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([field, words]) =>
      field.startsWith(prefix) ? [[field.slice(prefix.length), words]] : [],
    ),
  );

function TeamDialog({ team, onClose }: { team: Team | undefined; onClose: () => void }) {
  const { http } = useConsole();
  const agents = usePages<Agent>('agents');
  const channels = usePages<Channel>('channels');
  const save = useSaving('teams', shown, onClose);
  const form = useForm({
    initialValues: {
      name: team?.name ?? '',
      agentIds: team?.agentIds ?? [],
      labels: team?.labels ?? [],
      languages: team?.languages ?? [],
      channelIds: team?.channelIds ?? [],
    },
  });
  const field = (name: keyof typeof form.values) => ({
    ...form.getInputProps(name),
    error: save.errors.fields[name],
  });
  const [hours, setHours] = useState(team?.businessHours && hoursOf(team.businessHours));
  const given = () => ({ ...form.values, businessHours: hours ?? null });
  const write = () => (team ? http.put(`teams/${team.id}`, given()) : http.post('teams', given()));
  return (
    <FormDialog
      title={team ? t('Change {name}', { name: team.name }) : t('New team')}
      save={save}
      onSave={write}
      onClose={onClose}
      size={640}
    >
      <TextInput label={t('Name')} data-autofocus {...field('name')} />
      <MultiSelect
        label={t('Members')}
        description={t('An agent may be in several teams.')}
        searchable
        data={agents.items.map(({ id, displayName }) => ({ value: id, label: displayName }))}
        {...field('agentIds')}
      />
      <Belonging field={field} channels={channels.items} />
      <OwnHours hours={hours} onChange={setHours} errors={hourErrors(save.errors.fields)} />
    </FormDialog>
  );
}

interface BelongingProps {
  field: (name: 'labels' | 'languages' | 'channelIds') => object;
  channels: readonly Channel[];
}

/** Whose conversations are the team's own. */
function Belonging({ field, channels }: BelongingProps) {
  return (
    <>
      <TagsInput
        label={t('Labels')}
        description={t(
          'A conversation with one of them belongs to this team when it is handed over. Enter adds one.',
        )}
        {...field('labels')}
      />
      <MultiSelect
        label={t('Languages')}
        description={t('So does one in one of these languages, where no label says otherwise.')}
        searchable
        data={languages}
        {...field('languages')}
      />
      <MultiSelect
        label={t('Channels')}
        description={t('And one of these channels, where neither says otherwise.')}
        searchable
        data={channels.map(({ id, name }) => ({ value: id, label: name }))}
        {...field('channelIds')}
      />
    </>
  );
}

interface OwnHoursProps {
  /** undefined: those of the organization. */
  hours: Hours | undefined;
  onChange: (hours: Hours | undefined) => void;
  errors: Record<string, string>;
}

function OwnHours({ hours, onChange, errors }: OwnHoursProps) {
  return (
    <>
      <Switch
        label={t('Its own business hours')}
        description={t(
          'Promises of its conversations count in them, and who waits for it on WhatsApp reads when it is back. Without: those of the organization.',
        )}
        checked={hours !== undefined}
        onChange={({ currentTarget: { checked } }) => onChange(checked ? usualHours() : undefined)}
      />
      {hours && (
        <HoursFields
          hours={hours}
          onChange={onChange}
          errors={errors}
          disabled={false}
          whenNever={t('Every day is closed: no promise of its conversations comes due.')}
        />
      )}
    </>
  );
}
