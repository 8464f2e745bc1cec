import { Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../icons';
import { Remove } from '../ui/moves';
import { t } from '../i18n/translate';
import '../styles/holidays.css';

export interface Holiday {
  /** YYYY-MM-DD. */
  date: string;
  name: string;
  everyYear?: boolean;
}

interface Props {
  holidays: Holiday[];
  onChange: (holidays: Holiday[]) => void;
  errors: Record<string, string>;
  disabled: boolean;
}

/** Days on which it is closed, whatever day of the week they are. */
export function Holidays({ holidays, onChange, errors, disabled }: Props) {
  const wrong = useWhileSame(errors['holidays'], holidays);
  const change = (at: number, next: Partial<Holiday>) =>
    onChange(holidays.map((one, index) => (index === at ? { ...one, ...next } : one)));
  return (
    <fieldset className="holidays">
      <legend>{t('Holidays')}</legend>
      <p className="quiet">
        {t('Closed all day. Promised times, and times to come back, count none of them.')}
      </p>
      {holidays.map((holiday, index) => (
        <HolidayFields
          key={index}
          label={t('Holiday {index}', { index: index + 1 })}
          holiday={holiday}
          onChange={(next) => change(index, next)}
          onRemove={() => onChange(holidays.filter((_, at) => at !== index))}
          disabled={disabled}
        />
      ))}
      {wrong && (
        <p className="quiet failed" role="alert">
          {wrong}
        </p>
      )}
      {!disabled && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<Icon name="plus" size={14} />}
          onClick={() => onChange([...holidays, { date: '', name: '' }])}
        >
          {t('Add a holiday')}
        </Button>
      )}
    </fieldset>
  );
}

/** What was refused is said to be wrong until it is changed. */
function useWhileSame(error: string | undefined, given: Holiday[]): string | undefined {
  const [refused, setRefused] = useState({ error, given });
  if (refused.error !== error) setRefused({ error, given });
  return refused.given === given ? error : undefined;
}

interface FieldsProps {
  label: string;
  holiday: Holiday;
  onChange: (next: Partial<Holiday>) => void;
  onRemove: () => void;
  disabled: boolean;
}

function HolidayFields({ label, holiday, onChange, onRemove, disabled }: FieldsProps) {
  return (
    <div className="holiday" role="group" aria-label={label}>
      <TextInput
        type="date"
        aria-label={t('{label}, day', { label })}
        value={holiday.date}
        onChange={(event) => onChange({ date: event.currentTarget.value })}
        disabled={disabled}
      />
      <TextInput
        className="grow"
        aria-label={t('{label}, name', { label })}
        placeholder={t('New Year')}
        value={holiday.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        disabled={disabled}
      />
      <Checkbox
        label={t('Every year')}
        aria-label={t('{label}, every year', { label })}
        checked={holiday.everyYear ?? false}
        onChange={(event) => onChange({ everyYear: event.currentTarget.checked })}
        disabled={disabled}
      />
      {!disabled && <Remove what={label} onClick={onRemove} />}
    </div>
  );
}
