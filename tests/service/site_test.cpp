// SPDX-License-Identifier: Apache-2.0
// The site as values: requests and answers, with a provider that is a function.
#include "base/text.h"
#include "registrars.h"
#include "service/registrar_site.h"

#include <catch2/catch.hpp>

using namespace evote;

namespace {

const std::string base = "https://registrar.example";
const std::string vote = "https://vote.example";

// Takes whom the query names: ?who=NAME.SUBJECT.
SignIn provider_of(const std::string& name) {
    return {
        [name](std::string_view language, Login::Begun done) {
            done(BegunLogin{"https://id.example/" + name + "?" + std::string(language),
                            "cookie-of-" + name});
        },
        [name](std::string_view query, std::string_view cookie, Login::Ended done) {
            if (cookie != "cookie-of-" + name)
                return done(fail(ErrorCode::login_refused, verbatim("foreign")));
            if (query == "down")
                return done(fail(ErrorCode::provider_unreachable, verbatim("down")));
            const auto form = must(http::Form::parse(query));
            done(DeskScene::person(std::string(form.value("who")), std::string(form.value("sub"))));
        }};
}

struct Site {
    DeskScene scene;
    std::optional<RegistrarSite> site;
    std::map<std::string, std::string> cookies;

    explicit Site(const DeskRules& rules = {}, const SiteRates& rates = {}) : scene(rules) {
        page::LetterFacts facts;
        facts.title = {"Шайлоо", "Выборы", "<Vote>"};
        facts.registrars = 2;
        facts.fingerprint = std::string(64, 'a');
        facts.page = vote + "/x";
        facts.call = "0312 <1>";
        site.emplace(RegistrarSite::Parts{*scene.desk, provider_of("voters"), provider_of("clerks"),
                                          system_random(), [this] { return scene.now.load(); },
                                          scene.log},
                     SiteSettings{base, {"https://other.example", vote}, facts, 600, rates});
    }

    http::Response send(http::Request request) {
        std::string text;
        for (const auto& [name, value] : cookies)
            text += (text.empty() ? "" : "; ") + name + "=" + value;
        if (!text.empty())
            request.fields.push_back({"Cookie", text});
        request.peer = "192.0.2.1";
        std::promise<http::Response> answered;
        site->handle(std::move(request),
                     [&](http::Response answer) { answered.set_value(std::move(answer)); });
        auto answer = answered.get_future().get();
        for (const auto& field : answer.fields)
            if (field.name == "Set-Cookie")
                keep(field.value);
        return answer;
    }

    void keep(const std::string& cookie) {
        CHECK(contains(cookie, "; Path=/; Secure; HttpOnly"));
        const auto name = cookie.substr(0, cookie.find('='));
        CHECK(name.starts_with("__Host-"));
        cookies[name] = cookie.substr(name.size() + 1, cookie.find(';') - name.size() - 1);
        if (cookies[name].empty())
            cookies.erase(name);
    }

    static bool contains(const std::string& text, const std::string& part) {
        return text.find(part) != std::string::npos;
    }

    http::Response get(const std::string& path, const std::string& query = {},
                       const std::string& language = "en") {
        return send({"GET", path, query, {{"Accept-Language", language}}, {}, {}});
    }

    http::Response post(const std::string& path, const std::string& body,
                        http::Fields fields = {{"Origin", base}}) {
        return send({"POST", path, {}, std::move(fields), body + "&lang=en", {}});
    }

    // The token in the forms of a page.
    static std::string token_in(const http::Response& page) {
        const std::string before = "name=\"token\" value=\"";
        const auto at = page.body.find(before);
        REQUIRE(at != std::string::npos);
        return "token=" + page.body.substr(at + before.size(), 64);
    }

    // The page after signing in as a voter.
    http::Response code(const std::string& who, const std::string& query = {}) {
        REQUIRE(get("/login", query).status == 303);
        return get("/callback", "sub=s&who=" + http::percent_encode(who));
    }

