// What customers read who are asked by mail how it was, in the letter and on the page that it leads to.
// By ISO 639-1: the languages of small talk.
const en = {
  subject: 'How was it?',
  question: 'Your conversation with us is closed. How was it?',
  /** From bad to good. */
  scores: ['Very bad', 'Bad', 'OK', 'Good', 'Very good'],
  comment: 'Would you like to tell us more? (optional)',
  send: 'Send rating',
  thanks: 'Thank you for your rating.',
  change: 'You can change it here until the link runs out.',
  choose: 'Choose one of the five faces.',
  stop: 'No more questions by e-mail',
  stopAsk: 'Should we stop asking you by e-mail how it was? Answers to what you write still arrive.',
  stopped: 'We will not ask you by e-mail any more.',
  resume: 'Ask me again',
  resumed: 'We will ask you by e-mail again how it was.',
  gone: 'This link leads nowhere',
  goneHint: 'It may have been cut off. Press it once more in the mail.',
  over: 'This link has run out',
  overHint: 'Thank you all the same. You can answer the mail if there is something else.',
  refused: 'This cannot be rated',
  busy: 'Too many tries',
  busyHint: 'Wait a moment, then try again.',
};

export type RatingWords = typeof en;

const de: RatingWords = {
  subject: 'Wie war es?',
  question: 'Ihr Gespräch mit uns ist beendet. Wie war es?',
  scores: ['Sehr schlecht', 'Schlecht', 'Mittel', 'Gut', 'Sehr gut'],
  comment: 'Möchten Sie uns mehr sagen? (freiwillig)',
  send: 'Bewertung senden',
  thanks: 'Danke für Ihre Bewertung.',
  change: 'Sie können sie hier ändern, bis der Link abläuft.',
  choose: 'Wählen Sie eines der fünf Gesichter.',
  stop: 'Keine Fragen mehr per E-Mail',
  stopAsk:
    'Sollen wir Sie nicht mehr per E-Mail fragen, wie es war? Antworten auf das, was Sie schreiben, kommen weiterhin.',
  stopped: 'Wir fragen Sie nicht mehr per E-Mail.',
  resume: 'Fragen Sie mich wieder',
  resumed: 'Wir fragen Sie wieder per E-Mail, wie es war.',
  gone: 'Dieser Link führt nirgendwohin',
  goneHint: 'Vielleicht wurde er abgeschnitten. Drücken Sie ihn in der E-Mail noch einmal.',
  over: 'Dieser Link ist abgelaufen',
  overHint: 'Trotzdem danke. Antworten Sie auf die E-Mail, wenn noch etwas ist.',
  refused: 'Das kann nicht bewertet werden',
  busy: 'Zu viele Versuche',
  busyHint: 'Warten Sie einen Augenblick und versuchen Sie es dann noch einmal.',
};

const es: RatingWords = {
  subject: '¿Qué tal ha ido?',
  question: 'Su conversación con nosotros ha terminado. ¿Qué tal ha ido?',
  scores: ['Muy mal', 'Mal', 'Regular', 'Bien', 'Muy bien'],
  comment: '¿Quiere contarnos algo más? (opcional)',
  send: 'Enviar la valoración',
  thanks: 'Gracias por su valoración.',
  change: 'Puede cambiarla aquí hasta que caduque el enlace.',
  choose: 'Elija una de las cinco caras.',
  stop: 'No más preguntas por correo',
  stopAsk:
    '¿Dejamos de preguntarle por correo qué tal ha ido? Las respuestas a lo que escriba seguirán llegando.',
  stopped: 'No le preguntaremos más por correo.',
  resume: 'Vuelvan a preguntarme',
  resumed: 'Volveremos a preguntarle por correo qué tal ha ido.',
  gone: 'Este enlace no lleva a ninguna parte',
  goneHint: 'Puede que esté cortado. Púlselo otra vez en el correo.',
  over: 'Este enlace ha caducado',
  overHint: 'Gracias de todos modos. Responda al correo si necesita algo más.',
  refused: 'Esto no se puede valorar',
  busy: 'Demasiados intentos',
  busyHint: 'Espere un momento y vuelva a intentarlo.',
};

