// What customers are asked in a mail, in the organization's own words: by language, and for all others.
import { Button, NativeSelect, Textarea } from '@mantine/core';
import type { MailSettings } from '../../protocol/mail-settings';
import { ratingLanguages } from '../../protocol/rating-words';
import { Icon } from '../icons';
import { languageName } from '../text/language-name';
import '../styles/rules.css';
import { Remove } from '../ui/moves';
import { locale, t } from '../i18n/translate';

export type RatingTexts = Pick<MailSettings, 'rateText' | 'rateTexts'>;

interface Props {
  texts: RatingTexts;
  errors: Record<string, string>;
  mayWrite: boolean;
  onChange: (texts: RatingTexts) => void;
}

export function RatingTextFields({ texts: { rateText, rateTexts }, errors, mayWrite, onChange }: Props) {
  const left = ratingLanguages.filter((code) => rateTexts.every(({ language }) => language !== code));
  const taken = (next: RatingTexts['rateTexts']) =>
    onChange({ rateTexts: next, ...(rateText !== undefined && { rateText }) });
  return (
    <fieldset className="rule-part">
      <legend>{t('What is asked')}</legend>
      {rateTexts.map((one, index) => (
        <OneLanguage
          key={index}
          {...{ one, left, mayWrite }}
          error={errors[`rateTexts.${index}.text`] ?? errors[`rateTexts.${index}.language`]}
          onChange={(next) => taken(rateTexts.with(index, next))}
          onRemove={() => taken(rateTexts.toSpliced(index, 1))}
        />
      ))}
      {errors['rateTexts'] && <p role="alert">{errors['rateTexts']}</p>}
      {mayWrite && left.length > 0 && (
        <Button
          size="compact-sm"
          variant="default"
          justify="start"
          leftSection={<Icon name="plus" size={14} />}
          onClick={() => taken([...rateTexts, { language: left[0]!, text: '' }])}
        >
          {t('Add a language')}
        </Button>
      )}
      <Textarea
        label={rateTexts.length > 0 ? t('In all other languages') : t('In all languages')}
        description={t('Empty: a sentence in the customer’s language.')}
        autosize
        minRows={2}
        maxLength={1_000}
        dir="auto"
        disabled={!mayWrite}
        error={errors['rateText']}
        value={rateText ?? ''}
        onChange={({ currentTarget: { value } }) => onChange({ rateTexts, rateText: value })}
      />
    </fieldset>
  );
}

interface OneProps {
  one: RatingTexts['rateTexts'][number];
  /** Languages that have none yet. */
  left: readonly string[];
  error: string | undefined;
  mayWrite: boolean;
  onChange: (next: RatingTexts['rateTexts'][number]) => void;
  onRemove: () => void;
}

function OneLanguage({ one: { language, text }, left, error, mayWrite, onChange, onRemove }: OneProps) {
  return (
    <div className="rule-row" role="group" aria-label={languageName(language)}>
      <div className="rule-row grow">
        <NativeSelect
          label={t('Language')}
          data={languageChoices([language, ...left])}
          disabled={!mayWrite}
          value={language}
          onChange={({ currentTarget: { value } }) => onChange({ language: value, text })}
        />
        <Textarea
          className="grow"
          label={t('What is asked')}
          autosize
          minRows={1}
          maxLength={1_000}
          dir="auto"
          disabled={!mayWrite}
          error={error}
          value={text}
          onChange={({ currentTarget: { value } }) => onChange({ language, text: value })}
        />
      </div>
      {mayWrite && (
        <Remove
          what={t('the words in {language}', { language: languageName(language) })}
          onClick={onRemove}
        />
      )}
    </div>
  );
}

export const languageChoices = (codes: readonly string[]) =>
  codes
    .map((value) => ({ value, label: languageName(value) }))
    .sort((a, b) => a.label.localeCompare(b.label, locale()));
