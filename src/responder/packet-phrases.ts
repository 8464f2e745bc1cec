// What a packet says by itself, in the organization's language. English is the key; {n}, {titles} and the like are filled in.

import type { Words } from '../protocol/model/wording';
import { filled, serverWords, type ServerWord } from '../protocol/server-texts/said';
import { moreTranslations } from './packet-phrases-more';

type Phrases = Record<string, string>;

/** By ISO 639-1, the languages of small talk. What is not here is said in English. */
const first: Record<string, Phrases> = {
  de: {
    'The customer asked for a person.': 'Wollte mit einem Menschen sprechen.',
    'The customer asked for a person: {said}': 'Wollte mit einem Menschen sprechen: {said}',
    'The customer would like a person: the AI could not help.':
      'Möchte einen Menschen: Die KI konnte nicht helfen.',
    'The AI is switched off for this organization.': 'Die KI ist für diese Organisation ausgeschaltet.',
    'The customer is upset.': 'Der Kunde ist verärgert.',
    'The AI has answered {n} times; a person should look at it.':
      'Die KI hat {n}-mal geantwortet; ein Mensch sollte es ansehen.',
    'Two answers did not help.': 'Zwei Antworten haben nicht geholfen.',
    '"{said}" is always for a person.': '„{said}“ ist immer für einen Menschen.',
    'Nothing in the knowledge base is about this.': 'In der Wissensdatenbank steht nichts dazu.',
    'The nearest article, "{said}", may not be about this.':
      'Der nächste Artikel, „{said}“, passt vielleicht nicht.',
    'The AI could not answer.': 'Die KI konnte nicht antworten.',
    'The AI did not answer in time.': 'Die KI hat nicht rechtzeitig geantwortet.',
    'The customer sent something without words, which the AI does not read.':
      'Hat etwas ohne Worte geschickt, was die KI nicht liest.',
    'Answered from {titles}.': 'Geantwortet aus: {titles}.',
    'Answered from {titles}; it did not help.': 'Geantwortet aus: {titles}; es half nicht.',
    'Searched the help centre and found nothing about it.':
      'Im Hilfe-Center gesucht und nichts dazu gefunden.',
    'Searched the help centre; nearest: {titles}. Not sure enough to answer.':
      'Im Hilfe-Center gesucht; am nächsten: {titles}. Nicht sicher genug für eine Antwort.',
    'Sent a file without words.': 'Hat eine Datei ohne Worte geschickt.',
    'Has not written anything yet.': 'Hat noch nichts geschrieben.',
    'Asked for a person, and has not said what it is about.':
      'Wollte mit einem Menschen sprechen und hat nicht gesagt, worum es geht.',
  },
  es: {
    'The customer asked for a person.': 'Pidió hablar con una persona.',
    'The customer asked for a person: {said}': 'Pidió hablar con una persona: {said}',
    'The customer would like a person: the AI could not help.': 'Quiere una persona: la IA no pudo ayudar.',
    'The AI is switched off for this organization.': 'La IA está apagada en esta organización.',
    'The customer is upset.': 'El cliente está molesto.',
    'The AI has answered {n} times; a person should look at it.':
      'La IA ha respondido {n} veces; debería verlo una persona.',
    'Two answers did not help.': 'Dos respuestas no ayudaron.',
    '"{said}" is always for a person.': '«{said}» es siempre para una persona.',
    'Nothing in the knowledge base is about this.': 'No hay nada sobre esto en la base de conocimiento.',
    'The nearest article, "{said}", may not be about this.':
      'El artículo más cercano, «{said}», puede no tratar de esto.',
    'The AI could not answer.': 'La IA no pudo responder.',
    'The AI did not answer in time.': 'La IA no respondió a tiempo.',
    'The customer sent something without words, which the AI does not read.':
      'Envió algo sin palabras, que la IA no lee.',
    'Answered from {titles}.': 'Respondido con: {titles}.',
    'Answered from {titles}; it did not help.': 'Respondido con: {titles}; no ayudó.',
    'Searched the help centre and found nothing about it.': 'Se buscó en la ayuda y no se encontró nada.',
    'Searched the help centre; nearest: {titles}. Not sure enough to answer.':
      'Se buscó en la ayuda; lo más cercano: {titles}. Sin seguridad suficiente para responder.',
    'Sent a file without words.': 'Envió un archivo sin palabras.',
    'Has not written anything yet.': 'Aún no ha escrito nada.',
    'Asked for a person, and has not said what it is about.':
      'Pidió hablar con una persona y no ha dicho de qué se trata.',
  },
  fr: {
    'The customer asked for a person.': 'A demandé à parler à une personne.',
    'The customer asked for a person: {said}': 'A demandé à parler à une personne : {said}',
    'The customer would like a person: the AI could not help.':
      'Souhaite une personne : l’IA n’a pas pu aider.',
    'The AI is switched off for this organization.': 'L’IA est désactivée pour cette organisation.',
    'The customer is upset.': 'Le client est mécontent.',
    'The AI has answered {n} times; a person should look at it.':
      'L’IA a répondu {n} fois ; une personne devrait regarder.',
    'Two answers did not help.': 'Deux réponses n’ont pas aidé.',
    '"{said}" is always for a person.': '« {said} » est toujours pour une personne.',
    'Nothing in the knowledge base is about this.': 'Rien à ce sujet dans la base de connaissances.',
    'The nearest article, "{said}", may not be about this.':
      'L’article le plus proche, « {said} », ne convient peut-être pas.',
    'The AI could not answer.': 'L’IA n’a pas pu répondre.',
    'The AI did not answer in time.': 'L’IA n’a pas répondu à temps.',
    'The customer sent something without words, which the AI does not read.':
      'A envoyé quelque chose sans mots, que l’IA ne lit pas.',
    'Answered from {titles}.': 'Répondu d’après : {titles}.',
    'Answered from {titles}; it did not help.': 'Répondu d’après : {titles} ; cela n’a pas aidé.',
    'Searched the help centre and found nothing about it.': 'Recherche dans l’aide : rien à ce sujet.',
    'Searched the help centre; nearest: {titles}. Not sure enough to answer.':
      'Recherche dans l’aide ; au plus près : {titles}. Pas assez sûr pour répondre.',
    'Sent a file without words.': 'A envoyé un fichier sans un mot.',
    'Has not written anything yet.': 'N’a encore rien écrit.',
    'Asked for a person, and has not said what it is about.':
      'A demandé à parler à une personne, sans dire de quoi il s’agit.',
  },
  pt: {
    'The customer asked for a person.': 'Pediu para falar com uma pessoa.',
    'The customer asked for a person: {said}': 'Pediu para falar com uma pessoa: {said}',
    'The customer would like a person: the AI could not help.': 'Quer uma pessoa: a IA não conseguiu ajudar.',
    'The AI is switched off for this organization.': 'A IA está desligada nesta organização.',
    'The customer is upset.': 'O cliente está aborrecido.',
    'The AI has answered {n} times; a person should look at it.':
      'A IA respondeu {n} vezes; uma pessoa deve ver.',
    'Two answers did not help.': 'Duas respostas não ajudaram.',
    '"{said}" is always for a person.': '«{said}» é sempre para uma pessoa.',
    'Nothing in the knowledge base is about this.': 'Nada na base de conhecimento trata disto.',
    'The nearest article, "{said}", may not be about this.':
      'O artigo mais próximo, «{said}», pode não tratar disto.',
    'The AI could not answer.': 'A IA não conseguiu responder.',
    'The AI did not answer in time.': 'A IA não respondeu a tempo.',
    'The customer sent something without words, which the AI does not read.':
      'Enviou algo sem palavras, que a IA não lê.',
    'Answered from {titles}.': 'Respondido com: {titles}.',
    'Answered from {titles}; it did not help.': 'Respondido com: {titles}; não ajudou.',
    'Searched the help centre and found nothing about it.': 'Procurou-se na ajuda e nada se encontrou.',
    'Searched the help centre; nearest: {titles}. Not sure enough to answer.':
      'Procurou-se na ajuda; mais próximo: {titles}. Sem certeza suficiente para responder.',
    'Sent a file without words.': 'Enviou um ficheiro sem palavras.',
    'Has not written anything yet.': 'Ainda não escreveu nada.',
    'Asked for a person, and has not said what it is about.':
      'Pediu para falar com uma pessoa e não disse do que se trata.',
  },
  it: {
    'The customer asked for a person.': 'Ha chiesto di parlare con una persona.',
    'The customer asked for a person: {said}': 'Ha chiesto di parlare con una persona: {said}',
    'The customer would like a person: the AI could not help.':
      'Vorrebbe una persona: l’IA non ha potuto aiutare.',
    'The AI is switched off for this organization.': 'L’IA è spenta per questa organizzazione.',
    'The customer is upset.': 'Il cliente è contrariato.',
    'The AI has answered {n} times; a person should look at it.':
      'L’IA ha risposto {n} volte; dovrebbe guardarci una persona.',
    'Two answers did not help.': 'Due risposte non hanno aiutato.',
    '"{said}" is always for a person.': '«{said}» è sempre per una persona.',
    'Nothing in the knowledge base is about this.': 'Nella base di conoscenza non c’è nulla al riguardo.',
    'The nearest article, "{said}", may not be about this.':
      'L’articolo più vicino, «{said}», forse non riguarda questo.',
    'The AI could not answer.': 'L’IA non ha potuto rispondere.',
    'The AI did not answer in time.': 'L’IA non ha risposto in tempo.',
    'The customer sent something without words, which the AI does not read.':
      'Ha inviato qualcosa senza parole, che l’IA non legge.',
    'Answered from {titles}.': 'Risposto da: {titles}.',
    'Answered from {titles}; it did not help.': 'Risposto da: {titles}; non è servito.',
    'Searched the help centre and found nothing about it.': 'Cercato nella guida, niente al riguardo.',
    'Searched the help centre; nearest: {titles}. Not sure enough to answer.':
      'Cercato nella guida; più vicino: {titles}. Non abbastanza sicuro per rispondere.',
    'Sent a file without words.': 'Ha inviato un file senza parole.',
    'Has not written anything yet.': 'Non ha ancora scritto nulla.',
    'Asked for a person, and has not said what it is about.':
      'Ha chiesto di parlare con una persona e non ha detto di che cosa si tratta.',
  },
  nl: {
    'The customer asked for a person.': 'Vroeg om een mens.',
    'The customer asked for a person: {said}': 'Vroeg om een mens: {said}',
    'The customer would like a person: the AI could not help.': 'Wil een mens: de AI kon niet helpen.',
    'The AI is switched off for this organization.': 'De AI staat uit voor deze organisatie.',
    'The customer is upset.': 'De klant is boos.',
    'The AI has answered {n} times; a person should look at it.':
      'De AI heeft {n} keer geantwoord; een mens moet ernaar kijken.',
    'Two answers did not help.': 'Twee antwoorden hielpen niet.',
    '"{said}" is always for a person.': '‘{said}’ is altijd voor een mens.',
    'Nothing in the knowledge base is about this.': 'In de kennisbank staat hier niets over.',
    'The nearest article, "{said}", may not be about this.':
      'Het dichtstbijzijnde artikel, ‘{said}’, gaat hier misschien niet over.',
    'The AI could not answer.': 'De AI kon niet antwoorden.',
    'The AI did not answer in time.': 'De AI antwoordde niet op tijd.',
    'The customer sent something without words, which the AI does not read.':
      'Stuurde iets zonder woorden, wat de AI niet leest.',
    'Answered from {titles}.': 'Beantwoord uit: {titles}.',
    'Answered from {titles}; it did not help.': 'Beantwoord uit: {titles}; het hielp niet.',
    'Searched the help centre and found nothing about it.': 'In het helpcentrum gezocht en niets gevonden.',
    'Searched the help centre; nearest: {titles}. Not sure enough to answer.':
      'In het helpcentrum gezocht; dichtstbij: {titles}. Niet zeker genoeg om te antwoorden.',
    'Sent a file without words.': 'Stuurde een bestand zonder woorden.',
    'Has not written anything yet.': 'Heeft nog niets geschreven.',
    'Asked for a person, and has not said what it is about.':
      'Vroeg om een mens en heeft niet gezegd waar het over gaat.',
  },
};

export const translations: Record<string, Phrases> = { ...first, ...moreTranslations };

/** The languages in which packets are written, ISO 639-1. */
export const packetLanguages: readonly string[] = ['en', ...Object.keys(translations)];

/** A sentence of ours in another language, where it is among the phrases; what somebody wrote as it is. */
export function inLanguage(language: string | undefined, words: Words): string {
  if (typeof words === 'string') return words;
  const { code, values } = words.wording;
  const spoken = translations[language ?? 'en']?.[serverWords[code as ServerWord]];
  return spoken === undefined ? words.text : filled(spoken, values);
}