const fr: RatingWords = {
  subject: 'Comment était-ce ?',
  question: 'Votre conversation avec nous est terminée. Comment était-ce ?',
  scores: ['Très mauvais', 'Mauvais', 'Moyen', 'Bien', 'Très bien'],
  comment: 'Souhaitez-vous nous en dire plus ? (facultatif)',
  send: 'Envoyer l’avis',
  thanks: 'Merci pour votre avis.',
  change: 'Vous pouvez le modifier ici jusqu’à l’expiration du lien.',
  choose: 'Choisissez l’un des cinq visages.',
  stop: 'Plus de questions par e-mail',
  stopAsk:
    'Devons-nous cesser de vous demander par e-mail comment c’était ? Les réponses à vos messages arriveront toujours.',
  stopped: 'Nous ne vous demanderons plus rien par e-mail.',
  resume: 'Me demander à nouveau',
  resumed: 'Nous vous demanderons à nouveau par e-mail comment c’était.',
  gone: 'Ce lien ne mène nulle part',
  goneHint: 'Il est peut-être coupé. Cliquez à nouveau dessus dans l’e-mail.',
  over: 'Ce lien a expiré',
  overHint: 'Merci quand même. Répondez à l’e-mail s’il y a autre chose.',
  refused: 'Cela ne peut pas être noté',
  busy: 'Trop d’essais',
  busyHint: 'Patientez un instant, puis réessayez.',
};

const pt: RatingWords = {
  subject: 'Como foi?',
  question: 'A sua conversa conosco terminou. Como foi?',
  scores: ['Muito mal', 'Mal', 'Razoável', 'Bem', 'Muito bem'],
  comment: 'Quer nos contar mais? (opcional)',
  send: 'Enviar avaliação',
  thanks: 'Obrigado pela sua avaliação.',
  change: 'Você pode alterá-la aqui até o link expirar.',
  choose: 'Escolha um dos cinco rostos.',
  stop: 'Sem mais perguntas por e-mail',
  stopAsk:
    'Devemos parar de perguntar por e-mail como foi? As respostas ao que você escrever continuam chegando.',
  stopped: 'Não perguntaremos mais por e-mail.',
  resume: 'Podem perguntar de novo',
  resumed: 'Voltaremos a perguntar por e-mail como foi.',
  gone: 'Este link não leva a lugar nenhum',
  goneHint: 'Talvez esteja cortado. Clique nele de novo no e-mail.',
  over: 'Este link expirou',
  overHint: 'Obrigado mesmo assim. Responda ao e-mail se houver mais alguma coisa.',
  refused: 'Isto não pode ser avaliado',
  busy: 'Tentativas demais',
  busyHint: 'Espere um momento e tente de novo.',
};

const it: RatingWords = {
  subject: 'Com’è andata?',
  question: 'La sua conversazione con noi è conclusa. Com’è andata?',
  scores: ['Molto male', 'Male', 'Così così', 'Bene', 'Molto bene'],
  comment: 'Vuole dirci di più? (facoltativo)',
  send: 'Invia la valutazione',
  thanks: 'Grazie per la sua valutazione.',
  change: 'Può cambiarla qui finché il link non scade.',
  choose: 'Scelga una delle cinque facce.',
  stop: 'Niente più domande per e-mail',
  stopAsk:
    'Smettiamo di chiederle per e-mail com’è andata? Le risposte a ciò che scrive continuano ad arrivare.',
  stopped: 'Non le chiederemo più nulla per e-mail.',
  resume: 'Chiedetemelo di nuovo',
  resumed: 'Le chiederemo di nuovo per e-mail com’è andata.',
  gone: 'Questo link non porta da nessuna parte',
  goneHint: 'Forse è stato tagliato. Lo prema ancora una volta nell’e-mail.',
  over: 'Questo link è scaduto',
  overHint: 'Grazie lo stesso. Risponda all’e-mail se c’è altro.',
  refused: 'Questo non si può valutare',
  busy: 'Troppi tentativi',
  busyHint: 'Attenda un momento e riprovi.',
};

