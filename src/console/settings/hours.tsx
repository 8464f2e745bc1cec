import { Button, Checkbox, Input, Radio, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import { useNow } from '../hooks';
import { PageForm, useSaving, type Saving } from '../ui/form';
import { Remove } from '../ui/moves';
import { Trouble, Waiting } from '../ui/page-frame';
import { Holidays, type Holiday } from './holidays';
import { useSettings, type SettingsOf } from './use-settings';
import { locale, t } from '../i18n/translate';

const outside = t(
  'Outside these hours the widget tells who waits for a person that nobody is here, and when somebody is. The AI answers at any time.',
);

const weekdays = {
  mon: t('Monday'),
  tue: t('Tuesday'),
  wed: t('Wednesday'),
  thu: t('Thursday'),
  fri: t('Friday'),
  sat: t('Saturday'),
  sun: t('Sunday'),
} as const;
type Day = keyof typeof weekdays;
type Opening = [from: string, to: string];
type Days = Partial<Record<Day, Opening[]>>;

const names = Object.keys(weekdays) as Day[];
const usual: Opening[] = [['09:00', '17:00']];
const week: Days = { mon: usual, tue: usual, wed: usual, thu: usual, fri: usual };
export const hoursShown = [...names.map((day) => `days.${day}`), 'holidays', 'timeZone'];

export interface Hours {
  timeZone: string;
  days: Days;
  holidays: Holiday[];
}

export const usualHours = (): Hours => ({ timeZone: ownZone(), days: week, holidays: [] });

/** Settings of category 'businessHours': `timeZone`, `days` and `holidays`. Without the first two, it is always open. */
export default function BusinessHours({ mayWrite }: { mayWrite: boolean }) {
  const settings = useSettings('businessHours');
  const save = useSaving('settings', hoursShown);
  if (settings.error) return <Trouble error={settings.error} onRetry={settings.retry} />;
  if (settings.pending) return <Waiting />;
  return <HoursForm settings={settings} save={save} mayWrite={mayWrite} />;
}

interface Props {
  settings: SettingsOf;
  save: Saving;
  mayWrite: boolean;
}

function HoursForm({ settings: { value, write }, save, mayWrite }: Props) {
  const stored = {
    timeZone: value('timeZone') as string | undefined,
    days: value('days') as Days | undefined,
    holidays: value('holidays') as Holiday[] | undefined,
  };
  const [open, setOpen] = useState(stored.timeZone && stored.days ? 'hours' : 'always');
  const [hours, setHours] = useState<Hours>({
    timeZone: stored.timeZone ?? ownZone(),
    days: stored.days ?? week,
    holidays: stored.holidays ?? [],
  });
  const { timeZone, days, holidays } = hours;

  /** A time zone without days would be half a setting. */
  async function writeAll() {
    const kept = open === 'hours' && holidays.length > 0 ? holidays : undefined;
    await write({ days: open === 'hours' ? days : undefined, holidays: kept });
    await write({ timeZone: open === 'hours' ? timeZone : undefined });
  }

  return (
    <PageForm save={save} mayWrite={mayWrite} onSave={writeAll}>
      <Radio.Group label={t('When your team answers')} description={outside} value={open} onChange={setOpen}>
        <Stack gap={8} mt={8}>
          <Radio value="always" label={t('Always open')} disabled={!mayWrite} />
          <Radio value="hours" label={t('At certain hours')} disabled={!mayWrite} />
        </Stack>
      </Radio.Group>
      {open === 'hours' && (
        <HoursFields
          hours={hours}
          onChange={setHours}
          errors={save.errors.fields}
          disabled={!mayWrite}
          whenNever={t('Every day is closed: the widget always says that nobody is here.')}
        />
      )}
    </PageForm>
  );
}

interface FieldsProps {
  hours: Hours;
  onChange: (hours: Hours) => void;
  errors: Record<string, string>;
  disabled: boolean;
  /** Said where every day is closed. */
  whenNever: string;
}

export function HoursFields({ hours, onChange, errors, disabled, whenNever }: FieldsProps) {
  const { timeZone, days, holidays } = hours;
  const change = (next: Partial<Hours>) => onChange({ ...hours, ...next });
  return (
    <>
      <ZoneSelect
        value={timeZone}
        onChange={(zone) => change({ timeZone: zone })}
        error={errors['timeZone']}
        disabled={disabled}
      />
      <div>
        {names.map((day) => (
          <DayHours
            key={day}
            day={day}
            openings={days[day] ?? []}
            onChange={(openings) => change({ days: { ...days, [day]: openings } })}
            error={errors[`days.${day}`]}
            disabled={disabled}
          />
        ))}
      </div>
      {names.every((day) => !days[day]?.length) && (
        <p className="failed" role="status">
          {whenNever}
        </p>
      )}
      <Holidays
        holidays={holidays}
        onChange={(next) => change({ holidays: next })}
        errors={errors}
        disabled={disabled}
      />
    </>
  );
}

interface ZoneProps {
  value: string;
  onChange: (zone: string) => void;
  error: string | undefined;
  disabled: boolean;
}

function ZoneSelect({ value, onChange, error, disabled }: ZoneProps) {
  const now = useNow(30_000);
  const [zones] = useState(() => [...new Set([value, 'UTC', ...Intl.supportedValuesOf('timeZone')])].sort());
  return (
    <Select
      label={t('Time zone')}
      description={clockIn(value, now)}
      searchable
      allowDeselect={false}
      nothingFoundMessage={t('No such time zone. They are named like Europe/Berlin.')}
      data={zones}
      value={value}
      onChange={(zone) => zone && onChange(zone)}
      error={error}
      disabled={disabled}
    />
  );
}

interface DayProps {
  day: Day;
  openings: Opening[];
  onChange: (openings: Opening[]) => void;
  error: string | undefined;
  disabled: boolean;
}

function DayHours({ day, openings, onChange, error, disabled }: DayProps) {
  const name = weekdays[day];
  const errorId = `hours-${day}-error`;
  return (
    <div className="day" role="group" aria-label={name}>
      <Checkbox
        label={name}
        disabled={disabled}
        checked={openings.length > 0}
        onChange={() => onChange(openings.length > 0 ? [] : usual)}
      />
      {openings.length === 0 ? (
        <span className="quiet">{t('Closed|of a day')}</span>
      ) : (
        <div className="day-hours">
          {openings.map((opening, index) => (
            <OpeningFields
              key={index}
              label={index === 0 ? name : t('{name}, hours {index}', { name, index: index + 1 })}
              opening={opening}
              onChange={(next) => onChange(openings.map((now, at) => (at === index ? next : now)))}
              onRemove={
                openings.length > 1 && !disabled
                  ? () => onChange(openings.filter((_, at) => at !== index))
                  : undefined
              }
              errorId={error && errorId}
              disabled={disabled}
            />
          ))}
          {error && (
            <p className="quiet failed" role="alert" id={errorId}>
              {error}
            </p>
          )}
        </div>
      )}
      {openings.length > 0 && !disabled && (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t('Add hours on {name}', { name })}
          onClick={() => onChange([...openings, ['', '']])}
        >
          {t('Add hours')}
        </Button>
      )}
    </div>
  );
}

