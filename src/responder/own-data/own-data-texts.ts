// What is said of a customer's own orders, subscriptions, devices, in the languages of small talk. By ISO 639-1.

export interface Sentences {
  /** Nothing of that kind and number is theirs. */
  none: string;
  /** Several are meant; `list` has them. */
  which: string;
  /** Nobody knows yet who writes. */
  offer: string;
  /** The same for every address, known or not. */
  sent: string;
  wrong: string;
  /** Where no status is known. */
  open: string;
  over: string;
}

export const sentencesBy: Record<string, Sentences> = {
  en: {
    none: 'I find no {name} {id} among yours. Please check the number, or ask for a person.',
    which: 'There are several: {list}. Which one do you mean?',
    offer:
      'I can tell you once I know that it is you. Write me the e-mail address that it is registered with, and I will send a code there. Or ask for a person.',
    sent: 'If we know this address, a code is on its way to it. Write the six digits here. If none comes within a few minutes, ask for a person.',
    wrong: 'This is not the code that was sent, or it is too old. Try once more, or ask for a person.',
    open: 'in progress',
    over: 'completed',
  },
  de: {
    none: 'Ich finde bei Ihnen nichts zu „{name} {id}“. Bitte prüfen Sie die Nummer, oder verlangen Sie einen Menschen.',
    which: 'Es gibt mehrere: {list}. Was davon meinen Sie?',
    offer:
      'Das sage ich Ihnen, sobald ich weiß, dass Sie es sind. Schreiben Sie mir die E-Mail-Adresse, die dort hinterlegt ist, und ich schicke einen Code dorthin. Oder verlangen Sie einen Menschen.',
    sent: 'Wenn wir diese Adresse kennen, ist ein Code dorthin unterwegs. Schreiben Sie die sechs Ziffern hier. Wenn in ein paar Minuten keiner kommt, verlangen Sie einen Menschen.',
    wrong:
      'Das ist nicht der Code, der geschickt wurde, oder er ist zu alt. Versuchen Sie es noch einmal, oder verlangen Sie einen Menschen.',
    open: 'in Arbeit',
    over: 'abgeschlossen',
  },
  es: {
    none: 'No encuentro entre lo suyo: {name} {id}. Compruebe el número o pida hablar con una persona.',
    which: 'Hay varios: {list}. ¿A cuál se refiere?',
    offer:
      'Se lo digo en cuanto sepa que es usted. Escríbame la dirección de correo con la que está registrado y le enviaré allí un código. O pida hablar con una persona.',
    sent: 'Si conocemos esta dirección, un código va en camino. Escriba aquí las seis cifras. Si no llega en unos minutos, pida hablar con una persona.',
    wrong:
      'No es el código que se envió, o es demasiado antiguo. Inténtelo otra vez o pida hablar con una persona.',
    open: 'en curso',
    over: 'terminado',
  },
  fr: {
    none: 'Je ne trouve rien chez vous sous « {name} {id} ». Vérifiez le numéro, ou demandez une personne.',
    which: 'Il y en a plusieurs : {list}. Lequel voulez-vous dire ?',
    offer:
      'Je vous le dis dès que je sais que c’est vous. Écrivez-moi l’adresse e-mail enregistrée, et j’y envoie un code. Ou demandez une personne.',
    sent: 'Si nous connaissons cette adresse, un code est en route. Écrivez ici les six chiffres. Si rien n’arrive dans quelques minutes, demandez une personne.',
    wrong:
      'Ce n’est pas le code envoyé, ou il est trop ancien. Essayez encore une fois, ou demandez une personne.',
    open: 'en cours',
    over: 'terminé',
  },
  pt: {
    none: 'Não encontro entre o que é seu: {name} {id}. Verifique o número ou peça para falar com uma pessoa.',
    which: 'Há vários: {list}. A qual se refere?',
    offer:
      'Digo-lhe assim que souber que é você. Escreva-me o endereço de e-mail registado e envio um código para lá. Ou peça para falar com uma pessoa.',
    sent: 'Se conhecemos este endereço, um código está a caminho. Escreva aqui os seis dígitos. Se não chegar em alguns minutos, peça para falar com uma pessoa.',
    wrong:
      'Este não é o código enviado, ou é demasiado antigo. Tente mais uma vez ou peça para falar com uma pessoa.',
    open: 'em curso',
    over: 'concluído',
  },
  it: {
    none: 'Non trovo tra i suoi: {name} {id}. Controlli il numero, o chieda di parlare con una persona.',
    which: 'Ce ne sono diversi: {list}. Quale intende?',
    offer:
      'Glielo dico appena so che è lei. Mi scriva l’indirizzo e-mail con cui è registrato e le mando lì un codice. Oppure chieda di parlare con una persona.',
    sent: 'Se conosciamo questo indirizzo, un codice è in arrivo. Scriva qui le sei cifre. Se non arriva entro qualche minuto, chieda di parlare con una persona.',
    wrong:
      'Non è il codice inviato, o è troppo vecchio. Provi ancora una volta, o chieda di parlare con una persona.',
    open: 'in corso',
    over: 'concluso',
  },
  nl: {
    none: 'Ik vind bij u niets onder “{name} {id}”. Controleer het nummer, of vraag om een medewerker.',
    which: 'Er zijn er meer: {list}. Welke bedoelt u?',
    offer:
      'Dat vertel ik u zodra ik weet dat u het bent. Schrijf mij het e-mailadres waarmee het geregistreerd is, dan stuur ik daar een code heen. Of vraag om een medewerker.',
    sent: 'Als wij dit adres kennen, is er een code onderweg. Schrijf de zes cijfers hier. Komt er binnen een paar minuten geen, vraag dan om een medewerker.',
    wrong:
      'Dit is niet de code die gestuurd is, of hij is te oud. Probeer het nog een keer, of vraag om een medewerker.',
    open: 'in behandeling',
    over: 'afgerond',
  },
  pl: {
    none: 'Nie znajduję u Pana/Pani: {name} {id}. Proszę sprawdzić numer albo poprosić o rozmowę z człowiekiem.',
    which: 'Jest ich kilka: {list}. O który chodzi?',
    offer:
      'Powiem, gdy tylko będę wiedzieć, że to Pan/Pani. Proszę napisać adres e-mail, na który jest to zarejestrowane, a wyślę tam kod. Albo poprosić o rozmowę z człowiekiem.',
    sent: 'Jeśli znamy ten adres, kod jest już w drodze. Proszę wpisać tutaj sześć cyfr. Jeśli nie przyjdzie w ciągu kilku minut, proszę poprosić o rozmowę z człowiekiem.',
    wrong:
      'To nie jest wysłany kod albo jest zbyt stary. Proszę spróbować jeszcze raz albo poprosić o rozmowę z człowiekiem.',
    open: 'w toku',
    over: 'zakończone',
  },
  ru: {
    none: 'Среди ваших данных нет: {name} {id}. Проверьте номер или попросите связать вас с человеком.',
    which: 'Их несколько: {list}. Что вы имеете в виду?',
    offer:
      'Я скажу, как только буду знать, что это вы. Напишите адрес электронной почты, на который это оформлено, и я пришлю туда код. Или попросите связать вас с человеком.',
    sent: 'Если мы знаем этот адрес, код уже отправлен. Напишите здесь шесть цифр. Если он не придёт за несколько минут, попросите связать вас с человеком.',
    wrong:
      'Это не тот код, который был отправлен, или он устарел. Попробуйте ещё раз или попросите связать вас с человеком.',
    open: 'в работе',
    over: 'завершено',
  },
  ja: {
    none: 'お客様の「{name} {id}」は見つかりません。番号をご確認いただくか、担当者をお呼びください。',
    which: '複数あります：{list}。どれのことでしょうか？',
    offer:
      'ご本人と確認できましたらお答えします。ご登録のメールアドレスをお書きください。コードをお送りします。担当者をお呼びいただくこともできます。',
    sent: 'ご登録のあるアドレスでしたら、コードをお送りしています。6桁の数字をここにお書きください。数分たっても届かない場合は、担当者をお呼びください。',
    wrong: 'お送りしたコードと違うか、期限が切れています。もう一度お試しいただくか、担当者をお呼びください。',
    open: '進行中',
    over: '完了',
  },
  zh: {
    none: '在您的记录中没有找到“{name} {id}”。请核对号码，或要求人工服务。',
    which: '有好几个：{list}。您指的是哪一个？',
    offer:
      '确认是您本人后我才能告诉您。请写下登记时使用的电子邮箱，我会把验证码发到那里。您也可以要求人工服务。',
    sent: '如果我们有这个邮箱的记录，验证码已在发送途中。请在这里写下六位数字。几分钟内没有收到，请要求人工服务。',
    wrong: '这不是发出的验证码，或者已经过期。请再试一次，或要求人工服务。',
    open: '处理中',
    over: '已完成',
  },
  ar: {
    none: 'لا أجد لديك: {name} {id}. يُرجى التحقق من الرقم، أو اطلب التحدث إلى شخص.',
    which: 'هناك أكثر من واحد: {list}. أيها تقصد؟',
    offer:
      'أخبرك حالما أتأكد أنك أنت. اكتب لي عنوان البريد الإلكتروني المسجَّل، وسأرسل رمزًا إليه. أو اطلب التحدث إلى شخص.',
    sent: 'إن كنا نعرف هذا العنوان فالرمز في طريقه إليه. اكتب الأرقام الستة هنا. إن لم يصل خلال دقائق فاطلب التحدث إلى شخص.',
    wrong: 'هذا ليس الرمز الذي أُرسل، أو أنه قديم. حاول مرة أخرى، أو اطلب التحدث إلى شخص.',
    open: 'قيد التنفيذ',
    over: 'مكتمل',
  },
};