const nl: RatingWords = {
  subject: 'Hoe was het?',
  question: 'Uw gesprek met ons is afgesloten. Hoe was het?',
  scores: ['Heel slecht', 'Slecht', 'Matig', 'Goed', 'Heel goed'],
  comment: 'Wilt u ons meer vertellen? (niet verplicht)',
  send: 'Beoordeling versturen',
  thanks: 'Dank u voor uw beoordeling.',
  change: 'U kunt ze hier wijzigen tot de link verloopt.',
  choose: 'Kies een van de vijf gezichten.',
  stop: 'Geen vragen meer per e-mail',
  stopAsk:
    'Moeten we u niet meer per e-mail vragen hoe het was? Antwoorden op wat u schrijft blijven aankomen.',
  stopped: 'We vragen u niets meer per e-mail.',
  resume: 'Vraag het me weer',
  resumed: 'We vragen u weer per e-mail hoe het was.',
  gone: 'Deze link leidt nergens heen',
  goneHint: 'Misschien is hij afgebroken. Druk er in de e-mail nog eens op.',
  over: 'Deze link is verlopen',
  overHint: 'Toch bedankt. Beantwoord de e-mail als er nog iets is.',
  refused: 'Dit kan niet beoordeeld worden',
  busy: 'Te veel pogingen',
  busyHint: 'Wacht even en probeer het opnieuw.',
};

const pl: RatingWords = {
  subject: 'Jak było?',
  question: 'Rozmowa z nami jest zakończona. Jak było?',
  scores: ['Bardzo źle', 'Źle', 'Średnio', 'Dobrze', 'Bardzo dobrze'],
  comment: 'Czy chcesz powiedzieć nam więcej? (nieobowiązkowo)',
  send: 'Wyślij ocenę',
  thanks: 'Dziękujemy za ocenę.',
  change: 'Możesz ją tu zmienić, dopóki link jest ważny.',
  choose: 'Wybierz jedną z pięciu buziek.',
  stop: 'Żadnych więcej pytań e-mailem',
  stopAsk: 'Czy mamy nie pytać już e-mailem, jak było? Odpowiedzi na wiadomości nadal będą przychodzić.',
  stopped: 'Nie będziemy już pytać e-mailem.',
  resume: 'Pytajcie mnie znowu',
  resumed: 'Znowu będziemy pytać e-mailem, jak było.',
  gone: 'Ten link donikąd nie prowadzi',
  goneHint: 'Może został ucięty. Naciśnij go w wiadomości jeszcze raz.',
  over: 'Ten link stracił ważność',
  overHint: 'Mimo to dziękujemy. Odpowiedz na e-mail, jeśli chodzi o coś jeszcze.',
  refused: 'Tego nie można ocenić',
  busy: 'Zbyt wiele prób',
  busyHint: 'Poczekaj chwilę i spróbuj ponownie.',
};

const ru: RatingWords = {
  subject: 'Как всё прошло?',
  question: 'Ваш разговор с нами завершён. Как всё прошло?',
  scores: ['Очень плохо', 'Плохо', 'Нормально', 'Хорошо', 'Очень хорошо'],
  comment: 'Хотите рассказать подробнее? (необязательно)',
  send: 'Отправить оценку',
  thanks: 'Спасибо за оценку.',
  change: 'Её можно изменить здесь, пока ссылка действует.',
  choose: 'Выберите одно из пяти лиц.',
  stop: 'Больше не спрашивать по почте',
  stopAsk: 'Больше не спрашивать вас по почте, как всё прошло? Ответы на ваши письма будут приходить.',
  stopped: 'Мы больше не будем спрашивать вас по почте.',
  resume: 'Спрашивайте меня снова',
  resumed: 'Мы снова будем спрашивать вас по почте, как всё прошло.',
  gone: 'Эта ссылка никуда не ведёт',
  goneHint: 'Возможно, она обрезана. Нажмите на неё в письме ещё раз.',
  over: 'Срок этой ссылки истёк',
  overHint: 'Всё равно спасибо. Ответьте на письмо, если есть что-то ещё.',
  refused: 'Это нельзя оценить',
  busy: 'Слишком много попыток',
  busyHint: 'Подождите немного и попробуйте снова.',
};

