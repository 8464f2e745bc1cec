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
/** What they stand before is another thing with them: from Norway, to Norway; all cards, any card. */
const pointing = new Set(
  `all some any both only each every one two alle einige beide nur jede jeder todos algunos ambos solo cada
   tous quelques deux seulement chaque alguns apenas tutti alcuni entrambi ogni sommige alleen elke
   from to into onto for by with without before after over under than until since
   von vom aus nach zu zum zur vor bis seit gegen ohne mit desde hasta para antes después sin con sem sans
   vers jusqu avant après avec dal alla verso senza naar zonder bez od przed po из от до без после перед`.split(
    /\s+/,
  ),
);
/** Who does it to whom: "Can I call you?", "Can you call me?" */
const persons = [
  `i me my mine we us our ich mich mir mein meine meinen wir uns unser yo mi mis nos je moi mon ma mes nous eu meu minha`,
  `you your yours du dich dir dein deine sie ihnen ihr euch tu te usted ustedes vous votre vos você vocês`,
].map((list) => new Set(list.split(/\s+/)));

/** Of those who ask and those who are asked, where both are named, in which order. */
function orderOfPersons(all: readonly string[]): string | undefined {
  const [asking, asked] = persons.map((group) => all.findIndex((word) => group.has(word)));
  return asking! < 0 || asked! < 0 ? undefined : asking! < asked! ? '? asking asked' : '? asked asking';
}

/** Equal for questions that name the same, in whatever order and form; empty where nothing is named. */
export function subjectOf(question: string): string {
  const named: string[] = [];
  let isNamed = false;
  let before = '';
  const all = words(question);
  for (const word of all) {
    const plain = word.replace(/['’]/g, '');
    if (pointing.has(plain)) before = `${before} ${plain}`;
    else if (!isStopWord(word)) {
      named.push(`${before} ${form(word)}`);
      before = '';
      isNamed = true;
    } else if (telling.has(plain)) named.push(`? ${plain}`);
  }
  const order = orderOfPersons(all);
  if (order !== undefined) named.push(order);
  return isNamed ? [...new Set(named)].sort().join('\n') : '';
}
