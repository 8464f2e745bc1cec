// Does the customer ask for a person? Missing it is worse than one handover too many, so nobody has to ask twice.
// Kinds of words (words.ts) and how they stand to each other decide; the languages of `personPatterns` have phrases. What
// no rule knows is left to a classifier that has learned from examples, and hears where a rule is surely wrong (classifier.ts).
import { looksLikeRequest } from './classifier';
import * as languagesOfPeople from './languages';
import type { PersonLanguage } from './languages';
import { personPatterns } from './patterns';
import { clausesOf, type Clause } from '../word-classes';

const any = (...patterns: string[]) => new RegExp(patterns.join('|'), 'g');

/** "A real support agent", "somebody". */
const noun = '[DO]{0,3}[RSUs]{0,3}[PUSs]';
const someone = '[DO]{0,3}R{0,2}p';
const whoever = `(?:${noun}|${someone})`;
const over = '(?![xR9]|B(?!$))';

/** What holds in every language in which the verb comes first or in the middle. */
const asking = [
  // to talk to
  `T[MxI]{0,1}F{0,2}${whoever}`,
  `TFD?xP`,
  // connect me to
  `(?:C(?:[MIFX]{1,3}|(?=[DR]*[UPS]))|JF{0,2})${whoever}${over}`,
  `^X?(?:C[MI]{1,2}F{0,2}|MC|J|CM?p)$`,
  // contact
  `K[MF]{0,2}${noun}${over}`,
  `K[MF]{0,2}${someone}(?=$|[FE])`,
  // I want
  `W[MFh]{0,2}[DO]{0,3}[RSUs]{0,3}(?:[PU]|S)${over}`,
  `W[MF]{0,2}[DO]{0,3}(?:R{1,2}[pSs]|pF?R)${over}`,
  `W[MF]{0,2}[DO]{0,3}p(?=L?$|F?T|[EQ]?[xEX]{0,2}[hT]|FW?$)`,
  // is there
  `A[DO]{0,2}[RSU]{0,2}[pPU](?=$|L|[EMxFLXQ]{0,4}T)`,
  `A[DOL]{0,2}(?:R[pPUS]|p?U)${over}`,
  `AL[DO]?P$`,
  // can an agent
  `[XW]M?[DO]{0,2}[RS]{0,2}[PU][MxFXD]{0,2}[hTK]`,
  `[PU]X[MDI]?h`,
  `X[MI]?[Kh]M?D?[PUp]${over}`,
  `XM?pF[DSs]{1,2}[hTK]`,
  `W[MF]{0,2}[DO]{0,3}pF[DR]{0,2}[Ss]`,
  `[CK][MF]{0,2}pR{1,2}$`,
  `MC[MF]{0,2}p$`,
  `[XK]D?[pPU]M[Kh]`,
  `^[Xw]?hM{0,2}[DR]{0,2}[PU]$`,
  `Kph`,
  `Q[MXW]{0,3}T`,
  // where a person answers
  `A[xEDLF]{0,4}D?[UpP]h`,
  `WhM?[UP]$`,
  // help from a person
  `(?:W[MF]{0,2}|^)hF[DO]{0,3}R{0,2}(?:[PU]|p$)`,
  // somebody who knows
  `W[MF]{0,2}pEh`,
  // somebody should call me
  `(?:[pPU][FEMX]{0,2}[KT]|[PU][FEMX]{0,2}h)M(?!x)`,
  `[pPUS][FEMXx]{0,2}V`,
];

/** Maybe with a number to call. */
const callMe = /(?:^|[XWEMFpPUL]|XD)V(?!x)(?:.{0,4}|F?9{1,12})$/;

/** In languages in which the verb comes last, or may. */
const verbLast = [
  `${whoever}[F]{0,2}[MEDxX]{0,2}[TCJ]`,
  `${noun}[F]{0,2}[MED]{0,2}[KWV]`,
  `${someone}F{1,2}[MED]{0,2}[KTC]`,
  `^[FD]{0,2}pF?L{1,2}$`,
  `CE?${noun}F`,
  `${someone}F?[MEDX]{0,2}[KV]M?`,
  `^[FDXL]{0,3}p?R?UF?L{1,2}A?$`,
  `^pUh$`,
  // staff my help can
  `[PU][MEDFx]{0,2}hE{0,2}X`,
  // a human's help want
  `[PU]F{1,2}h[EM]{0,2}W`,
  `^[FDX]{0,2}ph(?=$|[EN]{1,3}$)`,
  `R{1,2}pF?W`,
  `KR{1,2}p`,
];

/** What somebody says is no wish to talk to them, unless one is to do so: "跟客服说". */
const chinese = [
  ...verbLast.map((pattern) => (pattern.startsWith('^') ? pattern : `(?<=[FKWXJC])${pattern}`)),
  `^[FDM]{0,2}[PU]h$`,
];

/** Nothing but that. */
const alone = [
  `^[FDW]{0,3}[RSUPps]{0,3}[PUS][FWML]{0,2}$`,
  `^[FD]{0,2}(?:R{1,2}p|pR{1,2})$`,
  `^D?p$`,
  `^.{0,3}Z.{0,3}$`,
];

