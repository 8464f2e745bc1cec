// The browser of the tests: one that costs no more than it must, and waits as long as everything else does.
import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';

/** The same engine without the windows that nobody sees, for about four fifths of the processor's time. */
const headlessShell = '/usr/bin/chromium-headless-shell';

export const chromiumPath =
  process.env['CHROMIUM'] ?? (existsSync(headlessShell) ? headlessShell : '/usr/bin/chromium');

/** With all that the shell lacks: a site's storage denied to others, for one. */
export const wholeChromiumPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** For pages that are looked at once: what V8's optimizing compilers make of them is thrown away before it pays, a sixth of all work. */
export const withoutOptimizers = '--js-flags=--no-opt,--no-maglev';

/** As long as `eventually`: a slow machine changes how long a page takes, nothing else. */
const patienceMs = 240_000;

/** How many times slower pages run than they could: `SLOW_PAGES=6 npm test -- test/flows/console` finds what does not wait for them. */
const slowness = Number(process.env['SLOW_PAGES'] ?? 1);

/** Only the last list counts, so Playwright's own is in it. */
const withoutFeatures = [
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
  // The address bar of a window that nobody sees: each of the two is a page of its own, and dearer than ours.
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxPopup',
];

/** @param args besides the usual ones */
export async function launchChromium(...args: string[]): Promise<Browser> {
  return launchAt(chromiumPath, args);
}

export async function launchWholeChromium(...args: string[]): Promise<Browser> {
  return launchAt(wholeChromiumPath, args);
}

async function launchAt(executablePath: string, args: string[]): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath,
    timeout: patienceMs,
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-quic',
      `--disable-features=${withoutFeatures.join()}`,
      ...args,
    ],
  });
  browser.on('context', (context) => {
    context.setDefaultTimeout(patienceMs);
    if (slowness > 1) context.on('page', (page) => void slow(page));
  });
  return browser;
}

async function slow(page: Page): Promise<void> {
  const protocol = await page.context().newCDPSession(page);
  await protocol.send('Emulation.setCPUThrottlingRate', { rate: slowness });
  await protocol.send('Network.enable');
  await protocol.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 50 * slowness,
    downloadThroughput: -1,
    uploadThroughput: -1,
  });
}
