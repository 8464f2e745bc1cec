// When customers are asked by mail how it was, and in which words.
import { NumberInput, Switch, Textarea } from '@mantine/core';
import { useState } from 'react';
import { mailSettings } from '../../protocol/mail-settings';
import { PageForm, useSaving } from '../ui/form';
import { Trouble, Waiting } from '../ui/page-frame';
import { useSettings, type SettingsOf } from './use-settings';
import { t } from '../words/words';

const usualMinutes = 60;
const places = [
  {
    key: 'rateAfterMinutes',
    label: t('Ask by e-mail after a conversation by e-mail'),
    description: t(
      'Once, in its thread, with five faces to press. Not who wants no such mail, is blocked or cannot be reached.',
    ),
  },
  {
    key: 'rateWebAfterMinutes',
    label: t('Ask by e-mail after a chat on the web'),
    description: t('Who has left an address, is gone, and has not rated it in the chat.'),
  },
] as const;

/** Of category 'mail'; what WhatsApp asks is of category 'ai'. */
export default function RatingSettings({ mayWrite }: { mayWrite: boolean }) {
  const settings = useSettings('mail');
  if (settings.error) return <Trouble error={settings.error} onRetry={settings.retry} />;
  if (settings.pending) return <Waiting />;
  return <RatingForm settings={settings} mayWrite={mayWrite} />;
}

interface Minutes {
  on: boolean;
  minutes: number | string;
}

function RatingForm({ settings: { value, write }, mayWrite }: { settings: SettingsOf; mayWrite: boolean }) {
  const save = useSaving('settings', [...places.map(({ key }) => key), 'rateText']);
  const [after, setAfter] = useState<Record<string, Minutes>>(() =>
    Object.fromEntries(places.map(({ key }) => [key, minutesOf(value(key))])),
  );
  const [words, setWords] = useState(String(value('rateText') ?? ''));
  const writeAll = () =>
    write({
      ...Object.fromEntries(
        places.map(({ key }) => {
          const { on, minutes } = after[key]!;
          return [key, on ? (minutes === '' ? usualMinutes : Number(minutes)) : undefined];
        }),
      ),
      rateText: words.trim() || undefined,
    });
  return (
    <PageForm save={save} mayWrite={mayWrite} onSave={writeAll}>
      <p className="quiet">
        {t(
          'A press in the mail leads to a page of this server, where the customer sends the rating and may add a comment. It counts like one from the chat. Parley must be started with PUBLIC_URL. What WhatsApp asks is set under Answering.',
        )}
      </p>
      {places.map(({ key, label, description }) => (
        <After
          key={key}
          {...{ label, description, mayWrite }}
          value={after[key]!}
          error={save.errors.fields[key]}
          onChange={(next) => setAfter({ ...after, [key]: next })}
        />
      ))}
      <Textarea
        label={t('What is asked')}
        description={t('Empty: a sentence in the customer’s language.')}
        autosize
        minRows={2}
        maxLength={1_000}
        dir="auto"
        disabled={!mayWrite}
        error={save.errors.fields['rateText']}
        value={words}
        onChange={({ currentTarget }) => setWords(currentTarget.value)}
      />
    </PageForm>
  );
}

function minutesOf(value: unknown): Minutes {
  const known = mailSettings.shape.rateAfterMinutes.safeParse(value);
  return known.success && known.data > 0
    ? { on: true, minutes: known.data }
    : { on: false, minutes: usualMinutes };
}

interface AfterProps {
  label: string;
  description: string;
  value: Minutes;
  error: string | undefined;
  mayWrite: boolean;
  onChange: (next: Minutes) => void;
}

function After({ label, description, value: { on, minutes }, error, mayWrite, onChange }: AfterProps) {
  return (
    <>
      <Switch
        {...{ label, description }}
        disabled={!mayWrite}
        checked={on}
        onChange={({ currentTarget: { checked } }) => onChange({ on: checked, minutes })}
      />
      {on && (
        <NumberInput
          label={t('Minutes after it was closed')}
          aria-label={t('{what}: minutes after it was closed', { what: label })}
          min={1}
          max={10_080}
          allowDecimal={false}
          disabled={!mayWrite}
          error={error}
          value={minutes}
          onChange={(next) => onChange({ on, minutes: next })}
        />
      )}
    </>
  );
}
