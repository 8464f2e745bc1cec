// Tests in Chromium, where there is one. Walks through pages are half of all tests' work: they run with `npm test -- --all`, and
// where a file is asked for.
import { existsSync } from 'node:fs';
import { chromiumPath } from './chromium';

export const hasChromium = existsSync(chromiumPath);

export const isWalked = hasChromium && process.env['PAGE_WALKS'] !== 'off';
export const inBrowser = isWalked ? describe : describe.skip;
export const testInBrowser = isWalked ? test : test.skip;

/** What every day begins with is tried in each run. */
export const inBrowserEachRun = hasChromium ? describe : describe.skip;
