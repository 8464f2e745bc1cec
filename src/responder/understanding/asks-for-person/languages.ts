// The thirteen languages in which asking for a person is read by kinds of words: what script each is written in, and its words.
import * as latin from './words';
import * as more from './words-more';
import * as south from './words-south';
import { classifier, type Classifier, type Vocabulary } from '../word-classes';

export interface PersonLanguage {
  script: RegExp;
  classify: Classifier;
}

/** Of these kinds, words are known with a slip of the keyboard too. */
const correctable = 'PpUTCKS';

/** In Latin letters its words are other words elsewhere. */
const isHindi =
  /\p{sc=Devanagari}|\b(?:mujhe|muje|baat|chahiye|chaiye|karo|karao|karwao|hai|nahi|nahin|nhi|insaan|insan|kripya|kijiye|jodo|bulao|kisi|koi|karni|karna|dijiye|karen|kare|milwao|milao|wahan|idhar|hoon|sakta|sakte|sakti|bolo|bhejo|bhejiye|krni|bakwas|yaar|bhai|aap|kya|dedo|kar do|agent do)\b/u;

/** Letters that neither Arabic nor Persian has. */
const isUrdu = /[ٹڈڑںےہھ]/;
/** In Latin letters its words are other words elsewhere. */
const isBengali =
  /\p{sc=Bengali}|\b(?:amake|apnar|apnader|kotha|bolte|bolbo|lagbe|korbo|korte|sathe|shathe|achen|ekjon|manush)\b/u;
const isIndonesian =
  /\b(?:saya|aku|gue|gw|gua|kami|mau|ingin|pengen|tolong|bisa|bisakah|dengan|tidak|nggak|gak|yang|orang|manusia|bicara|ngobrol|ngomong|hubungkan|sambungkan|sambungin|hubungi|telepon|telpon|minta|butuh|kasih|dong|panggil|petugas|kalian|kamu|layanan|ada (?:admin|cs|agen|orang)|(?:admin|cs) (?:ya|kak|min|mana))\b/;

const language = (words: Vocabulary, script: RegExp): PersonLanguage => ({
  script,
  classify: classifier(words, correctable),
});

export const english = language(latin.english, /[a-z]/);
export const spanish = language(latin.spanish, /[a-z]/);
export const french = language(latin.french, /[a-z]/);
export const portuguese = language(latin.portuguese, /[a-z]/);
export const german = language(latin.german, /[a-z]/);
export const hindi = language(more.hindi, isHindi);
export const russian = language(more.russian, /\p{sc=Cyrillic}/u);
export const arabic = language(more.arabic, /\p{sc=Arabic}/u);
export const chinese = language(more.chinese, /\p{sc=Han}/u);
export const japanese = language(more.japanese, /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u);
export const bengali = language(south.bengali, isBengali);
export const urdu = language(south.urdu, isUrdu);
export const indonesian = language(south.indonesian, isIndonesian);
