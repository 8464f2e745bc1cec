import { helpedAnswers, helpedQuestion } from './helped-question';
import { others } from './more-phrases';
import { western, type Kind } from './phrases';
import { languageSpoken, smallTalk } from './small-talk';
import type { Turn } from '../transcript';

const spoken = { ...western, ...others };
/** A question of a customer and its answer, in each language of small talk. */
const cases: Record<string, [question: string, answer: string]> = {
  en: ['How long does a refund take?', 'It takes five days from the day your return reaches us.'],
  de: ['Wie lange dauert eine Rückerstattung?', 'Sie dauert fünf Tage, sobald das Paket bei uns ist.'],
  es: ['¿Cuánto tarda un reembolso?', 'Tarda cinco días desde que recibimos el paquete.'],
  fr: ['Combien de temps prend un remboursement ?', 'Il faut cinq jours après la réception du colis.'],
  pt: ['Quanto tempo demora um reembolso?', 'Demora cinco dias depois de recebermos a encomenda.'],
  it: ['Quanto tempo ci vuole per un rimborso?', 'Ci vogliono cinque giorni dal ricevimento del pacco.'],
  nl: ['Hoe lang duurt een terugbetaling?', 'Het duurt vijf dagen nadat het pakket bij ons is aangekomen.'],
  pl: ['Ile trwa zwrot pieniędzy?', 'Zwrot trwa pięć dni od otrzymania paczki.'],
  ru: ['Сколько времени занимает возврат денег?', 'Возврат занимает пять дней после получения посылки.'],
  ja: ['返金にはどのくらいかかりますか？', '荷物が届いてから五日かかります。'],
  zh: ['退款需要多长时间？', '我们收到包裹后需要五天。'],
  ar: ['كم يستغرق استرداد المبلغ؟', 'يستغرق خمسة أيام بعد وصول الطرد إلينا.'],
};
const source = { articleId: 'a', chunkId: 'a#0', title: 'Refunds', excerpt: '', score: 0.6 };

function askedIfHelped(question: string, answer: string, reply: string): Turn[] {
  const said: Turn[] = [
    { sender: 'customer', text: question },
    { sender: 'ai', text: answer, sources: [source] },
  ];
  const helped = helpedQuestion(languageSpoken(said));
  return [...said, { sender: 'ai', text: helped }, { sender: 'customer', text: reply }];
}

it('there is a case for every language of small talk', () =>
  expect(Object.keys(cases).sort()).toEqual(Object.keys(spoken).sort()));

describe.each(Object.entries(spoken))('"Did that help?" in %s', (code, { says, replies }) => {
  const [question, answer] = cases[code]!;
  const repliesTo = (words: string, [asked, told] = [question, answer]) => [
    words,
    smallTalk(askedIfHelped(asked!, told!, words)),
  ];
  const all = (kind: Kind) => says[kind]!.split('|');

  it('is asked in the language of the conversation', () => {
    expect(askedIfHelped(question, answer, '')[2]!.text).toBe(helpedQuestion(code));
  });

  it('"no" offers a person', () => {
    for (const words of [...all('no'), ...all('unhelpful')])
      expect(repliesTo(words)).toEqual([words, { reply: replies.offer }]);
  });

  it('"yes" and thanks are answered with thanks', () => {
    for (const words of [...all('yes'), ...all('thanks'), '👍'])
      expect(repliesTo(words)).toEqual([words, { reply: replies.thanks }]);
    for (const words of all('done')) expect(repliesTo(words)).toEqual([words, { reply: replies.bye }]);
  });

  it('its buttons are understood, and so are thumbs', () => {
    const [yes, no] = helpedAnswers(helpedQuestion(code))!;
    for (const words of [yes, '👍', '👍🏽'])
      expect(repliesTo(words)).toEqual([words, { reply: replies.thanks }]);
    for (const words of [no, '👎', '👎🏿']) expect(repliesTo(words)).toEqual([words, { reply: replies.offer }]);
    // WhatsApp shows up to 20 characters of a button.
    expect(Math.max(yes.length, no.length)).toBeLessThanOrEqual(20);
  });

  it('is understood where the question before was too short to tell its language', () => {
    const [no] = all('no');
    const turns: Turn[] = [
      { sender: 'customer', text: 'X-200?' },
      { sender: 'ai', text: 'X-200 OK', sources: [source] },
      { sender: 'ai', text: helpedQuestion(code) },
      { sender: 'customer', text: no! },
    ];
    expect(smallTalk(turns)).toEqual({ reply: replies.offer });
  });
});
