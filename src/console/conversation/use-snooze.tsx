import { lazy, Suspense, useState, type ReactNode } from 'react';
import type { Session } from '../../protocol/model/session';
import { useConsole } from '../context';
import { useAct } from '../hooks';
import { useOffer } from '../shell/use-offer';
import { useKey } from '../ui/use-key';

const SnoozeDialog = lazy(() => import('./snooze-dialog'));

export interface Snooze {
  /** Asks until when, or takes it back; undefined where it is not this agent's to put away. */
  run: (() => void) | undefined;
  dialog: ReactNode;
}

/** Z puts the conversation away, or takes it back. */
export function useSnooze(session: Session, mine: boolean): Snooze {
  const { inbox, agent } = useConsole();
  const [asked, setAsked] = useState(false);
  const [, act] = useAct();
  const may = agent && session.status !== 'closed' && (mine || session.status !== 'with_agent');
  const run = session.snoozed ? () => act(() => inbox.unsnooze(session.id)) : () => setAsked(true);
  useKey('z', run, { off: !may });
  useOffer('snooze', may && !session.snoozed ? run : undefined);
  return {
    run: may ? run : undefined,
    dialog: (
      <Suspense>{asked && <SnoozeDialog session={session} onClose={() => setAsked(false)} />}</Suspense>
    ),
  };
}
