import { NumberInput } from '@mantine/core';
import { useState } from 'react';
import type { NumberSetting } from '../data/number-settings';
import type { SettingsOf } from './use-settings';

/** What is written in the fields; '' = the usual number again. */
export function useNumbers(settings: readonly NumberSetting[], value: SettingsOf['value']) {
  const [written, setWritten] = useState<Record<string, number | string>>(() =>
    Object.fromEntries(settings.map(({ key, usual }) => [key, Number(value(key) ?? usual)])),
  );
  const next = ({ key, usual }: NumberSetting) => {
    const number = written[key]!;
    if (number === '') return undefined;
    return value(key) === undefined && number === usual ? undefined : Number(number);
  };
  return {
    written,
    change: (key: string, number: number | string) => setWritten((now) => ({ ...now, [key]: number })),
    /** As they are to be written. */
    values: (): Record<string, number | undefined> =>
      Object.fromEntries(settings.map((setting) => [setting.key, next(setting)])),
  };
}

interface Props {
  settings: readonly NumberSetting[];
  numbers: ReturnType<typeof useNumbers>;
  errors: Record<string, string>;
  disabled: boolean;
}

export function NumberFields({ settings, numbers: { written, change }, errors, disabled }: Props) {
  return settings.map(({ key, label, description, usual, decimal = false }) => (
    <NumberInput
      key={key}
      label={label}
      description={description}
      placeholder={String(usual)}
      allowNegative={false}
      allowDecimal={decimal}
      // What is too much is said, not made less.
      clampBehavior="none"
      hideControls
      disabled={disabled}
      value={written[key]!}
      onChange={(number) => change(key, number)}
      error={errors[key]}
    />
  ));
}
