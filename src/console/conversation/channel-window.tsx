// Some channels take words of one's own only for a time after the customer wrote: until when, or why not any more.
import { Button } from '@mantine/core';
import type { Rules } from '../../protocol/model/rules';
import { useNow } from '../hooks';
import { Icon } from '../icons';
import { clock, left, sameDay } from '../text/time';
import { fixed, t } from '../i18n/translate';

const soonMs = 3_600_000;

interface Props {
  rules: Rules;
  /** Undefined: a template cannot be sent, by this person or now. */
  onTemplate: (() => void) | undefined;
}

export function ChannelWindow({ rules, onTemplate }: Props) {
  const now = useNow(15_000);
  if (rules.mayWrite) return rules.until ? <OpenUntil until={rules.until} now={now} /> : null;
  return (
    <div className="blocked" role="status">
      <Icon name="lock" size={15} />
      <span>{rules.why ? fixed(rules.why) : t('This channel takes no words at the moment.')}</span>
      {onTemplate && (
        <Button size="compact-xs" variant="default" onClick={onTemplate}>
          {t('Send a template')}
        </Button>
      )}
    </div>
  );
}

function OpenUntil({ until, now }: { until: string; now: number }) {
  const end = Date.parse(until);
  const soon = end - now < soonMs;
  const values = { time: clock(until), left: left(until, now) };
  return (
    <p className={soon ? 'window soon' : 'window'}>
      <Icon name={soon ? 'alert' : 'clock'} size={14} />
      <span>
        {sameDay(new Date(end), new Date(now))
          ? t('You can write until {time} ({left} left)', values)
          : t('You can write until tomorrow, {time} ({left} left)', values)}
      </span>
    </p>
  );
}
