// SPDX-License-Identifier: Apache-2.0
// hand-over.mjs SERVICE KNOWN STRANGER: each page opens the registrar's service in a window of its own, where a person
// signs in; prints as JSON what KNOWN, whose origin the service was told, and STRANGER are handed.
import {check, newContext, withBrowser} from './browser.mjs';

const [service, known, stranger] = process.argv.slice(2);

/** Opens the service from a page, signs in, and returns what the page is sent and what the window shows. */
async function signIn(context, page, origin) {
    await page.evaluate(() => {
        window.heard = [];
        addEventListener('message', event => window.heard.push({origin: event.origin, data: event.data}));
    });
    const [popup] = await Promise.all([
        context.waitForEvent('page'),
        page.evaluate(address => { window.open(address, 'registrar', 'popup'); }, `${service}/?origin=${origin}`),
    ]);
    await popup.waitForLoadState();
    await popup.getByText('Sign in and get the code').click();
    await popup.waitForSelector('div.code');
    await popup.waitForTimeout(500); // what is sent arrives at once; what is not sent needs time not to arrive
    const shown = await popup.locator('div.code span').allTextContents();
    return {heard: await page.evaluate(() => window.heard), shown: shown.join('-'), popup};
}

await withBrowser(async browser => {
    const context = await newContext(browser);
    const errors = [];
    context.on('weberror', error => errors.push(String(error.error())));
    context.on('console', line => line.type() === 'error' && errors.push(line.text()));

    const page = await context.newPage();
    await page.goto(known);
    const told = await signIn(context, page, new URL(known).origin);
    // A reload shows and hands over nothing again by itself: the log-in has ended.
    await told.popup.close();

    const other = await context.newPage();
    await other.goto(stranger);
    const own = await signIn(context, other, new URL(stranger).origin); // names itself
    await own.popup.close();
    const borrowed = await signIn(context, other, new URL(known).origin); // names the known page
    check(borrowed.popup.url().startsWith(service), 'the window shows the service');

    // The service in a frame of another page.
    await other.setContent(`<iframe src="${service}/"></iframe>`);
    await other.waitForTimeout(500);
    const framed = other.frames().some(frame => frame.url().startsWith(service + '/') && frame !== other.mainFrame());
    console.log(JSON.stringify({
        told: told.heard, shown: told.shown, own: own.heard, borrowed: borrowed.heard, framed,
        errors: errors.filter(text => !text.includes('frame-ancestors') && !text.includes('target origin')),
    }));
});
