import { useRef, useState } from 'react';
import type { Macro, MacroOutcome } from '../../protocol/macros';
import type { Session } from '../../protocol/model/session';
import { useConsole } from '../context';
import { sentence } from '../data/failure';
import { t } from '../i18n/translate';

interface Running {
  busy: boolean;
  /** Of the try before, where it stopped halfway. */
  outcome?: MacroOutcome;
  error?: string;
}

type Words = { reply?: string; note?: string; snoozeUntil?: string };

/** One run: tried again, it has the same name, so that nothing is said twice. */
export function useRun({ session, macro, onDone }: { session: Session; macro: Macro; onDone: () => void }) {
  const { inbox } = useConsole();
  const runId = useRef(crypto.randomUUID());
  /** Of this try: an answer that never came is asked for again by the same key. */
  const key = useRef(crypto.randomUUID());
  const [state, setState] = useState<Running>({ busy: false });

  async function start(words: Words): Promise<void> {
    setState(({ outcome }) => ({ busy: true, ...(outcome && { outcome }) }));
    try {
      const asked = { macroId: macro.id, runId: runId.current, ...words };
      const outcome = await inbox.runMacro(session.id, asked, key.current);
      key.current = crypto.randomUUID();
      if (outcome.steps.every((step) => step.outcome === 'done')) return onDone();
      setState({ busy: false, outcome, error: t('It stopped halfway. What is done stays done.') });
    } catch (failure) {
      setState(({ outcome }) => ({ busy: false, error: sentence(failure), ...(outcome && { outcome }) }));
    }
  }
  return {
    ...state,
    begun: state.busy || state.outcome !== undefined,
    start: (words: Words) => void start(words),
  };
}
