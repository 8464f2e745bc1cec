// The fields of a macro, and the steps that they stand for.
import type { Macro, MacroSteps, SnoozeChoice } from '../../../protocol/macros';
import type { Priority } from '../../../protocol/model/session';

export interface MacroFields {
  shortcut: string;
  title: string;
  reply: string;
  note: string;
  addLabels: string[];
  removeLabels: string[];
  /** '': as it is. */
  priority: Priority | '';
  /** '': nothing; `agent <id>`, `queue`, `snooze <choice>`, `close`. */
  ending: string;
  shared: boolean;
}

export function fieldsOf(macro: Macro | undefined, mayShare: boolean): MacroFields {
  const { steps = {}, shortcut = '', title = '', shared = mayShare } = macro ?? {};
  return {
    ...{ shortcut, title, shared },
    reply: steps.reply ?? '',
    note: steps.note ?? '',
    addLabels: steps.addLabels ?? [],
    removeLabels: steps.removeLabels ?? [],
    priority: steps.priority ?? '',
    ending: endingOf(steps),
  };
}

function endingOf({ assign, snooze, close }: MacroSteps): string {
  if (assign) return 'queue' in assign ? 'queue' : `agent ${assign.agentId}`;
  return snooze ? `snooze ${snooze}` : close ? 'close' : '';
}

export function givenMacro({ shortcut, title, shared, ...fields }: MacroFields) {
  const { reply, note, addLabels, removeLabels, priority, ending } = fields;
  const [word = '', what = ''] = ending.split(' ');
  const steps: MacroSteps = {
    ...(reply.trim() && { reply }),
    ...(note.trim() && { note }),
    ...(addLabels.length > 0 && { addLabels }),
    ...(removeLabels.length > 0 && { removeLabels }),
    ...(priority && { priority }),
    ...(word === 'agent' && { assign: { agentId: what } }),
    ...(word === 'queue' && { assign: { queue: true as const } }),
    ...(word === 'snooze' && { snooze: what as SnoozeChoice }),
    ...(word === 'close' && { close: true as const }),
  };
  return { shortcut, title, shared, steps };
}
