// How long what was promised has still to run, or for how long it is broken: an icon and a word, never colour alone.
import type { Session } from '../../protocol/model/session';
import { slaStateOf } from '../../protocol/session-where';
import { useNow } from '../hooks';
import { Icon } from '../icons';
import { slaLines, spanWords } from './sla-texts';
import { t } from '../i18n/translate';

interface Props {
  session: Session;
  /** Also while there is time. */
  always?: boolean;
}

export function Due({ session, always = false }: Props) {
  return session.sla?.dueAt === undefined || session.status === 'closed' ? null : (
    <Running session={session} dueAt={session.sla.dueAt} always={always} />
  );
}

const looks = {
  overdue: ['failed', 'alert'],
  due_soon: ['waiting', 'alert'],
  in_time: ['closed', 'clock'],
} as const;

function Running({ session, dueAt, always }: Required<Props> & { dueAt: string }) {
  const now = useNow(10_000);
  const state = slaStateOf(session, now);
  if (!state && !always) return null;
  const [look, icon] = looks[state ?? 'in_time'];
  const span = spanWords(Math.abs(Date.parse(dueAt) - now));
  return (
    <span className={`state due ${look}`} title={slaLines(session.sla!, now)}>
      <Icon name={icon} size={14} />
      <span>{state === 'overdue' ? t('Overdue {span}', { span }) : t('Due in {span}', { span })}</span>
    </span>
  );
}