/** What customers call each; in its language, what we call it. */
export const typeNamesBy: Record<string, Record<string, string>> = {
  order: {
    en: 'Order',
    de: 'Bestellung',
    es: 'Pedido',
    fr: 'Commande',
    pt: 'Encomenda',
    it: 'Ordine',
    nl: 'Bestelling',
    pl: 'Zamówienie',
    ru: 'Заказ',
    ja: 'ご注文',
    zh: '订单',
    ar: 'الطلب',
  },
  subscription: {
    en: 'Subscription',
    de: 'Abonnement',
    es: 'Suscripción',
    fr: 'Abonnement',
    pt: 'Assinatura',
    it: 'Abbonamento',
    nl: 'Abonnement',
    pl: 'Subskrypcja',
    ru: 'Подписка',
    ja: 'ご契約',
    zh: '订阅',
    ar: 'الاشتراك',
  },
  device: {
    en: 'Device',
    de: 'Gerät',
    es: 'Dispositivo',
    fr: 'Appareil',
    pt: 'Dispositivo',
    it: 'Dispositivo',
    nl: 'Apparaat',
    pl: 'Urządzenie',
    ru: 'Устройство',
    ja: '機器',
    zh: '设备',
    ar: 'الجهاز',
  },
};

/** Statuses that shops and billing programs write, in this order in each list below. */
const statuses =
  'pending|paid|processing|packed|shipped|out for delivery|delivered|cancelled|returned|refunded|on hold|active|paused|expired|ready for pickup';