    // Signs a clerk in; the token of forms.
    std::string clerk() {
        REQUIRE(get("/clerk/login").status == 303);
        REQUIRE(get("/callback", "who=&sub=clerk-7").status == 200);
        return token_in(get("/clerk"));
    }

    std::string voters_code() { return scene.made.code(scene.made.number("Voter 4")); }
};

std::string groups(const std::string& code) {
    std::string out;
    for (const auto part : split(code, '-'))
        out += "<span>" + std::string(part) + "</span>";
    return out;
}

std::string value_of(const http::Response& response, std::string_view name) {
    return std::string(http::field(response.fields, name));
}

} // namespace

TEST_CASE("a voter signs in and is shown the code") {
    Site site;
    const auto first = site.get("/");
    CHECK(first.status == 200);
    CHECK(Site::contains(first.body, "href=\"/login?lang=en\""));
    CHECK(Site::contains(first.body, "&lt;Vote&gt;"));
    CHECK(Site::contains(first.body, "☎ 0312 &lt;1&gt;"));
    const auto login = site.get("/login", "lang=ru");
    CHECK(value_of(login, "Location") == "https://id.example/voters?ru");
    const auto page = site.get("/callback", "who=Voter+4&sub=s");
    CHECK(page.status == 200);
    CHECK(Site::contains(page.body, "lang=\"ru\""));
    CHECK(Site::contains(page.body, groups(site.voters_code())));
    CHECK(Site::contains(page.body, "Voter 4"));
    CHECK(Site::contains(page.body, vote + "/x#f=" + std::string(64, 'a') +
                                        "&amp;r=1&amp;c=" + site.voters_code()));
    CHECK(value_of(page, "Cache-Control") == "no-store");
    CHECK(value_of(page, "Referrer-Policy") == "no-referrer");
    CHECK(site.cookies.empty());
    // Nothing of it is in the log, nor who it was.
    const auto log = site.scene.text_of_log();
    CHECK(Site::contains(log, "\"event\":\"login\""));
    for (const auto& part : {site.voters_code(), std::string("Voter 4"), std::string("192.0.2.1")})
        CHECK_FALSE(Site::contains(log, part));
}

