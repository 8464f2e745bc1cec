import { readQuestions } from './question-csv';

describe('readQuestions', () => {
  it('reads quotes, line breaks in cells, semicolons, and the names that others use', () => {
    const text =
      '\uFEFFTitle;Content;Category\r\n"How ""long""?";"Five days.\nOr; six.";Money\r\nWhere?;Here.;\r\n;;\r\nAlone;;x';
    expect(readQuestions(text)).toEqual([
      {
        source: 'row 2',
        article: { title: 'How "long"?', content: 'Five days.\nOr; six.', category: 'Money' },
      },
      { source: 'row 3', article: { title: 'Where?', content: 'Here.' } },
      { source: 'row 5', reason: 'It has no question, or no answer.' },
    ]);
  });

  it('says what is wrong with a row, and with a table that has no such columns', () => {
    const [row] = readQuestions('question,answer,language\nA?,B,german\n');
    expect(row).toMatchObject({ source: 'row 2', reason: expect.stringContaining('language') });
    expect(() => readQuestions('a,b\n1,2')).toThrow('question, answer');
    expect(() => readQuestions('')).toThrow('question, answer');
  });

  it('ends where the text ends, in a quote too', () => {
    expect(readQuestions('question,answer\nA?,"B')).toMatchObject([{ article: { content: 'B' } }]);
    expect(readQuestions('question,answer\nA?,B,')).toMatchObject([{ article: { content: 'B' } }]);
  });
});