const ja: RatingWords = {
  subject: '対応はいかがでしたか？',
  question: 'お問い合わせは終了しました。対応はいかがでしたか？',
  scores: ['とても悪い', '悪い', '普通', '良い', 'とても良い'],
  comment: '詳しくお聞かせください（任意）',
  send: '評価を送信',
  thanks: '評価をありがとうございます。',
  change: 'リンクの有効期限まで、ここで変更できます。',
  choose: '五つの顔から一つを選んでください。',
  stop: '今後メールでの質問を受け取らない',
  stopAsk: 'メールで対応についてお尋ねするのをやめますか？お問い合わせへの返信は引き続き届きます。',
  stopped: '今後メールでお尋ねすることはありません。',
  resume: '再び質問を受け取る',
  resumed: '今後もメールで対応についてお尋ねします。',
  gone: 'このリンクは使えません',
  goneHint: '途中で切れている可能性があります。メールからもう一度押してください。',
  over: 'このリンクは期限切れです',
  overHint: 'ありがとうございました。ほかにご用件があれば、メールにご返信ください。',
  refused: 'これは評価できません',
  busy: '回数が多すぎます',
  busyHint: '少し待ってから、もう一度お試しください。',
};

const zh: RatingWords = {
  subject: '您觉得怎么样？',
  question: '您与我们的对话已结束。您觉得怎么样？',
  scores: ['很不好', '不好', '一般', '好', '很好'],
  comment: '您想告诉我们更多吗？（可选）',
  send: '提交评价',
  thanks: '感谢您的评价。',
  change: '在链接过期之前，您可以在这里修改。',
  choose: '请选择五个表情中的一个。',
  stop: '不再通过邮件询问',
  stopAsk: '要我们不再通过邮件询问您的感受吗？您来信的答复仍会送达。',
  stopped: '我们不会再通过邮件询问您。',
  resume: '重新询问我',
  resumed: '我们会再次通过邮件询问您的感受。',
  gone: '此链接无效',
  goneHint: '它可能被截断了。请在邮件中再点一次。',
  over: '此链接已过期',
  overHint: '仍然感谢您。如有其他事情，请回复邮件。',
  refused: '无法评价',
  busy: '尝试次数过多',
  busyHint: '请稍等片刻再试。',
};

const ar: RatingWords = {
  subject: 'كيف كانت؟',
  question: 'انتهت محادثتكم معنا. كيف كانت؟',
  scores: ['سيئة جدًا', 'سيئة', 'مقبولة', 'جيدة', 'جيدة جدًا'],
  comment: 'هل تودّون إخبارنا بالمزيد؟ (اختياري)',
  send: 'إرسال التقييم',
  thanks: 'شكرًا على تقييمكم.',
  change: 'يمكنكم تغييره هنا حتى تنتهي صلاحية الرابط.',
  choose: 'اختاروا أحد الوجوه الخمسة.',
  stop: 'لا مزيد من الأسئلة بالبريد الإلكتروني',
  stopAsk: 'هل نتوقف عن سؤالكم بالبريد الإلكتروني كيف كانت المحادثة؟ ستظل الردود على رسائلكم تصل.',
  stopped: 'لن نسألكم بالبريد الإلكتروني بعد الآن.',
  resume: 'اسألوني من جديد',
  resumed: 'سنسألكم من جديد بالبريد الإلكتروني كيف كانت المحادثة.',
  gone: 'هذا الرابط لا يؤدي إلى شيء',
  goneHint: 'ربما اقتُطع منه جزء. اضغطوا عليه مرة أخرى في الرسالة.',
  over: 'انتهت صلاحية هذا الرابط',
  overHint: 'شكرًا على كل حال. ردّوا على الرسالة إن كان هناك أمر آخر.',
  refused: 'لا يمكن تقييم هذا',
  busy: 'محاولات كثيرة جدًا',
  busyHint: 'انتظروا قليلًا ثم حاولوا مجددًا.',
};

const all: Record<string, RatingWords> = { en, de, es, fr, pt, it, nl, pl, ru, ja, zh, ar };

/** ISO 639-1 */
export const ratingLanguages = Object.keys(all);

/** From bad to good. */
export const faces = ['😞', '😕', '😐', '😊', '😀'] as const;

/** @param language ISO 639-1; one that is not there is English */
export function ratingWords(language: string): { lang: string; words: RatingWords } {
  return Object.hasOwn(all, language) ? { lang: language, words: all[language]! } : { lang: 'en', words: en };
}
