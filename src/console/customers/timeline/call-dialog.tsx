// A call is written down, or what was written of it is changed.
import { NumberInput, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { longestCallMinutes, longestOutcome, type CustomerCall } from '../../../protocol/timeline';
import { useConsole } from '../../context';
import { FormDialog, useSaving } from '../../ui/form';
import { directionWords } from './timeline-words';
import { t } from '../../i18n/translate';

interface Props {
  customerId: string;
  /** Undefined: a new one. */
  call: CustomerCall | undefined;
  onClose: () => void;
}

const fields = ['at', 'direction', 'minutes', 'outcome'] as const;

/** As a field for a local time has it: to the minute. */
function localOf(time: Date): string {
  const own = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return own.toISOString().slice(0, 16);
}

export default function CallDialog({ customerId, call, onClose }: Props) {
  const { http } = useConsole();
  const save = useSaving('timeline', fields, onClose);
  const [next, setNext] = useState(() => ({
    at: localOf(call ? new Date(call.at) : new Date()),
    direction: call?.direction ?? ('out' as const),
    minutes: (call?.minutes ?? 5) as number | string,
    outcome: call?.outcome ?? '',
  }));
  const set = (change: Partial<typeof next>) => setNext((now) => ({ ...now, ...change }));
  const write = () => {
    const at = new Date(next.at);
    const body = { ...next, at: Number.isNaN(at.getTime()) ? next.at : at.toISOString() };
    return call
      ? http.patch(`customers/${customerId}/calls/${call.id}`, body)
      : http.post(`customers/${customerId}/calls`, body);
  };
  const error = (name: (typeof fields)[number]) => save.errors.fields[name];
  return (
    <FormDialog
      title={call ? t('Change this call') : t('Log a call')}
      save={save}
      onSave={write}
      onClose={onClose}
    >
      <SegmentedControl
        aria-label={t('Who called')}
        data={Object.entries(directionWords).map(([value, label]) => ({ value, label }))}
        value={next.direction}
        onChange={(direction) => set({ direction: direction as 'in' | 'out' })}
      />
      <TextInput
        type="datetime-local"
        label={t('When it began')}
        value={next.at}
        max={localOf(new Date())}
        error={error('at')}
        onChange={({ currentTarget }) => set({ at: currentTarget.value })}
      />
      <Minutes value={next.minutes} error={error('minutes')} onChange={(minutes) => set({ minutes })} />
      <Textarea
        label={t('What came of it')}
        description={t('Your team reads it. It is in the copy of their data that a customer may ask for.')}
        data-autofocus
        autosize
        minRows={3}
        maxRows={10}
        maxLength={longestOutcome}
        value={next.outcome}
        error={error('outcome')}
        onChange={({ currentTarget }) => set({ outcome: currentTarget.value })}
      />
    </FormDialog>
  );
}

interface MinutesProps {
  value: number | string;
  error: string | undefined;
  onChange: (minutes: number | string) => void;
}

const Minutes = (field: MinutesProps) => (
  <NumberInput
    label={t('Minutes')}
    description={t('0 where nobody was reached.')}
    min={0}
    max={longestCallMinutes}
    allowDecimal={false}
    {...field}
  />
);
