// Does the customer say that we let them down? Then it is acknowledged before anything is quoted, and a person is offered.
import { sentimentOf } from './sentiment';

/** Words of whoever complains, by language; against lower case without accents in Latin script. */
const complaints: readonly RegExp[] = [
  /\b(complain|complaints?|complaining|let down|disappoint(ed|ing)|frustrat(ed|ing)|ridiculous|poor (service|quality|experience)|bad (service|experience)|nobody (answers|helps|replies|responds|cares|called)|no one (answers|helps|replies|responds|cares|called)|no (answer|reply|response) (yet|so far|from you|for)|still (waiting|no|not|have not|havent|haven t)|been waiting|(second|third|fourth|fifth|\d+(nd|rd|th)) time|again and again|over and over|(arrived|came|delivered|received) (it )?(broken|damaged|defective|torn|dirty|used|wrong|late)|wrong (item|product|size|order) (arrived|came|was)|(received|got|sent me) (the |a )?(wrong|broken|damaged|defective|faulty)|never (arrived|came|received|got)|charged (me )?twice|overcharged)\b/,
  /\b(beschwer\w+|reklam\w+|enttausch\w+|unzufrieden|frustrier\w+|lacherlich|schlechter? (service|qualitat)|niemand (antwortet|hilft|meldet|reagiert)|keine antwort|immer noch (nicht|kein\w*)|warte (schon|seit|noch)|zum (zweiten|dritten|vierten) mal|(kaputt|beschadigt|defekt|falsch\w*) (angekommen|geliefert|erhalten|bekommen)|nie angekommen|doppelt (abgebucht|berechnet))\b/,
  /\b(quej(a|o|arme|as)|reclam(o|ar|acion)|decepcion\w+|ridicul[oa]|mal servicio|nadie (responde|contesta|ayuda)|sin respuesta|sigo (esperando|sin)|todavia no|aun no (he|me|ha)|tercera vez|segunda vez|(llego|recibi|vino) (\w+ )?(roto|rota|danad[oa]|defectuos[oa]|equivocad[oa])|nunca (llego|recibi)|cobrad[oa] dos veces|cobraron dos veces)\b/,
  /\b(plain(dre|te)|reclamation|decu\w*|decevant|ridicule|mauvais service|personne ne (repond|m aide)|aucune reponse|sans reponse|(j )?attends (toujours|depuis|encore)|toujours pas|(deuxieme|troisieme) fois|(arrive|recu) (\w+ )?(casse|abime|endommage|defectueux)|jamais (arrive|recu)|(debite|preleve|facture) deux fois)\b/,
  /\b(reclam(ar|acao|o)|queixa|decepcionad[oa]|ridiculo|pessimo (servico|atendimento)|ninguem (responde|ajuda|atende)|sem resposta|ainda nao|(estou|continuo) (a )?esper\w+|(segunda|terceira) vez|(chegou|recebi|veio) (\w+ )?(quebrad[oa]|danificad[oa]|com defeito|errad[oa])|nunca (chegou|recebi)|cobrad[oa] duas vezes|cobraram duas vezes)\b/,
  /жалоб|пожаловат|разочаров|недовол|никто не (отвеча|помога)|до сих пор (не|нет)|вс[её] ещ[её] (не|жду)|(второй|третий|четвертый|четвёртый) раз|(пришел|пришёл|пришла|пришло|получил\S*) (\S+ )?(слом|разбит|поврежд|брак)|так и не (приш|получ)|дважды (спис|снял)/,
  /投诉|投訴|失望|不满|不滿|没人(回|理|管)|沒人(回|理|管)|一直(没|沒|在等)|还没(收到|到|退|有)|還沒(收到|到|退|有)|等了.{1,6}(天|周|个月|小時|小时)|第[二三四五]次|收到的?.{0,6}(坏|壞|破|错|錯)|扣了?两次|扣了?兩次|从来没收到/,
  /شكوى|اشتكي|أشتكي|مستاء|محبط|خيبة|لا احد يرد|لا أحد يرد|لم يصل|لم تصل|لم استلم|لم أستلم|ما زلت (انتظر|أنتظر)|للمرة (الثانية|الثالثة)|وصل (مكسور|تالف)|مرتين/,
  /शिकायत|निराश|कोई (जवाब|मदद) नहीं|अभी तक नहीं|अब तक नहीं|इंतज़ार कर रह|इंतजार कर रह|(दूसरी|तीसरी) बार|टूटा हुआ|खराब (मिला|निकला)|दो बार (कट|चार्ज)|\b(shikayat|abhi tak nahi|ab tak nahi|koi jawab nahi|intezaar kar raha|(dusri|teesri) baar|toota hua|kharab (mila|nikla))\b/,
  /苦情|クレーム|がっかり|不満|返事が(ない|来ない)|返信が(ない|来ない)|まだ(届|来|返|連絡)|待って(いる|る|い)のに|[二三四2-4]回目|(壊れ|破れ|割れ)て(届|い)|届きません|届かない|二重に?請求/,
];

/** @param text what one customer wrote, in any of ten languages */
export function isComplaint(text: string): boolean {
  const plain = text
    .slice(0, longest)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{sc=Latin}+\p{M}*/gu, (word) => word.normalize('NFD').replace(/\p{M}/gu, ''))
    .replace(/['’`´\s]+/g, ' ');
  return complaints.some((pattern) => pattern.test(plain)) || sentimentOf([text]) === 'negative';
}

/** What stands further on is not looked through, in UTF-16 units. */
const longest = 4_000;
