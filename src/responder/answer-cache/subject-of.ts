// What two questions must have in common, word for word, before their meanings are compared: "Do you ship to Norway?" and
// "Do you ship to Sweden?" are as near as two ways to ask the same.
import { form, isStopWord, words } from '../../knowledge/tokenize';

/** Without a subject, and yet they turn a question into another one, in the languages that have the most stop words. */
const telling = new Set(
  `no not now cant cannot dont doesnt didnt isnt wont couldnt never what when where who why which how
   nicht kein keine nie was wann wo wer warum wie nunca cuando dónde donde quién quien cómo não quando onde quem
   pas jamais où qui pourquoi comment non mai dove chi perché niet geen wanneer waar wie waarom hoe nie kiedy gdzie kto
   не нет когда где кто почему как değil nerede neden nasıl`.split(/\s+/),
);
/** What they stand before is another thing with them: from Norway, to Norway. */
const pointing = new Set(
  `from to into onto for by with without before after over under than until since
   von vom aus nach zu zum zur vor bis seit gegen ohne mit desde hasta para antes después sin con sem sans
   vers jusqu avant après avec dal alla verso senza naar zonder bez od przed po из от до без после перед`.split(
    /\s+/,
  ),
);

/** Equal for questions that name the same, in whatever order and form; empty where nothing is named. */
export function subjectOf(question: string): string {
  const named: string[] = [];
  let isNamed = false;
  let before = '';
  for (const word of words(question)) {
    const plain = word.replace(/['’]/g, '');
    if (pointing.has(plain)) before = plain;
    else if (!isStopWord(word)) {
      named.push(`${before} ${form(word)}`);
      before = '';
      isNamed = true;
    } else if (telling.has(plain)) named.push(`? ${plain}`);
  }
  return isNamed ? [...new Set(named)].sort().join('\n') : '';
}
