import { Button, Modal, MultiSelect, NumberInput, Select, TagsInput } from '@mantine/core';
import { useState } from 'react';
import type { SessionWhere } from '../../../protocol/session-where';
import { useInbox } from '../../context';
import type { Change, FieldsProps } from './filter-fields';
import { tidy } from './tidy';
import { channelWord } from '../../text/channel-name';
import {
  agentWord,
  channelWordOf,
  languageWord,
  sentimentWords,
  priorityWords,
  slaWords,
  statusWords,
  teamWord,
} from './filter-words';
import { OfCustomer } from '../../companies/filter-customer';
import { useKnown } from './use-known';
import { t } from '../../i18n/translate';

interface Props {
  where: SessionWhere;
  onApply: (where: SessionWhere) => void;
  onClose: () => void;
}

const options = (words: Record<string, string>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }));
/** Those that are written most; others are there where somebody writes them. */
const usualLanguages = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'pl', 'tr', 'ar', 'ru', 'zh', 'ja'];

export function FilterDialog({ where, onApply, onClose }: Props) {
  const [next, setNext] = useState(where);
  const set = (change: Change) => setNext((now) => tidied({ ...now, ...change }));
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('Filter conversations')}
      size="lg"
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': t('Close without filtering') }}
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          onApply(tidy(next));
        }}
      >
        <div className="filter-fields">
          <Who next={next} set={set} />
          <What next={next} set={set} />
          <Since next={next} set={set} />
          <OfCustomer next={next} set={set} />
        </div>
        <div className="dialog-foot">
          <Button variant="default" onClick={() => setNext({})}>
            {t('Reset')}
          </Button>
          <Button type="submit">{t('Show')}</Button>
        </div>
      </form>
    </Modal>
  );
}

const tidied = (where: Change) =>
  Object.fromEntries(Object.entries(where).filter(([, value]) => value !== undefined)) as SessionWhere;

/** `data` with those that are chosen and not among them. */
export function withChosen(
  data: Array<{ value: string; label: string }>,
  chosen: readonly string[] | undefined,
  word: (value: string) => string,
) {
  const others = (chosen ?? []).filter((value) => !data.some((one) => one.value === value));
  return [...data, ...others.map((value) => ({ value, label: word(value) }))];
}

function Who({ next, set }: FieldsProps) {
  const known = useKnown();
  const { agents = [], channels, teams = [] } = known;
  const named = (all: ReadonlyArray<{ id: string; name: string }>) =>
    all.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <>
      <MultiSelect
        data-autofocus
        label={t('Status')}
        placeholder={next.status?.length ? '' : t('Any open')}
        data={options(statusWords)}
        value={next.status ?? []}
        onChange={(status) => set({ status: status as NonNullable<SessionWhere['status']> })}
      />
      <MultiSelect
        label={t('Agent')}
        searchable
        data={withChosen(
          [{ value: 'me', label: t('Me, whoever looks') }, ...named(agents)],
          next.agentId,
          (id) => agentWord(id, known),
        )}
        value={next.agentId ?? []}
        onChange={(agentId) => set({ agentId })}
      />
      {(teams.length > 0 || next.teamId) && (
        <MultiSelect
          label={t('Team')}
          data={withChosen(named(teams), next.teamId, (id) => teamWord(id, known))}
          value={next.teamId ?? []}
          onChange={(teamId) => set({ teamId })}
        />
      )}
      <MultiSelect
        label={t('Channel')}
        data={withChosen(
          ['web', 'whatsapp', 'email'].map((value) => ({ value, label: channelWord(value) })),
          next.channelType,
          channelWord,
        )}
        value={next.channelType ?? []}
        onChange={(channelType) => set({ channelType })}
      />
      {(channels || next.channelId) && (
        <MultiSelect
          label={t('Inbox')}
          description={t('One of several channels of a kind.')}
          searchable
          data={withChosen(named(channels ?? []), next.channelId, (id) => channelWordOf(id, known))}
          value={next.channelId ?? []}
          onChange={(channelId) => set({ channelId })}
        />
      )}
    </>
  );
}

const awayWords = { no: t('Not put away'), yes: t('Put away') };

function What({ next, set }: FieldsProps) {
  const sessions = useInbox((state) => state.sessions);
  const all = Object.values(sessions);
  const labels = [...new Set(all.flatMap((one) => one.labels))].sort();
  const languages = [...new Set([...usualLanguages, ...all.flatMap(({ language }) => language ?? [])])];
  return (
    <>
      <TagsInput
        label={t('Label')}
        description={t('One of these. Enter adds one.')}
        data={labels}
        value={next.label ?? []}
        onChange={(label) => set({ label })}
      />
      <MultiSelect
        label={t('Priority')}
        data={options(priorityWords)}
        value={next.priority ?? []}
        onChange={(priority) => set({ priority: priority as NonNullable<SessionWhere['priority']> })}
      />
      <MultiSelect
        label={t('Mood')}
        description={t('Known once a conversation was handed over.')}
        data={options(sentimentWords)}
        value={next.sentiment ?? []}
        onChange={(sentiment) => set({ sentiment: sentiment as NonNullable<SessionWhere['sentiment']> })}
      />
      <MultiSelect
        label={t('Language')}
        description={t('Known once the AI has answered or handed over.')}
        searchable
        data={withChosen(
          languages.map((value) => ({ value, label: languageWord(value) })),
          next.language,
          languageWord,
        )}
        value={next.language ?? []}
        onChange={(language) => set({ language })}
      />
    </>
  );
}

function Since({ next, set }: FieldsProps) {
  return (
    <>
      <MultiSelect
        label={t('Promised')}
        description={t('By the SLA policies.')}
        data={options(slaWords)}
        value={next.sla ?? []}
        onChange={(sla) => set({ sla: sla as NonNullable<SessionWhere['sla']> })}
      />
      <NumberInput
        label={t('Waits for an answer for at least, minutes')}
        min={0}
        max={525_600}
        allowDecimal={false}
        value={next.waitsLongerThan ?? ''}
        onChange={(value) => {
          set({ waitsLongerThan: typeof value === 'number' ? value : undefined });
        }}
      />
      <Select
        label={t('Put away')}
        clearable
        placeholder={t('Either')}
        data={options(awayWords)}
        value={next.snoozed === undefined ? null : next.snoozed ? 'yes' : 'no'}
        onChange={(value) => set({ snoozed: value === null ? undefined : value === 'yes' })}
      />
    </>
  );
}