interface OpeningProps {
  label: string;
  opening: Opening;
  onChange: (opening: Opening) => void;
  onRemove: (() => void) | undefined;
  errorId: string | undefined;
  disabled: boolean;
}

/** A field for times knows no 24:00: an end at 00:00 stands for it. */
function OpeningFields({ label, opening: [from, to], onChange, onRemove, errorId, disabled }: OpeningProps) {
  const common = {
    type: 'time',
    disabled,
    withAria: false,
    error: errorId !== undefined,
    'aria-invalid': errorId !== undefined,
    'aria-describedby': errorId,
  };
  return (
    <div className="opening">
      <Input
        {...common}
        aria-label={t('{label}, from', { label })}
        value={from}
        onChange={(event) => onChange([event.currentTarget.value, to])}
      />
      <span aria-hidden>–</span>
      <Input
        {...common}
        aria-label={t('{label}, to', { label })}
        value={to === '24:00' ? '00:00' : to}
        onChange={({ currentTarget: { value } }) => onChange([from, value === '00:00' ? '24:00' : value])}
      />
      {onRemove && <Remove what={label} onClick={onRemove} />}
    </div>
  );
}

const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** '' in a browser that does not know the zone. */
function clockIn(timeZone: string, now: number): string {
  const parts = { weekday: 'long', hour: '2-digit', minute: '2-digit' } as const;
  try {
    return t('There it is {time}.', {
      time: new Intl.DateTimeFormat(locale(), { timeZone, ...parts }).format(now),
    });
  } catch {
    return '';
  }
}