const inLanguage: Record<string, string> = {
  en: 'received|paid|being processed|packed|shipped|out for delivery|delivered|cancelled|returned|refunded|on hold|active|paused|expired|ready for pickup',
  de: 'eingegangen|bezahlt|in Bearbeitung|verpackt|versandt|in Zustellung|zugestellt|storniert|zurückgegeben|erstattet|angehalten|aktiv|pausiert|abgelaufen|abholbereit',
  es: 'recibido|pagado|en preparación|empaquetado|enviado|en reparto|entregado|cancelado|devuelto|reembolsado|en espera|activo|en pausa|caducado|listo para recoger',
  fr: 'reçu|payé|en préparation|emballé|expédié|en cours de livraison|livré|annulé|retourné|remboursé|en attente|actif|en pause|expiré|prêt à être retiré',
  pt: 'recebido|pago|em preparação|embalado|enviado|em distribuição|entregue|cancelado|devolvido|reembolsado|em espera|ativo|em pausa|expirado|pronto para levantar',
  it: 'ricevuto|pagato|in lavorazione|imballato|spedito|in consegna|consegnato|annullato|restituito|rimborsato|in sospeso|attivo|in pausa|scaduto|pronto per il ritiro',
  nl: 'ontvangen|betaald|in behandeling|ingepakt|verzonden|onderweg naar u|bezorgd|geannuleerd|geretourneerd|terugbetaald|in de wacht|actief|gepauzeerd|verlopen|klaar om op te halen',
  pl: 'przyjęte|opłacone|w realizacji|spakowane|wysłane|w doręczeniu|doręczone|anulowane|zwrócone|zwrot wypłacony|wstrzymane|aktywne|zawieszone|wygasło|gotowe do odbioru',
  ru: 'принято|оплачено|в обработке|упаковано|отправлено|у курьера|доставлено|отменено|возвращено|деньги возвращены|приостановлено|активно|на паузе|истекло|готово к выдаче',
  ja: '受付済み|支払い済み|処理中|梱包済み|発送済み|配達中|配達済み|キャンセル済み|返品済み|返金済み|保留中|有効|一時停止中|期限切れ|受け取り可能',
  zh: '已收到|已付款|处理中|已打包|已发货|派送中|已送达|已取消|已退货|已退款|暂停处理|有效|已暂停|已过期|可自取',
  ar: 'تم الاستلام|مدفوع|قيد المعالجة|تم التغليف|تم الشحن|خرج للتوصيل|تم التسليم|ملغى|تم إرجاعه|تم رد المبلغ|معلق|نشط|متوقف مؤقتًا|منتهي|جاهز للاستلام',
};
const alike: Record<string, string> = {
  placed: 'pending',
  received: 'pending',
  new: 'pending',
  'in progress': 'processing',
  'in process': 'processing',
  preparing: 'processing',
  sent: 'shipped',
  dispatched: 'shipped',
  'in transit': 'shipped',
  'on its way': 'shipped',
  canceled: 'cancelled',
  held: 'on hold',
};

