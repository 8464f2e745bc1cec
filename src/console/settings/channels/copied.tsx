// What is shown here and pasted elsewhere.
import { CopyButton } from '../../ui/copy-button';
import { midSentence, t } from '../../i18n/translate';

export function Copied({ label, text }: { label: string; text: string }) {
  return (
    <div className="copied">
      <span className="copied-label">{label}</span>
      <code className="snippet wraps" translate="no" tabIndex={0} aria-label={label}>
        {text}
      </code>
      <CopyButton text={text} label={t('Copy the {name}', { name: midSentence(label) })} />
    </div>
  );
}
