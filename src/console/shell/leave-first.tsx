// Who goes offline or signs out gives back what they hold: that is said before it happens.
import { useState, type ReactNode } from 'react';
import { useConsole, useInbox } from '../context';
import { fail } from '../hooks';
import { AskFirst } from '../ui/ask-first';
import { plural, t } from '../i18n/translate';

export type Leaving = 'offline' | 'out';

const words: Record<Leaving, string> = { offline: t('Go offline'), out: t('Sign out') };

/** @returns what to call to leave, and the question to draw while it is open */
export function useLeaveFirst(): [leave: (how: Leaving) => void, question: ReactNode] {
  const { auth, inbox } = useConsole();
  const mine = useInbox((state) => state.counts?.mine ?? 0);
  const [asked, setAsked] = useState<Leaving | null>(null);
  const run = (how: Leaving) =>
    void inbox.sending
      .sentAll()
      .then(() => (how === 'out' ? auth.logout() : inbox.presence('offline')))
      .catch(fail);
  const leave = (how: Leaving) => (mine > 0 ? setAsked(how) : run(how));
  if (!asked) return [leave, null];
  const held = plural(mine, { one: 'one open conversation', other: '{count} open conversations' });
  return [
    leave,
    <AskFirst
      key={asked}
      title={t('{word} with {held}?', { word: words[asked], held })}
      word={words[asked]}
      onNo={() => setAsked(null)}
      onYes={() => {
        setAsked(null);
        run(asked);
      }}
    >
      <p className="asked-why">
        {plural(mine, {
          one: 'It goes back to the queue, for whoever is free.',
          other: 'They go back to the queue, for whoever is free.',
        })}
      </p>
    </AskFirst>,
  ];
}