TEST_CASE("pages may do nothing but what is in them") {
    Site site;
    const auto page = site.code("Voter 4");
    const auto policy = value_of(page, "Content-Security-Policy");
    CHECK(policy == "default-src 'none'; style-src " + policy_hash(page::service_style(1)) +
                        "; script-src " + policy_hash(page::hand_over_script) +
                        "; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    CHECK(Site::contains(page.body, "<style>" + page::service_style(1) + "</style>"));
    CHECK(
        Site::contains(page.body, "<script>" + std::string(page::hand_over_script) + "</script>"));
    const auto first = site.get("/");
    CHECK_FALSE(Site::contains(value_of(first, "Content-Security-Policy"), "script-src"));
    CHECK_FALSE(Site::contains(first.body, "<script"));
    CHECK_FALSE(Site::contains(first.body, " style="));
    CHECK(value_of(first, "X-Content-Type-Options") == "nosniff");
    CHECK_FALSE(value_of(first, "Permissions-Policy").empty());
}

TEST_CASE("a code is handed over to configured origins alone") {
    Site site;
    CHECK(Site::contains(site.code("Voter 4").body, "data-origin=\"\""));
    CHECK(Site::contains(site.get("/", "origin=https://vote.example").body,
                         "/login?lang=en&amp;origin=https://vote.example"));
    CHECK_FALSE(Site::contains(site.get("/", "origin=https://evil.example").body, "evil"));
    const auto asked = site.code("Voter 4", "origin=https://vote.example").body;
    CHECK(Site::contains(asked, "data-origin=\"https://vote.example\""));
    CHECK(Site::contains(asked, "data-code=\"" + site.voters_code() + "\""));
    for (const auto* origin : {"https://evil.example", "https://vote.example/", "*",
                               "https%3A%2F%2Fvote.example.evil.example"})
        CHECK(site.get("/login", "origin=" + std::string(origin)).status == 400);
    // A way that was tampered with leads to no other origin.
    site.get("/login");
    site.cookies["__Host-way"] = "en.voter.3";
    CHECK(Site::contains(site.get("/callback", "who=Voter+4&sub=s").body, "data-origin=\"\""));
}

TEST_CASE("whoever did not sign in is shown nothing") {
    Site site;
    CHECK(site.get("/callback", "who=Voter+4&sub=s").status == 403);
    site.get("/login");
    site.cookies["__Host-login"] = "cookie-of-clerks";
    CHECK(site.get("/callback", "who=Voter+4&sub=s").status == 403);
    // A voter's login is no clerk's.
    site.get("/login");
    site.cookies["__Host-way"] = "en.clerk.0";
    CHECK(site.get("/callback", "who=Voter+4&sub=s").status == 403);
    site.get("/login");
    CHECK(site.get("/callback", "down").status == 503);
    site.get("/login");
    CHECK(site.get("/callback", "who=Nobody&sub=s").status == 404);
    CHECK(site.get("/callback", "a=1&a=2").status == 400);
}

TEST_CASE("a clerk makes a ticket and the voter is shown the code for it") {
    Site site;
    CHECK(Site::contains(site.get("/clerk").body, "/clerk/login"));
    const auto token = site.clerk();
    const auto found = site.post("/clerk/search", token + "&voter=VOT");
    CHECK(found.status == 200);
    CHECK(Site::contains(found.body, "<b>Voter 4</b>"));
    CHECK(Site::contains(found.body, " · D<br>")); // the title of the district
    CHECK_FALSE(Site::contains(found.body, site.voters_code()));
    const auto number = std::to_string(site.scene.made.number("Voter 4"));
    const auto made = site.post("/clerk/ticket", token + "&number=" + number);
    CHECK(made.status == 200);
    CHECK(Site::contains(made.body, "<svg class=\"qr\""));
    CHECK_FALSE(Site::contains(made.body, site.voters_code()));
    const auto at = made.body.find("class=\"code\"><span>") + 19;
    const auto ticket = made.body.substr(at, 5) + made.body.substr(at + 18, 5);

    site.cookies.clear(); // the voter's own device
    const auto form = site.get("/ticket", "t=" + ticket);
    CHECK(Site::contains(form.body, "value=\"" + ticket + "\""));
    const auto page = site.post("/ticket", Site::token_in(form) + "&ticket=" + ticket);
    CHECK(page.status == 200);
    CHECK(Site::contains(page.body, groups(site.voters_code())));
    CHECK(site.post("/ticket", Site::token_in(form) + "&ticket=" + ticket).status == 404);
    CHECK(site.post("/ticket", Site::token_in(form) + "&ticket=x").status == 404);
    CHECK_FALSE(Site::contains(site.scene.text_of_log(), ticket));
    CHECK_FALSE(Site::contains(site.scene.text_of_log(), "clerk-7"));
}

TEST_CASE("forms are taken from the pages that have them only") {
    Site site;
    const auto token = site.clerk();
    const auto search = [&](const std::string& body, http::Fields fields) {
        return site.post("/clerk/search", body + "&voter=Voter", std::move(fields)).status;
    };
    CHECK(search(token, {{"Origin", base}}) == 200);
    CHECK(search(token, {{"Origin", base}, {"Sec-Fetch-Site", "same-origin"}}) == 200);
    CHECK(search(token, {}) == 403);
    CHECK(search(token, {{"Origin", "null"}}) == 403);
    CHECK(search(token, {{"Origin", "https://evil.example"}}) == 403);
    CHECK(search(token, {{"Origin", base}, {"Sec-Fetch-Site", "cross-site"}}) == 403);
    CHECK(search("token=" + std::string(64, '0'), {{"Origin", base}}) == 403);
    CHECK(search("token=", {{"Origin", base}}) == 403);
    // The token of another browser.
    const auto foreign = Site::token_in(site.get("/ticket"));
    CHECK(search(foreign, {{"Origin", base}}) == 403);
    CHECK(site.post("/ticket", token + "&ticket=0000000000").status == 403);
    site.cookies.clear();
    CHECK(search(token, {{"Origin", base}}) == 403);
}

TEST_CASE("clerks hold voters and ask for changes and sign out") {
    Site site;
    const auto token = site.clerk();
    const auto ask = [&](const std::string& path, const std::string& fields) {
        return site.post(path, token + "&number=1" + fields);
    };
    CHECK(ask("/clerk/change", "&action=replace&reason=letter+lost").status == 200);
    CHECK(ask("/clerk/change", "&action=replace&reason=letter+lost").status == 409);
    CHECK(ask("/clerk/change", "&action=other&reason=x").status == 400);
    CHECK(ask("/clerk/change", "&action=revoke&reason=").status == 400);
    CHECK(ask("/clerk/hold", "&reason=two+people").status == 200);
    CHECK(ask("/clerk/ticket", "").status == 409);
    CHECK(Site::contains(ask("/clerk/search", "&voter=1").body, "On hold: two people"));
    CHECK(ask("/clerk/hold", "&lift=yes").status == 200);
    CHECK(ask("/clerk/ticket", "").status == 200);
    CHECK(site.post("/clerk/ticket", token + "&number=77").status == 404);
    CHECK(ask("/clerk/leave", "").status == 200);
    CHECK(ask("/clerk/ticket", "").status == 403);
    // The log says who it was that did it.
    for (const auto* const event : {"request", "hold", "lift-hold", "make-ticket"})
        CHECK(Site::contains(site.scene.text_of_log(),
                             "\"event\":\"" + std::string(event) + "\",\"clerk\":\""));
}

TEST_CASE("a clerk who does nothing for long is signed out") {
    Site site;
    const auto token = site.clerk();
    const auto search = [&] { return site.post("/clerk/search", token + "&voter=1").status; };
    site.scene.now += ClerkSessions::idle_seconds - 1;
    CHECK(search() == 200);
    site.scene.now += ClerkSessions::idle_seconds;
    CHECK(search() == 403);
    const auto again = site.clerk();
    for (std::int64_t time = 0; time < ClerkSessions::longest_seconds; time += 600) {
        site.post("/clerk/search", again + "&voter=1");
        site.scene.now += 600;
    }
    CHECK(site.post("/clerk/search", again + "&voter=1").status == 403);
}

TEST_CASE("an address that tries too often has to wait") {
    SiteRates rates;
    rates.logins = {2, std::chrono::milliseconds{60000}};
    rates.tickets = {1, std::chrono::milliseconds{60000}};
    Site site({}, rates);
    CHECK(site.get("/login").status == 303);
    CHECK(site.get("/callback", "who=Voter+4&sub=s").status == 200);
    const auto refused = site.get("/login");
    CHECK(refused.status == 429);
    CHECK_FALSE(value_of(refused, "Retry-After").empty());
    const auto token = Site::token_in(site.get("/ticket"));
    CHECK(site.post("/ticket", token + "&ticket=0000000000").status == 404);
    CHECK(site.post("/ticket", token + "&ticket=0000000000").status == 429);
}

TEST_CASE("pages are in the language that was asked for") {
    Site site;
    const auto language_of = [&](const std::string& query, const std::string& accept) {
        const auto body = site.get("/", query, accept).body;
        return body.substr(body.find("lang=\"") + 6, 2);
    };
    CHECK(language_of("", "ru-RU,ru;q=0.9,en;q=0.5") == "ru");
    CHECK(language_of("", "de, en;q=0.5") == "en");
    CHECK(language_of("", "") == "ky");
    CHECK(language_of("lang=en", "ru") == "en");
    CHECK(language_of("lang=xx", "ru") == "ru");
}

TEST_CASE("what is not there is said so") {
    Site site;
    CHECK(site.get("/nothing").status == 404);
    CHECK(site.send({"POST", "/", {}, {}, {}, {}}).status == 405);
    CHECK(site.send({"PUT", "/ticket", {}, {}, {}, {}}).status == 405);
    const auto status = site.get("/status");
    CHECK(status.body ==
          "{\"registrar\":1,\"fingerprint\":\"" + std::string(64, 'a') + "\",\"entries\":0}\n");
}
