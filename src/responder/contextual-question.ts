// "And how much is that?": a question that leans on what was asked before it.
import { isStopWord, words } from '../knowledge/tokenize';

/** A question that begins so goes on from the one before. */
const goesOn =
  /^\W*(?:and|but|or|also|so|then|what about|how about|what if|und|aber|oder|was ist mit|wie ist es mit|y|pero|o|entonces|qu[eé] tal|et|mais|ou|alors|qu'en est-il|e|mas|ent[aã]o|ma|allora|en|maar|of|а|и|но|или)\b/iu;
/** What stands for something that was named before. */
const pointsBack =
  /(?<![\p{L}'’])(?:it|its|that|this|they|them|their|those|these|one|ones|there|she|he|her|him|same|das|dies|dieser|diese|dieses|es|sie|ihn|ihm|dafür|davon|damit|dort|eso|esto|ese|esa|ello|lo|la|los|las|allí|ça|cela|ceci|celui|celle|en|y|lui|isso|isto|esse|essa|ele|ela|lá|questo|quello|esso|lì|dat|dit|deze|die|er|это|этого|этот|его|её|их|там|то)(?![\p{L}])/iu;
/** Asks for a quantity, and of nothing. */
const bare =
  /^\P{L}*(?:wie ?viel|cu[aá]nt[oa]s?|combien|quant[oa]s?|hoeveel|сколько|多少(?:钱)?|いくら)\P{L}*$/iu;
/** In more words a question says itself what it is about. */
const fewWords = 9;

/** Whether a question cannot be understood without the one before: by pronouns and conjunctions of ten languages, or for want of a subject. */
export function followsOn(question: string): boolean {
  const said = words(question);
  return (
    goesOn.test(question) ||
    bare.test(question) ||
    (said.length <= fewWords && (pointsBack.test(question) || said.every(isStopWord)))
  );
}
