// What lists of replies and macros have beside each of them.
import { useNow } from '../../hooks';
import { ago } from '../../text/time';
import { plural, t } from '../../i18n/translate';

interface Written {
  shared: boolean;
  uses: number;
  lastUsedAt?: string | undefined;
}

export function Uses({ one, word }: { one: Written; word: 'taken' | 'run' }) {
  const now = useNow(60_000);
  const never = word === 'taken' ? t('Never taken') : t('Never run');
  const used =
    word === 'taken'
      ? plural(one.uses, { one: 'Taken once', other: 'Taken {count} times' })
      : plural(one.uses, { one: 'Run once', other: 'Run {count} times' });
  return (
    <span className="quiet">
      {one.shared ? t('Team') : t('Your own')}
      <br />
      {one.uses === 0 ? never : used}
      {one.lastUsedAt && t(', last {time}', { time: ago(one.lastUsedAt, now) })}
    </span>
  );
}
