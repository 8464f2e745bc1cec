import { SegmentedControl, Select, TextInput } from '@mantine/core';
import { useAgents } from '../macros/use-agents';
import { useTeams } from '../data/use-teams';
import { breakdownWords } from './figure-words';
import { choices, type Choice } from './ranges';
import type { Asked, SetAsked } from './use-asked';
import { midSentence, t } from '../words/words';

interface Props {
  asked: Asked;
  choice: Choice;
  set: SetAsked;
}

export function Filters({ asked, choice, set }: Props) {
  return (
    <>
      <div className="toolbar">
        <SegmentedControl
          aria-label={t('Which days')}
          className="which-days"
          data={[...choices]}
          value={choice}
          onChange={(range) =>
            set(range === 'own' ? { range, ...daysIn(asked) } : { range, from: null, to: null })
          }
        />
        {choice === 'own' && <OwnDays asked={asked} set={set} />}
      </div>
      <Which asked={asked} set={set} />
      <p className="quiet pad">
        {t('Days are those of {zone}. A conversation counts on the day it began.', {
          zone: asked.timeZone.replaceAll('_', ' '),
        })}
      </p>
    </>
  );
}

const daysIn = ({ from, to }: Asked) => ({ from, to });

function OwnDays({ asked, set }: Pick<Props, 'asked' | 'set'>) {
  return (
    <>
      <TextInput
        type="date"
        label={t('From')}
        value={asked.from}
        max={asked.to}
        onChange={(event) => set({ from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t('To')}
        value={asked.to}
        min={asked.from}
        onChange={(event) => set({ to: event.currentTarget.value })}
      />
    </>
  );
}

const all = (word: string) => ({
  placeholder: t('All'),
  clearable: true,
  clearButtonProps: { 'aria-label': word },
});

function Which({ asked, set }: Pick<Props, 'asked' | 'set'>) {
  const { agents } = useAgents();
  const teams = useTeams();
  const named = (name: 'label' | 'language') =>
    asked[name] && [
      <TextInput
        key={name}
        label={breakdownWords[name]}
        value={asked[name] === 'none' ? t('None') : asked[name]}
        readOnly
        rightSectionPointerEvents="all"
        rightSection={
          <button
            className="link"
            aria-label={t('Any {field}', { field: midSentence(breakdownWords[name]) })}
            onClick={() => set({ [name]: null })}
          >
            ×
          </button>
        }
      />,
    ];
  return (
    <div className="toolbar">
      <Select
        label={t('Channel')}
        {...all(t('All channels'))}
        data={[
          { value: 'web', label: t('Web chat') },
          { value: 'whatsapp', label: t('WhatsApp') },
          { value: 'email', label: t('E-mail') },
        ]}
        value={asked.channelType ?? null}
        onChange={(channelType) => set({ channelType })}
      />
      <Select
        label={t('Agent')}
        {...all(t('All agents'))}
        searchable
        data={agents.map(({ id, displayName }) => ({ value: id, label: displayName }))}
        value={asked.agentId ?? null}
        onChange={(agentId) => set({ agentId })}
      />
      {teams.length > 0 && (
        <Select
          label={t('Team')}
          {...all(t('All teams'))}
          data={teams.map(({ id, name }) => ({ value: id, label: name }))}
          value={asked.teamId ?? null}
          onChange={(teamId) => set({ teamId })}
        />
      )}
      {named('label')}
      {named('language')}
    </div>
  );
}
