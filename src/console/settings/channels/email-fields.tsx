// What the parts of the e-mail form share: a line of text, and a secret.
import { TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { ReactNode } from 'react';
import type { EmailConfig } from './email-config';
import { SecretField } from '../secret-field';
import { t } from '../../i18n/translate';

export interface Fields {
  name: string;
  isActive: boolean;
  config: EmailConfig;
}

export interface Parts {
  form: UseFormReturnType<Fields>;
  errors: Record<string, string>;
  /** The config as the server shows it: secrets are masked. */
  stored: Record<string, unknown>;
}

interface LineProps extends Parts {
  path: string;
  label: string;
  description?: ReactNode;
  placeholder?: string;
  inputMode?: 'numeric' | 'email';
}

export function Line({ form, errors, stored: _, path, ...input }: LineProps) {
  return (
    <TextInput
      {...input}
      autoComplete="off"
      spellCheck={false}
      {...form.getInputProps(path)}
      error={errors[path]}
    />
  );
}

interface SecretProps extends Parts {
  path: 'inboundSecret' | 'smtp.pass' | 'imap.pass' | 'oauth.clientSecret';
  label: string;
  about: ReactNode;
  generated?: boolean;
  optional?: boolean;
}

export function Secret({ form, errors, stored, path, label, about, ...kind }: SecretProps) {
  const at = (config: unknown) =>
    path
      .split('.')
      .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], config);
  const kept = at(stored);
  return (
    <SecretField
      label={label}
      describe={(state) => (state === 'kept' ? t('It is kept and not shown again.') : about)}
      stored={typeof kept === 'string' ? kept : ''}
      value={String(at(form.values.config) ?? '')}
      onChange={(secret) => form.setFieldValue(`config.${path}`, secret)}
      error={errors[`config.${path}`]}
      {...kind}
    />
  );
}
