// What a customer reads who is handed over to a person, in one message: the widget's own sentences (src/widget/translations),
// but where the answer will be: a phone brings it, so nobody leaves and comes back.

/** `opens` has a place for the time, `place` for the number. */
interface Words {
  queued: string;
  next: string;
  place: string;
  comes: string;
  opens: string;
  nobodyOnline: string;
  placeKept: string;
}

/** By ISO 639-1; the languages of small talk. */
export const waitingWordsBy: Record<string, Words> = {
  en: {
    queued: 'Passed on to a person',
    next: 'You are next in the queue.',
    place: 'You are number {n} in the queue.',
    comes: 'You do not have to wait: the answer will come here.',
    opens: 'We are back {time}.',
    nobodyOnline: 'Nobody of our team is online right now.',
    placeKept: 'Your place is kept, and the answer will come here.',
  },
  de: {
    queued: 'An einen Menschen übergeben',
    next: 'Sie sind als Nächstes dran.',
    place: 'Sie sind auf Platz {n} der Warteschlange.',
    comes: 'Sie müssen nicht warten: Die Antwort kommt hierher.',
    opens: 'Wir sind wieder da: {time}.',
    nobodyOnline: 'Von unserem Team ist gerade niemand online.',
    placeKept: 'Ihr Platz bleibt, und die Antwort kommt hierher.',
  },
  es: {
    queued: 'Pasado a una persona',
    next: 'Es el siguiente de la cola.',
    place: 'Es el número {n} de la cola.',
    comes: 'No hace falta que espere: la respuesta llegará aquí.',
    opens: 'Volvemos {time}.',
    nobodyOnline: 'Ahora mismo no hay nadie de nuestro equipo en línea.',
    placeKept: 'Su lugar se conserva, y la respuesta llegará aquí.',
  },
  fr: {
    queued: 'Transmis à une personne',
    next: 'Vous êtes en tête de la file.',
    place: 'Vous êtes numéro {n} dans la file.',
    comes: 'Inutile d’attendre : la réponse arrivera ici.',
    opens: 'Nous revenons {time}.',
    nobodyOnline: 'Personne de notre équipe n’est en ligne pour le moment.',
    placeKept: 'Votre place est gardée, et la réponse arrivera ici.',
  },
  pt: {
    queued: 'Passado para uma pessoa',
    next: 'É a próxima pessoa da fila.',
    place: 'Está no lugar {n} da fila.',
    comes: 'Não precisa de esperar: a resposta chegará aqui.',
    opens: 'Voltamos {time}.',
    nobodyOnline: 'Neste momento não há ninguém da nossa equipa online.',
    placeKept: 'O seu lugar fica guardado e a resposta chegará aqui.',
  },
  ar: {
    queued: 'حُوّلت المحادثة إلى شخص',
    next: 'أنت التالي في الدور.',
    place: 'رقمك في الدور {n}.',
    comes: 'لا حاجة إلى الانتظار: ستصلك الإجابة هنا.',
    opens: 'نعود {time}.',
    nobodyOnline: 'لا أحد من فريقنا متصل الآن.',
    placeKept: 'مكانك محفوظ، وستصلك الإجابة هنا.',
  },
  it: {
    queued: 'Passato a una persona',
    next: 'È il prossimo in coda.',
    place: 'È il numero {n} in coda.',
    comes: 'Non serve aspettare: la risposta arriverà qui.',
    opens: 'Torniamo {time}.',
    nobodyOnline: 'In questo momento nessuno del nostro team è online.',
    placeKept: 'Il suo posto resta, e la risposta arriverà qui.',
  },
  nl: {
    queued: 'Doorgegeven aan een medewerker',
    next: 'U bent als volgende aan de beurt.',
    place: 'U bent nummer {n} in de wachtrij.',
    comes: 'U hoeft niet te wachten: het antwoord komt hier.',
    opens: 'We zijn er weer: {time}.',
    nobodyOnline: 'Er is nu niemand van ons team online.',
    placeKept: 'Uw plaats blijft, en het antwoord komt hier.',
  },
  pl: {
    queued: 'Przekazano pracownikowi',
    next: 'Twoja kolej jest następna.',
    place: 'Twoje miejsce w kolejce: {n}.',
    comes: 'Nie trzeba czekać: odpowiedź pojawi się tutaj.',
    opens: 'Wracamy: {time}.',
    nobodyOnline: 'Nikogo z naszego zespołu nie ma teraz online.',
    placeKept: 'Twoje miejsce pozostaje, a odpowiedź pojawi się tutaj.',
  },
  ru: {
    queued: 'Передано сотруднику',
    next: 'Вы следующий в очереди.',
    place: 'Ваше место в очереди: {n}.',
    comes: 'Ждать не нужно: ответ придёт сюда.',
    opens: 'Мы снова на связи: {time}.',
    nobodyOnline: 'Сейчас никого из нашей команды нет на связи.',
    placeKept: 'Ваше место сохраняется, ответ придёт сюда.',
  },
  ja: {
    queued: '担当者に引き継ぎました',
    next: '次にご案内します。',
    place: '現在の順番は{n}番目です。',
    comes: 'このままお待ちいただく必要はありません。回答はここに届きます。',
    opens: '次の営業開始：{time}。',
    nobodyOnline: '現在、担当者は不在です。',
    placeKept: '順番はそのままで、回答はここに届きます。',
  },
  zh: {
    queued: '已转交人工',
    next: '您是队列中的下一位。',
    place: '您在队列中排第{n}位。',
    comes: '您无需等待：回复会发到这里。',
    opens: '我们将于{time}回来。',
    nobodyOnline: '目前我们的团队无人在线。',
    placeKept: '您的位置会保留，回复会发到这里。',
  },
};

/** How it is with the team. What is not known is not said. */
export interface Expectation {
  /** It goes by mail: the answer will, too, so nothing is said of waiting. */
  isLetter?: boolean;
  /** An agent has the conversation already. */
  isTaken?: boolean;
  /** Closed now; `opensAt` (ISO 8601) in this time zone, where it is known. */
  closed?: { opensAt?: string; timeZone: string };
  /** Nobody of the team is online. */
  isNobodyOnline?: boolean;
  /** In the queue, 1 for the next. */
  place?: number;
}

/** @param language ISO 639-1; English for what is not spoken */
export function waitingWords(
  language: string,
  { isLetter, isTaken, closed, isNobodyOnline, place }: Expectation,
): string {
  const code = language in waitingWordsBy ? language : 'en';
  const words = waitingWordsBy[code]!;
  const stop = code === 'ja' || code === 'zh' ? '。' : '. ';
  const say = (...sentences: string[]) =>
    `${words.queued}${stop}${sentences.filter(Boolean).join(stop === '。' ? '' : ' ')}`.trim();
  if (isLetter) return say();
  if (isTaken) return say(words.comes);
  if (closed?.opensAt !== undefined)
    return say(words.opens.replace('{time}', time(code, closed.opensAt, closed.timeZone)), words.placeKept);
  if (closed || isNobodyOnline) return say(words.nobodyOnline, words.placeKept);
  const ahead =
    place === undefined ? '' : place === 1 ? words.next : words.place.replace('{n}', String(place));
  return say(ahead, words.comes);
}

/** In full, by the clock of the organization, whose zone is named. */
function time(locale: string, at: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
  });
  return format.format(new Date(at));
}
