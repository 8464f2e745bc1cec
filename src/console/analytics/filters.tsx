import { SegmentedControl, Select, TextInput } from '@mantine/core';
import { useAgents } from '../macros/use-agents';
import { useTeams } from '../data/use-teams';
import { choices, type Choice } from './ranges';
import type { Asked, SetAsked } from './use-asked';

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
          aria-label="Which days"
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
        Days are those of {asked.timeZone.replaceAll('_', ' ')}. A conversation counts on the day it began.
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
        label="From"
        value={asked.from}
        max={asked.to}
        onChange={(event) => set({ from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label="To"
        value={asked.to}
        min={asked.from}
        onChange={(event) => set({ to: event.currentTarget.value })}
      />
    </>
  );
}

function Which({ asked, set }: Pick<Props, 'asked' | 'set'>) {
  const { agents } = useAgents();
  const teams = useTeams();
  const named = (name: 'label' | 'language') =>
    asked[name] && [
      <TextInput
        key={name}
        label={name === 'label' ? 'Label' : 'Language'}
        value={asked[name] === 'none' ? 'None' : asked[name]}
        readOnly
        rightSectionPointerEvents="all"
        rightSection={
          <button className="link" aria-label={`Any ${name}`} onClick={() => set({ [name]: null })}>
            ×
          </button>
        }
      />,
    ];
  const all = (word: string) => ({
    placeholder: 'All',
    clearable: true,
    clearButtonProps: { 'aria-label': `All ${word}` },
  });
  return (
    <div className="toolbar">
      <Select
        label="Channel"
        {...all('channels')}
        data={[
          { value: 'web', label: 'Web chat' },
          { value: 'whatsapp', label: 'WhatsApp' },
          { value: 'email', label: 'E-mail' },
        ]}
        value={asked.channelType ?? null}
        onChange={(channelType) => set({ channelType })}
      />
      <Select
        label="Agent"
        {...all('agents')}
        searchable
        data={agents.map(({ id, displayName }) => ({ value: id, label: displayName }))}
        value={asked.agentId ?? null}
        onChange={(agentId) => set({ agentId })}
      />
      {teams.length > 0 && (
        <Select
          label="Team"
          {...all('teams')}
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