/** No more bots. */
const noBots = [
  `N[DWFxMIEX]{0,3}[TWKhC][FDxM]{0,3}B(?![xUR])`,
  `N[FD]{0,3}B[MEx]?[TKC]`,
  `(?:^|W)N[FD]{0,3}W?B$`,
  `Y[FTDRxIM]{0,4}B(?!x)`,
  `[WhX][FDM]{0,2}[pU][xE]{0,2}N?[DFE]{0,2}B`,
  `TNFD?B`,
  // an agent, no bot
  `[SPUp]N[FD]{0,3}B$`,
  `^[FD]{0,2}BN[FD]{0,2}[RO]?[PUp]`,
  `[pU]L?E?N[DFE]{0,2}B`,
];
const noBotsLast = [`B[FDEM]{0,2}[TWC][FEM]{0,2}W?N`, `BF?NW`, `B[FE]{0,2}Y`];

interface Language extends PersonLanguage {
  asks: RegExp;
  noBots: RegExp;
  /** Before, or within and after, what was found. */
  isNegated(before: string, found: string, after: string): boolean;
}

const before = (kinds: string) => /N[DWFMEXT]{0,3}$/.test(kinds);

function verbFirst(language: PersonLanguage): Language {
  return { ...language, asks: any(...asking, ...alone), noBots: any(...noBots), isNegated: before };
}

function withVerbLast(language: PersonLanguage, own = verbLast): Language {
  return {
    ...language,
    asks: any(...asking, ...own, ...alone),
    noBots: any(...noBots, ...noBotsLast),
    isNegated: (kinds, found, after) => before(kinds) || found.includes('N') || /^[EX]{0,2}W?N/.test(after),
  };
}

const { english, spanish, french, portuguese, indonesian } = languagesOfPeople;
const { german, hindi, russian, arabic, bengali, urdu, japanese } = languagesOfPeople;
const languages: readonly Language[] = [
  ...[english, spanish, french, portuguese, indonesian].map(verbFirst),
  withVerbLast(german),
  withVerbLast(hindi),
  withVerbLast(russian),
  withVerbLast(arabic),
  withVerbLast(bengali),
  withVerbLast(urdu),
  withVerbLast(languagesOfPeople.chinese, chinese),
  withVerbLast(japanese, [...verbLast, `pFL$`, `^pF$`]),
];

/** @param text one message, in any of the languages */
export function asksForPerson(text: string): boolean {
  const clauses = clausesOf(text);
  const all = clauses.map(({ words }) => words).join(' ');
  const found = languages
    .filter((language) => language.script.test(all))
    .flatMap((language) => requestsIn(language, clauses));
  const inPhrases = clauses.flatMap(({ words }) => foundInPhrases(words));
  if (inPhrases.includes('asked')) return true;
  if (found.includes('asked')) return looksLikeRequest(text, 'asked');
  return looksLikeRequest(text, [...found, ...inPhrases].includes('negated') ? 'negated' : 'nothing');
}

/** Whether that is all there is to it: a language knows each word, and none of them is another thing. */
export function onlyAsksForPerson(text: string): boolean {
  const clauses = clausesOf(text);
  const all = clauses.map(({ words }) => words).join(' ');
  const knowsAll = ({ script, classify }: Language) =>
    script.test(all) && clauses.every((clause) => !/[x9]/.test(classify(clause)));
  return asksForPerson(text) && languages.some(knowsAll);
}

type Found = 'asked' | 'negated';

/** What is asked for in one of the clauses, and what is said not to be wanted. */
function requestsIn({ classify, asks, noBots, isNegated }: Language, clauses: readonly Clause[]): Found[] {
  const found = (negated: boolean): Found => (negated ? 'negated' : 'asked');
  return clauses.map(classify).flatMap((kinds, n, all) => {
    if (kinds.search(noBots) >= 0) return ['asked'];
    const unsaid = isPersonNegated(kinds) ? ['negated' as const] : [];
    const isCondition = kinds.includes('w') || all[n + 1]?.startsWith('w');
    const toCall = isCondition ? -1 : kinds.search(callMe);
    const calls = toCall < 0 ? [] : [found(isNegated(kinds.slice(0, toCall + 1), '', ''))];
    const others = [...kinds.matchAll(asks)].flatMap(({ 0: words, index }) => {
      const before = kinds.slice(0, index);
      // What was yesterday is told, not asked for.
      if (kinds.includes('o') && !`${before}${words}`.includes('W')) return ['negated' as const];
      return [found(isNegated(before, words, kinds.slice(index + words.length)))];
    });
    return [...unsaid, ...calls, ...others];
  });
}

/** A "not" beside a person, in whatever order, and no bot: "ne me passez pas un conseiller". */
const isPersonNegated = (kinds: string) => /N/.test(kinds) && /[PUSp]/.test(kinds) && !kinds.includes('B');

/** In the languages that have phrases only. */
function foundInPhrases(plain: string): Found[] {
  return personPatterns.flatMap((pattern) => {
    const match = pattern.exec(plain);
    if (match === null) return [];
    const isNegated = negated.test(plain.slice(0, match.index)) || negatedInside.test(match[0]);
    return [isNegated ? 'negated' : 'asked'];
  });
}

/** "I do not want to" and its like, right before what was found. */
const negated =
  /\b(?:non|nie|ne)(?: (?:voglio|desidero|chce|musze|potrzebuje|ho bisogno))?(?: di)?\s*$|\b(?:niet|geen)\s*$/;
const negatedInside = /\b(?:niet|geen|istemiyorum)\b|않/;
