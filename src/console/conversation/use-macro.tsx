import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import type { Session } from '../../protocol/model/session';
import { useConsole } from '../context';
import { useKey } from '../ui/use-key';

const MacroDialog = lazy(() => import('../macros/macro-dialog'));

/** Ctrl+Shift+M, the command bar and `/` open it. */
export function useMacro(session: Session, mine: boolean): ReactNode {
  const { macros, agent } = useConsole();
  const [asked, setAsked] = useState<{ id: string | undefined }>();
  useKey('mod+shift+m', () => setAsked({ id: undefined }), { anywhere: true, off: !agent });
  useEffect(() => macros.on((id) => setAsked({ id })), [macros]);
  if (!asked || !agent) return null;
  return (
    <Suspense>
      <MacroDialog session={session} mine={mine} macroId={asked.id} onClose={() => setAsked(undefined)} />
    </Suspense>
  );
}
