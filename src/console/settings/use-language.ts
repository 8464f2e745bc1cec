import { useConsole } from '../context';
import { keepLanguage, type Language } from '../i18n/languages';

/** An agent's goes with them to every device; who is none chooses for this browser. The page is loaded again. */
export function useLanguage(): (language: Language | null) => Promise<void> {
  const { agent, http } = useConsole();
  return async (language) => {
    if (agent) await http.patch('agents/me', { language });
    keepLanguage(localStorage, language, agent ? 'agent' : 'browser');
    location.reload();
  };
}
