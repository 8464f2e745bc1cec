import type { ConsoleLanguage } from '../protocol/model/console-languages';

/** {name} of the organization, {from} and {to}: days; {was}: of the week before; {score} of 5, {count} of those who rated */
export interface WeeklyPhrases {
  subject: string;
  days: string;
  conversations: string;
  resolvedByAi: string;
  withPerson: string;
  firstResponse: string;
  nextResponse: string;
  resolution: string;
  rating: string;
  before: string;
  rated: string;
  nobodyRated: string;
  none: string;
  link: string;
  noLink: string;
  why: string;
}

export const weeklyPhrases: Record<ConsoleLanguage, WeeklyPhrases> = {
  en: {
    subject: 'Conversations of {name}, {from} to {to}',
    days: '{from} to {to}',
    conversations: 'Conversations',
    resolvedByAi: 'Resolved by the AI',
    withPerson: 'With people',
    firstResponse: 'First response of a person, half within',
    nextResponse: 'Later responses, half within',
    resolution: 'Until closed, half within',
    rating: 'Rating',
    before: '; the week before: {was}',
    rated: '{score} of 5, by {count}',
    nobodyRated: 'nobody rated',
    none: 'none',
    link: 'All of it: {link}',
    noLink: 'All of it is under Analytics in the console.',
    why: 'You get this because you switched it on under Analytics. There it can be switched off, too.',
  },
  de: {
    subject: 'Unterhaltungen von {name}, {from} bis {to}',
    days: '{from} bis {to}',
    conversations: 'Unterhaltungen',
    resolvedByAi: 'Von der KI gelöst',
    withPerson: 'Mit Menschen',
    firstResponse: 'Erste Antwort eines Menschen, die Hälfte innerhalb von',
    nextResponse: 'Spätere Antworten, die Hälfte innerhalb von',
    resolution: 'Bis zum Schließen, die Hälfte innerhalb von',
    rating: 'Bewertung',
    before: '; in der Woche davor: {was}',
    rated: '{score} von 5, von {count}',
    nobodyRated: 'niemand hat bewertet',
    none: 'keine',
    link: 'Alles: {link}',
    noLink: 'Alles steht unter Auswertung in der Konsole.',
    why: 'Sie bekommen dies, weil Sie es unter Auswertung eingeschaltet haben. Dort lässt es sich auch ausschalten.',
  },
  es: {
    subject: 'Conversaciones de {name}, del {from} al {to}',
    days: 'Del {from} al {to}',
    conversations: 'Conversaciones',
    resolvedByAi: 'Resueltas por la IA',
    withPerson: 'Con personas',
    firstResponse: 'Primera respuesta de una persona, la mitad en',
    nextResponse: 'Respuestas posteriores, la mitad en',
    resolution: 'Hasta el cierre, la mitad en',
    rating: 'Valoración',
    before: '; la semana anterior: {was}',
    rated: '{score} de 5, por {count}',
    nobodyRated: 'nadie ha valorado',
    none: 'ninguna',
    link: 'Todo: {link}',
    noLink: 'Todo está en Análisis, en la consola.',
    why: 'Recibe esto porque lo activó en Análisis. Allí también se puede desactivar.',
  },
  fr: {
    subject: 'Conversations de {name}, du {from} au {to}',
    days: 'Du {from} au {to}',
    conversations: 'Conversations',
    resolvedByAi: 'Résolues par l’IA',
    withPerson: 'Avec des personnes',
    firstResponse: 'Première réponse d’une personne, la moitié en',
    nextResponse: 'Réponses suivantes, la moitié en',
    resolution: 'Jusqu’à la fermeture, la moitié en',
    rating: 'Note',
    before: ' ; la semaine précédente : {was}',
    rated: '{score} sur 5, par {count}',
    nobodyRated: 'personne n’a noté',
    none: 'aucune',
    link: 'Tout : {link}',
    noLink: 'Tout se trouve dans Analyses, dans la console.',
    why: 'Vous recevez ceci parce que vous l’avez activé dans Analyses. Vous pouvez aussi l’y désactiver.',
  },
  pt: {
    subject: 'Conversas de {name}, {from} a {to}',
    days: '{from} a {to}',
    conversations: 'Conversas',
    resolvedByAi: 'Resolvidas pela IA',
    withPerson: 'Com pessoas',
    firstResponse: 'Primeira resposta de uma pessoa, metade em até',
    nextResponse: 'Respostas seguintes, metade em até',
    resolution: 'Até o fechamento, metade em até',
    rating: 'Avaliação',
    before: '; na semana anterior: {was}',
    rated: '{score} de 5, por {count}',
    nobodyRated: 'ninguém avaliou',
    none: 'nenhuma',
    link: 'Tudo: {link}',
    noLink: 'Tudo está em Análises, no console.',
    why: 'Você recebe isto porque ativou em Análises. Lá também pode desativar.',
  },
  ar: {
    subject: 'محادثات {name}، من {from} إلى {to}',
    days: 'من {from} إلى {to}',
    conversations: 'المحادثات',
    resolvedByAi: 'ما حلّه الذكاء الاصطناعي',
    withPerson: 'مع أشخاص',
    firstResponse: 'أول رد من شخص، نصفها خلال',
    nextResponse: 'الردود اللاحقة، نصفها خلال',
    resolution: 'حتى الإغلاق، نصفها خلال',
    rating: 'التقييم',
    before: '؛ في الأسبوع السابق: {was}',
    rated: '{score} من 5، من {count}',
    nobodyRated: 'لم يقيّم أحد',
    none: 'لا شيء',
    link: 'التفاصيل كلها: {link}',
    noLink: 'التفاصيل كلها في التحليلات في وحدة التحكم.',
    why: 'تصلك هذه الرسالة لأنك فعّلتها في التحليلات. ويمكن إيقافها هناك أيضًا.',
  },
};
