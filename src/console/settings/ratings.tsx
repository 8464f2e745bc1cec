// When customers are asked by mail how it was, and in which words.
import { NumberInput, Switch } from '@mantine/core';
import { useState } from 'react';
import { mailSettings } from '../../protocol/mail-settings';
import { PageForm, useSaving } from '../ui/form';
import { Trouble, Waiting } from '../ui/page-frame';
import { RatingPreview } from './rating-preview';
import { RatingTextFields, type RatingTexts } from './rating-texts';
import { useSettings, type SettingsOf } from './use-settings';
import { t } from '../i18n/translate';

const usualMinutes = 60;
const most = 50;
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

const shown = [
  ...places.map(({ key }) => key),
  'rateText',
  ...Array.from({ length: most }, (_, at) => [`rateTexts.${at}.language`, `rateTexts.${at}.text`]).flat(),
  'rateTexts',
];

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
  const save = useSaving('settings', shown);
  const [after, setAfter] = useState<Record<string, Minutes>>(() =>
    Object.fromEntries(places.map(({ key }) => [key, minutesOf(value(key))])),
  );
  const [texts, setTexts] = useState<RatingTexts>(() => textsOf(value));
  const writeAll = () =>
    write({
      ...Object.fromEntries(
        places.map(({ key }) => {
          const { on, minutes } = after[key]!;
          return [key, on ? (minutes === '' ? usualMinutes : Number(minutes)) : undefined];
        }),
      ),
      rateText: texts.rateText?.trim() || undefined,
      rateTexts: texts.rateTexts.length > 0 ? texts.rateTexts : undefined,
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
      <RatingTextFields {...{ texts, mayWrite }} errors={save.errors.fields} onChange={setTexts} />
      <RatingPreview texts={texts} />
    </PageForm>
  );
}

function textsOf(value: SettingsOf['value']): RatingTexts {
  const { rateText, rateTexts } = mailSettings.shape;
  const [forAll, byLanguage] = [
    rateText.safeParse(value('rateText')),
    rateTexts.safeParse(value('rateTexts')),
  ];
  return {
    ...(forAll.data !== undefined && { rateText: forAll.data }),
    rateTexts: byLanguage.success ? byLanguage.data : [],
  };
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
