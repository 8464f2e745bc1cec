import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useLabelsLike } from '../data/use-labels';
import { languageWord } from '../inbox/views/filter-words';
import { useAgents } from '../macros/use-agents';
import { useTeams } from '../data/use-teams';
import { languages } from '../text/languages';
import { ChoiceRow } from '../ui/choice-row';
import { breakdownWords, noneWords } from './figure-words';
import { choices, type Choice } from './ranges';
import type { Asked, SetAsked } from './use-asked';
import { t } from '../i18n/translate';

interface Props {
  asked: Asked;
  choice: Choice;
  set: SetAsked;
}

export function Filters({ asked, choice, set }: Props) {
  return (
    <>
      <div className="toolbar">
        <ChoiceRow
          aria-label={t('Which days')}
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
  return (
    <div className="toolbar which">
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
      <OfLabel asked={asked} set={set} />
      <Select
        label={breakdownWords.language}
        {...all(t('All languages'))}
        searchable
        data={withChosen(
          [...languages, { value: 'none', label: noneWords.language }],
          asked.language,
          languageWord,
        )}
        value={asked.language ?? null}
        onChange={(language) => set({ language })}
      />
    </div>
  );
}

/** Labels are found as one types; the chosen one is among them, also where nothing has it any more. */
function OfLabel({ asked, set }: Pick<Props, 'asked' | 'set'>) {
  const [typed, setTyped] = useState('');
  const none = { value: 'none', label: noneWords.label };
  const isTyped = ![asked.label, none.label].includes(typed);
  const known = useLabelsLike(isTyped ? typed : '');
  const options = known.flatMap(({ name }) => (name === none.value ? [] : [{ value: name, label: name }]));
  return (
    <Select
      label={breakdownWords.label}
      {...all(t('All labels'))}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      data={withChosen([none, ...options], asked.label, (name) => name)}
      value={asked.label ?? null}
      onChange={(label) => set({ label })}
      nothingFoundMessage={t('No label has this in its name.')}
    />
  );
}

type Option = { value: string; label: string };

const withChosen = (options: Option[], chosen: string | undefined, word: (value: string) => string) =>
  chosen === undefined || options.some(({ value }) => value === chosen)
    ? options
    : [...options, { value: chosen, label: word(chosen) }];
