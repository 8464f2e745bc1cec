// How answers of a model sound, and what they may cost.
import { NumberInput, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AnswerUsage } from '../../protocol/answers';
import { useConsole } from '../context';
import { PageForm, useSaving } from '../ui/form';
import { Trouble, Waiting } from '../ui/page-frame';
import { useSettings, type SettingsOf } from './use-settings';
import { locale, plural, t } from '../i18n/translate';

const sound = t(
  'In your own words, such as: warm and brief, we say du. It changes how the AI writes, not what.',
);
const limits = [
  { of: 'session', label: t('One conversation') },
  { of: 'customer', label: t('One customer in 24 hours') },
  { of: 'day', label: t('All customers in 24 hours') },
] as const;

export default function AnswerSettings({ mayWrite }: { mayWrite: boolean }) {
  const settings = useSettings('answers');
  if (settings.error) return <Trouble error={settings.error} onRetry={settings.retry} />;
  if (settings.pending) return <Waiting />;
  return <AnswerForm settings={settings} mayWrite={mayWrite} />;
}

type Limit = Record<'tokens' | 'money', number | string>;

function AnswerForm({ settings: { value, write }, mayWrite }: { settings: SettingsOf; mayWrite: boolean }) {
  const save = useSaving('settings', ['tone', 'budget']);
  const [tone, setTone] = useState(String(value('tone') ?? ''));
  const known = (value('budget') ?? {}) as Partial<Record<string, Partial<Limit>>>;
  const [budget, setBudget] = useState<Record<string, Limit>>(() =>
    Object.fromEntries(
      limits.map(({ of }) => [of, { tokens: known[of]?.tokens ?? '', money: known[of]?.money ?? '' }]),
    ),
  );
  const change = (of: string, what: keyof Limit) => (next: number | string) =>
    setBudget((now) => ({ ...now, [of]: { ...now[of]!, [what]: next } }));

  return (
    <PageForm
      save={save}
      mayWrite={mayWrite}
      onSave={() => write({ tone: tone.trim() || undefined, budget: written(budget) })}
    >
      <p className="quiet">{t('Of answers that a model writes.')}</p>
      <Textarea
        label={t('How answers sound')}
        description={sound}
        maxLength={300}
        autosize
        minRows={2}
        disabled={!mayWrite}
        value={tone}
        onChange={(event) => setTone(event.currentTarget.value)}
        error={save.errors.fields['tone']}
      />
      <Usage />
      {limits.map(({ of, label }) => (
        <fieldset key={of} className="budget">
          <legend>{label}</legend>
          <NumberInput
            label={t('Tokens at most')}
            placeholder={t('No limit')}
            min={0}
            allowDecimal={false}
            hideControls
            disabled={!mayWrite}
            value={budget[of]!.tokens}
            onChange={change(of, 'tokens')}
          />
          <NumberInput
            label={t('Money at most')}
            placeholder={t('No limit')}
            min={0}
            hideControls
            disabled={!mayWrite}
            value={budget[of]!.money}
            onChange={change(of, 'money')}
          />
        </fieldset>
      ))}
      <p className="quiet">
        {t('Beyond a limit the AI answers in the words of your articles, which costs nothing.')}
      </p>
    </PageForm>
  );
}

function written(budget: Record<string, Limit>): object | undefined {
  const set = Object.entries(budget).flatMap(([of, limit]) => {
    const numbers = Object.entries(limit).filter(([, number]) => number !== '');
    return numbers.length > 0
      ? [[of, Object.fromEntries(numbers.map(([key, number]) => [key, Number(number)]))]]
      : [];
  });
  return set.length > 0 ? (Object.fromEntries(set) as object) : undefined;
}

/** What was used, for who may see numbers. */
function Usage() {
  const { http } = useConsole();
  const used = useQuery({
    queryKey: ['answers', 'usage'],
    queryFn: () => http.get<AnswerUsage>('answers/usage'),
    retry: false,
  });
  if (!used.data) return null;
  const { currency, total, answers, models } = used.data;
  const money = new Intl.NumberFormat(locale(), { style: 'currency', currency, maximumFractionDigits: 4 });
  return (
    <section aria-label={t('Used in 24 hours')}>
      <p>
        {plural(
          answers,
          {
            one: 'In 24 hours: {count} decision, {tokens} tokens, {money}.',
            other: 'In 24 hours: {count} decisions, {tokens} tokens, {money}.',
          },
          { tokens: total.tokens, money: money.format(total.money) },
        )}
      </p>
      {models.length > 1 && (
        <ul>
          {models.map((one) => (
            <li key={one.model}>
              {t('{model}: {tokens} tokens, {money}', {
                model: one.model,
                tokens: one.tokens,
                money: money.format(one.money),
              })}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
