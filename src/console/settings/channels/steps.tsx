// What is done one after another, by hand, in two windows.
import type { ReactNode } from 'react';

export function Steps({ children }: { children: ReactNode }) {
  return <ol className="steps">{children}</ol>;
}

export function Step({ title, children }: { title: string; children: ReactNode }) {
  return (
    <li className="step">
      <h3>{title}</h3>
      <div className="step-body">{children}</div>
    </li>
  );
}
