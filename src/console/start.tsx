// Loaded once the words are there: whatever is said at the top of a module is said in the reader's language.
import { createRoot } from 'react-dom/client';
import { App } from './app';

createRoot(document.getElementById('root')!).render(<App />);