/** A status in the customer's language, where it is one that we know; else as the program wrote it. */
export function statusIn(language: string, status: string): string {
  const plain = status.trim().toLowerCase().replace(/[_-]+/g, ' ');
  const at = statuses.split('|').indexOf(alike[plain] ?? plain);
  return (inLanguage[language] ?? inLanguage['en']!).split('|')[at] ?? status;
}

/** Fields that may be said where the organization says nothing else, in this order in each list below. */
const fields =
  'expecteddelivery|shippedat|deliveredat|carrier|trackingnumber|plan|renewsat|endsat|model|warrantyuntil';
const labels: Record<string, string> = {
  en: 'Expected|Shipped|Delivered|Carrier|Tracking number|Plan|Renews|Ends|Model|Warranty until',
  de: 'Voraussichtlich|Versandt|Zugestellt|Versand mit|Sendungsnummer|Tarif|Verlängert sich|Endet|Modell|Garantie bis',
  es: 'Entrega prevista|Enviado|Entregado|Transportista|Número de seguimiento|Plan|Se renueva|Termina|Modelo|Garantía hasta',
  fr: 'Livraison prévue|Expédié|Livré|Transporteur|Numéro de suivi|Formule|Renouvellement|Fin|Modèle|Garantie jusqu’au',
  pt: 'Entrega prevista|Enviado|Entregue|Transportadora|Número de rastreio|Plano|Renova|Termina|Modelo|Garantia até',
  it: 'Consegna prevista|Spedito|Consegnato|Corriere|Numero di tracciamento|Piano|Si rinnova|Termina|Modello|Garanzia fino al',
  nl: 'Verwacht|Verzonden|Bezorgd|Vervoerder|Trackingnummer|Abonnement|Wordt verlengd|Eindigt|Model|Garantie tot',
  pl: 'Przewidywana dostawa|Wysłano|Doręczono|Przewoźnik|Numer przesyłki|Plan|Odnowienie|Koniec|Model|Gwarancja do',
  ru: 'Ожидается|Отправлено|Доставлено|Перевозчик|Номер отслеживания|Тариф|Продление|Окончание|Модель|Гарантия до',
  ja: 'お届け予定|発送日|配達日|配送業者|追跡番号|プラン|更新日|終了日|機種|保証期限',
  zh: '预计送达|发货日期|送达日期|承运商|运单号|套餐|续订日期|到期日期|型号|保修至',
  ar: 'التسليم المتوقع|تاريخ الشحن|تاريخ التسليم|شركة الشحن|رقم التتبع|الباقة|التجديد|الانتهاء|الطراز|الضمان حتى',
};
const sameField: Record<string, string> = {
  eta: 'expecteddelivery',
  expectedat: 'expecteddelivery',
  expecteddeliverydate: 'expecteddelivery',
  estimateddelivery: 'expecteddelivery',
  deliverydate: 'expecteddelivery',
  dispatchedat: 'shippedat',
  tracking: 'trackingnumber',
  trackingcode: 'trackingnumber',
  renewaldate: 'renewsat',
  nextrenewal: 'renewsat',
  expiresat: 'endsat',
};

const plainField = (name: string): string => {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return sameField[plain] ?? plain;
};

/** Where a field stands among those that are said without being asked for; -1: not. */
export const saidByDefault = (name: string): number => fields.split('|').indexOf(plainField(name));

/** What a field is called; `expected_weight` as "expected weight" where nobody has said it. */
export function labelIn(language: string, name: string): string {
  const at = saidByDefault(name);
  const known = at < 0 ? undefined : (labels[language] ?? labels['en']!).split('|')[at];
  return (
    known ??
    name
      .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
      .replace(/[_.-]+/g, ' ')
      .toLowerCase()
  );
}
