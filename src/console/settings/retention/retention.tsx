// How long what is kept. What goes at once is counted before it is set, and asked for.
import { useState } from 'react';
import { kept, type Kept, type RetentionPreview } from '../../../protocol/retention';
import { useConsole } from '../../context';
import { PageForm, useSaving } from '../../ui/form';
import { Trouble, Waiting } from '../../ui/page-frame';
import { t } from '../../i18n/translate';
import { useSettings, type SettingsOf } from '../use-settings';
import { Confirm } from './confirm';
import { DayFields, HeldLabel, type Written } from './fields';

export default function Retention({ mayWrite }: { mayWrite: boolean }) {
  const settings = useSettings('retention');
  if (settings.error) return <Trouble error={settings.error} onRetry={settings.retry} />;
  if (settings.pending) return <Waiting />;
  return <RetentionForm settings={settings} mayWrite={mayWrite} />;
}

const usual = kept.parse({});
const shown = Object.keys(usual);

/** Empty: for ever. */
const writtenOf = (now: Kept): Written =>
  ({
    ...Object.fromEntries(Object.entries(now).map(([key, value]) => [key, value ?? ''])),
    heldLabel: now.heldLabel,
  }) as Written;

const keptOf = (written: Written) =>
  Object.fromEntries(Object.entries(written).map(([key, value]) => [key, value === '' ? null : value]));

const isAny = ({ oldest: _, ...counts }: RetentionPreview) =>
  Object.values(counts).some((count) => count > 0);

/** What is written, and how it is saved: what would go is looked at first. */
function useRetention({ value, write }: SettingsOf) {
  const { http } = useConsole();
  const now = kept.safeParse(value('keep') ?? {});
  const [written, setWritten] = useState<Written>(() => writtenOf(now.success ? now.data : usual));
  const [asked, setAsked] = useState<RetentionPreview | null>(null);
  const [isSaved, setSaved] = useState(false);
  const save = useSaving('settings', shown);

  async function writeDown(): Promise<void> {
    const next = keptOf(written);
    const isUsual = JSON.stringify(next) === JSON.stringify(usual);
    await write({ keep: isUsual ? undefined : next });
    setSaved(true);
  }
  return {
    ...{ written, save, asked, isSaved },
    change: (next: Partial<Written>) => setWritten((before) => ({ ...before, ...next })),
    async lookFirst(): Promise<void> {
      setSaved(false);
      const found = await http.post<RetentionPreview>('retention/preview', keptOf(written));
      if (isAny(found)) setAsked(found);
      else await writeDown();
    },
    decide(isWanted: boolean): void {
      setAsked(null);
      if (isWanted) save.run(writeDown);
    },
  };
}

function RetentionForm({ settings, mayWrite }: { settings: SettingsOf; mayWrite: boolean }) {
  const { written, change, save, asked, isSaved, lookFirst, decide } = useRetention(settings);
  const disabled = !mayWrite;
  return (
    <>
      <PageForm
        save={save}
        mayWrite={mayWrite}
        onSave={lookFirst}
        done={isSaved ? t('Saved.') : t('Nothing was changed.')}
      >
        <p className="quiet">
          {t(
            'Once a day, in the night, what is older than is written here is deleted for good. A field that is empty keeps it for ever. Only closed conversations are deleted; numbers go on counting them, without a word of what was said.',
          )}
        </p>
        <DayFields written={written} onChange={change} errors={save.errors.fields} disabled={disabled} />
        <HeldLabel
          value={written.heldLabel}
          onChange={(heldLabel) => change({ heldLabel })}
          error={save.errors.fields['heldLabel']}
          disabled={disabled}
        />
        <p className="quiet">
          {t(
            'Articles, tests of answers, replies and settings are the team’s, and stay. A backup holds what was there when it was made: restored, it is deleted again in the next night.',
          )}
        </p>
      </PageForm>
      {asked && <Confirm found={asked} onNo={() => decide(false)} onYes={() => decide(true)} />}
    </>
  );
}
