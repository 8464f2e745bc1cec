// The mail as its customer sees it, in a language that one chooses.
import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { ratingQuestionIn } from '../../protocol/rating-question';
import { faces, ratingLanguages, ratingWords } from '../../protocol/rating-words';
import { Text } from '../conversation/text';
import { ownLanguage } from '../text/language-name';
import { languageChoices, type RatingTexts } from './rating-texts';
import { t } from '../i18n/translate';

export function RatingPreview({ texts: { rateText, rateTexts } }: { texts: RatingTexts }) {
  const codes = [...new Set([...ratingLanguages, ...rateTexts.map(({ language }) => language)])];
  const [spoken, setSpoken] = useState(() => (codes.includes(ownLanguage()) ? ownLanguage() : 'en'));
  const written = rateTexts.filter(({ text }) => text.trim() !== '');
  const words = rateText?.trim() ? { rateText } : {};
  const { text, subject, language } = ratingQuestionIn(spoken, { ...words, rateTexts: written }, undefined);
  const { scores, stop } = ratingWords(language).words;
  return (
    <fieldset className="rule-part">
      <legend>{t('Preview')}</legend>
      <NativeSelect
        label={t('Of a customer who writes in')}
        data={languageChoices(codes)}
        value={spoken}
        onChange={({ currentTarget: { value } }) => setSpoken(value)}
      />
      <div className="rating-mail" lang={language} dir={language === 'ar' ? 'rtl' : 'ltr'}>
        <p className="quiet">{subject}</p>
        <Text formatted>{text}</Text>
        <ul className="rating-faces">
          {faces.map((face, at) => (
            <li key={face}>
              <span aria-hidden="true">{face}</span>
              {scores[at]}
            </li>
          ))}
        </ul>
        <p className="quiet">{stop}</p>
      </div>
    </fieldset>
  );
}
