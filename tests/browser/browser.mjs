// SPDX-License-Identifier: Apache-2.0
// Debian's Chromium, for one test. Certificates of tests are nobody's, so none is checked.
import {chromium} from 'playwright-core';

export const PATH = process.env.EVOTE_CHROMIUM ?? '/usr/bin/chromium';

/** Calls work with a browser, and ends the browser and the program: status 1 and the reason if work throws. */
export async function withBrowser(work) {
    const browser = await chromium.launch({executablePath: PATH, args: ['--no-sandbox', '--disable-dev-shm-usage']});
    try {
        await work(browser);
    } catch (error) {
        console.error(error);
        process.exitCode = 1;
    } finally {
        await browser.close();
    }
}

export const newContext = (browser, options = {}) => browser.newContext({ignoreHTTPSErrors: true, locale: 'en', ...options});

export function check(holds, what) {
    if (!holds) throw new Error('wrong: ' + what);
}
