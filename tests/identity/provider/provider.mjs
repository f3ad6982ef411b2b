// SPDX-License-Identifier: Apache-2.0
// A real OpenID Connect provider for tests, on this machine only: see README.md.
import { createServer } from "node:http";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import Provider from "oidc-provider";
import { setStorage } from "oidc-provider/lib/adapters/memory_adapter.js";

// Standard output says when it is ready, and nothing else: whoever reads that may close it.
console.info = console.error;

const { values: options } = parseArgs({
    options: {
        port: { type: "string", default: "0" },
        issuer: { type: "string" },
        client: { type: "string", multiple: true, default: [] },
        redirect: { type: "string", multiple: true, default: [] },
        account: { type: "string", multiple: true, default: [] },
        userinfo: { type: "boolean", default: false },
    },
});

const clients = options.client.map((text) => {
    const [client_id, client_secret, method, alg] = text.split(":");
    return {
        client_id,
        ...(client_secret && { client_secret }),
        token_endpoint_auth_method: method || (client_secret ? "client_secret_basic" : "none"),
        id_token_signed_response_alg: alg || "RS256",
        redirect_uris: options.redirect,
        grant_types: ["authorization_code"],
        response_types: ["code"],
    };
});

const accounts = new Map(options.account.map((text) => {
    const [name, pin, roles] = text.split(":");
    return [name, { pin, roles: roles ? roles.split(",") : [] }];
}));

// Every name is an account.
const account = (name) => ({
    accountId: name,
    claims: () => ({ sub: name, ...(accounts.get(name) ?? { pin: name, roles: [] }) }),
});

const newKeys = () => [
    generateKeyPairSync("rsa", { modulusLength: 2048 }),
    generateKeyPairSync("ec", { namedCurve: "P-256" }),
].map(({ privateKey }) => ({ ...privateKey.export({ format: "jwk" }), use: "sig" }));

// The library's own storage forgets all but the last thousand things.
setStorage(new Map());
const cookieKey = randomBytes(32).toString("hex");

function makeProvider(issuer, keys) {
    const provider = new Provider(issuer, {
        clients,
        jwks: { keys },
        findAccount: (context, name) => account(name),
        claims: { openid: ["sub"], pin: ["pin"], roles: ["roles"] },
        conformIdTokenClaims: options.userinfo, // false: a scope's claims are in the ID token too
        cookies: { keys: [cookieKey] },
        features: { devInteractions: { enabled: false } },
        interactions: { url: (context, interaction) => `/interaction/${interaction.uid}` },
        pkce: { methods: ["S256"], required: () => true },
        // Nobody is asked for consent.
        async loadExistingGrant(context) {
            const grant = new context.oidc.provider.Grant({
                clientId: context.oidc.client.clientId,
                accountId: context.oidc.session.accountId,
            });
            grant.addOIDCScope("openid pin roles");
            await grant.save();
            return grant;
        },
    });
    return { provider, answer: provider.callback() };
}

const form = '<!doctype html><title>Sign in</title><form><input name="name" autofocus><button>Sign in</button></form>';

// Signs in whoever the request's login_hint names, or the form; "deny" is somebody who gives up.
async function interact({ provider }, request, response, url) {
    const { params } = await provider.interactionDetails(request, response);
    const name = url.searchParams.get("name") ?? params.login_hint;
    if (!name) {
        response.setHeader("Content-Type", "text/html; charset=utf-8");
        response.end(form);
        return;
    }
    const result = name === "deny" ? { error: "access_denied" } : { login: { accountId: name } };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

// Nobody has to end it: it ends with whoever has begun it.
const parent = process.ppid;
setInterval(() => process.ppid === parent || process.exit(), 1000);

const server = createServer();
server.listen(Number(options.port), "127.0.0.1", () => {
    const issuer = options.issuer ?? `http://127.0.0.1:${server.address().port}`;
    let current = makeProvider(issuer, newKeys());
    server.on("request", async (request, response) => {
        const url = new URL(request.url, issuer);
        try {
            if (url.pathname.startsWith("/interaction/")) {
                await interact(current, request, response, url);
            } else if (request.method === "POST" && url.pathname === "/test/rotate") {
                current = makeProvider(issuer, newKeys());
                response.end();
            } else {
                current.answer(request, response);
            }
        } catch (error) {
            response.statusCode = 500;
            response.end(`${error}\n`);
        }
    });
    console.log(`ready ${issuer}`);
});
