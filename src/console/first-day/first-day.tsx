// What is left to do on the first day. Each point is read from what is there, and leads to where it is done.
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { FirstDay as Read, FirstDayStep } from '../../protocol/first-day';
import { useConsole } from '../context';
import { useAct } from '../hooks';
import { Icon } from '../icons';
import { RemoveSamples } from '../knowledge/remove-samples';
import { useSettings } from '../settings/use-settings';
import '../styles/first-day.css';
import { plural, t } from '../i18n/translate';

interface Words {
  title: string;
  /** Why, while it is not done. */
  why: string;
  to: string;
  action: string;
}

const words: Record<Exclude<FirstDayStep, 'samples'>, Words> = {
  name: {
    title: t('Your organization has a name'),
    why: t('It stands in invitations, in mails and above the help centre.'),
    to: '/settings?section=organization',
    action: t('Say what it is called'),
  },
  channel: {
    title: t('A channel is open'),
    why: t('Customers write on your website, by e-mail or on WhatsApp.'),
    to: '/settings?section=channels',
    action: t('Connect a channel'),
  },
  article: {
    title: t('The AI has an article of yours'),
    why: t('It answers from the articles that are here and from nothing else.'),
    to: '/knowledge',
    action: t('Write or import one'),
  },
  online: {
    title: t('Somebody of your team is online'),
    why: t('Until then, whoever asks for a person hears that nobody is there.'),
    to: '/settings?section=people',
    action: t('Go online'),
  },
  answer: {
    title: t('The AI has answered a question'),
    why: t('Ask as a customer would, and see what it says.'),
    to: '/',
    action: t('Ask in the widget'),
  },
  widget: {
    title: t('The widget is on your page'),
    why: t('Copy the snippet of a web channel into your page and open the page once.'),
    to: '/settings?section=channels',
    action: t('Copy the snippet'),
  },
  colleague: {
    title: t('A colleague is invited'),
    why: t('Whoever you invite joins with a name and a password of their own.'),
    to: '/settings?section=people',
    action: t('Invite somebody'),
  },
  hours: {
    title: t('Business hours are known'),
    why: t('Outside of them customers are told when somebody is there again.'),
    to: '/settings?section=hours',
    action: t('Say when you are open'),
  },
  message: {
    title: t('A message from your own page arrived'),
    why: t('Open your page, write something in the widget, and answer it here.'),
    to: '/inbox?tab=all',
    action: t('Look for it'),
  },
};

const againMs = 15_000;

function useFirstDay(enabled = true) {
  const { http } = useConsole();
  return useQuery({
    queryKey: ['first-day'],
    queryFn: () => http.get<Read>('organizations/current/first-day'),
    refetchInterval: againMs,
    staleTime: 0,
    enabled,
  });
}

/** In the inbox while no conversation is open, until it is put away. */
export default function FirstDay() {
  const kept = useSettings('firstDay');
  const isWanted = kept.known && kept.value('putAway') !== true;
  const { data } = useFirstDay(isWanted);
  const [busy, act] = useAct();
  if (!data || !isWanted) return null;
  const away = () =>
    act(async () => {
      await kept.write({ putAway: true });
      kept.retry();
    });
  return (
    <section className="first-day" aria-label={t('First day')}>
      <Steps steps={data.steps} />
      <p className="quiet">
        <Button size="compact-sm" variant="default" loading={busy} onClick={away}>
          {t('Put this away')}
        </Button>{' '}
        {t('You find it again in Settings, First day.')}
      </p>
    </section>
  );
}

export function Steps({ steps }: Pick<Read, 'steps'>) {
  const left = steps.filter(({ done }) => !done).length;
  const next = steps.find(({ done }) => !done)?.name;
  return (
    <>
      <p className="first-day-head" role="status">
        {left === 0
          ? t('All is done: your customers can write to you.')
          : t('First day: {done} of {all} done', { done: steps.length - left, all: steps.length })}
      </p>
      <ol className="first-day-steps">
        {steps.map((step) =>
          step.name === 'samples' ? (
            <Samples key={step.name} count={step.count ?? 0} />
          ) : (
            <Step key={step.name} step={{ ...step, name: step.name }} open={step.name === next} />
          ),
        )}
      </ol>
    </>
  );
}

/** Gone as soon as it is done. */
function Samples({ count }: { count: number }) {
  return (
    <li>
      <Mark done={false} />
      <span className="first-day-words">
        <span>{t('No sample article answers customers')}</span>
        <span className="quiet">
          {plural(count, {
            one: 'One article of an invented shop still does, with its prices and rules.',
            other: '{count} articles of an invented shop still do, with its prices and rules.',
          })}
        </span>
      </span>
      <RemoveSamples count={count} />
    </li>
  );
}

function Mark({ done }: { done: boolean }) {
  return (
    <span className="first-day-mark">
      {done ? (
        <Icon name="check" size={14} label={t('Done')} />
      ) : (
        <span className="hidden">{t('To do')}</span>
      )}
    </span>
  );
}

interface StepProps {
  step: Read['steps'][number] & { name: keyof typeof words };
  open: boolean;
}

/** Of the next one it is said why; the others are one line. */
function Step({ step: { name, done, detail }, open }: StepProps) {
  const { title, why, to, action } = words[name];
  return (
    <li className={done ? 'done' : undefined}>
      <Mark done={done} />
      <span className="first-day-words">
        <span>{title}</span>
        {done && detail && (
          <bdi className="quiet" dir="auto">
            {detail}
          </bdi>
        )}
        {open && <span className="quiet">{why}</span>}
      </span>
      {!done && <Where name={name} to={to} action={action} />}
    </li>
  );
}

function GoOnline({ action }: Pick<Words, 'action'>) {
  const { inbox } = useConsole();
  const queries = useQueryClient();
  const [busy, act] = useAct();
  const go = () =>
    act(async () => {
      await inbox.presence('online');
      await queries.invalidateQueries({ queryKey: ['first-day'] });
    });
  return (
    <button type="button" className="link" disabled={busy} onClick={go}>
      {action}
    </button>
  );
}

function Where({ name, to, action }: Pick<Words, 'to' | 'action'> & { name: FirstDayStep }) {
  const { agent } = useConsole();
  if (name === 'online' && agent) return <GoOnline action={action} />;
  // The page with the widget is not the console's.
  if (name === 'answer')
    return (
      <a className="link" href={to} target="_blank" rel="noopener">
        {action}
      </a>
    );
  return (
    <Link className="link" to={to}>
      {action}
    </Link>
  );
}
