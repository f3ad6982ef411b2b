// SPDX-License-Identifier: Apache-2.0
#include "service/registrar_site.h"

#include "base/text.h"
#include "http/problem.h"
#include "service/refusal_text.h"

#include <algorithm>
#include <array>

namespace evote::service {

namespace {

constexpr std::string_view login_cookie = "__Host-login";
constexpr std::string_view way_cookie = "__Host-way";
constexpr std::string_view form_cookie = "__Host-form";
constexpr std::int64_t login_seconds = 600;
constexpr std::size_t most_visitors = 100000;

bool is_ours(const Error& error) {
    return error.code == ErrorCode::provider_unreachable ||
           error.code == ErrorCode::provider_unfit || kind_of(error.code) == ErrorKind::system;
}

} // namespace

SignIn sign_in_by(std::shared_ptr<identity::Login> login) {
    return {[login](std::string_view language, identity::Login::Begun done) {
                login->begin(language, std::move(done));
            },
            [login](std::string_view query, std::string_view cookie, identity::Login::Ended done) {
                login->end(query, cookie, std::move(done));
            }};
}

RegistrarSite::RegistrarSite(Parts parts, SiteSettings settings)
    : parts_(std::move(parts)),
      settings_(std::move(settings)),
      plain_{policy_hash(page::service_style(settings_.facts.registrar))},
      with_code_{plain_.style, policy_hash(page::hand_over_script), "no-referrer"},
      sessions_(parts_.random),
      tokens_(parts_.random),
      logins_(settings_.rates.logins, most_visitors),
      tickets_(settings_.rates.tickets, most_visitors) {}

RegistrarSite::Route RegistrarSite::route_of(std::string_view method, std::string_view path) {
    struct Known {
        std::string_view method;
        std::string_view path;
        Route route;
    };

    static constexpr auto known = std::to_array<Known>({
        {"GET", "/", &RegistrarSite::start},
        {"GET", "/login", &RegistrarSite::login},
        {"GET", "/callback", &RegistrarSite::callback},
        {"GET", "/ticket", &RegistrarSite::show_ticket_form},
        {"POST", "/ticket", &RegistrarSite::take_ticket},
        {"GET", "/status", &RegistrarSite::status},
        {"GET", "/clerk", &RegistrarSite::clerk},
        {"GET", "/clerk/login", &RegistrarSite::clerk_login},
        {"POST", "/clerk/search", &RegistrarSite::clerk_search},
        {"POST", "/clerk/ticket", &RegistrarSite::clerk_ticket},
        {"POST", "/clerk/change", &RegistrarSite::clerk_change},
        {"POST", "/clerk/hold", &RegistrarSite::clerk_hold},
        {"POST", "/clerk/leave", &RegistrarSite::clerk_leave},
    });
    const auto found = std::ranges::find_if(known, [&](const Known& one) {
        return one.path == path && (method.empty() || one.method == method);
    });
    return found == known.end() ? nullptr : found->route;
}

bool RegistrarSite::is_path(std::string_view path) {
    return route_of({}, path) != nullptr;
}

void RegistrarSite::handle(http::Request request, const http::Respond& respond) {
    const Route route = route_of(request.method, request.path);
    if (route == nullptr) {
        const bool known = is_path(request.path);
        return respond(known ? http::problem(405, "Method Not Allowed")
                             : http::problem(404, "Not Found"));
    }
    auto visit = Visit::read(std::move(request), respond);
    if (!visit)
        return respond(http::problem(400, "Bad Request"));
    (this->*route)(*visit);
}

void RegistrarSite::answer_page(const Visit& visit, unsigned status, std::string body) const {
    visit.answer(page_answer(status, std::move(body), plain_));
}

void RegistrarSite::answer_message(const Visit& visit, unsigned status, const Message& text) const {
    answer_page(visit, status, page::message_page(frame(visit), text));
}

std::string RegistrarSite::configured_origin(std::string_view origin) const {
    const auto found = std::ranges::find(settings_.origins, origin);
    return found == settings_.origins.end() ? std::string() : *found;
}

bool RegistrarSite::within(http::RateLimit& limit, const Visit& visit) const {
    const auto wait =
        limit.take(http::address_key(visit.request().peer), std::chrono::steady_clock::now());
    if (wait == 0)
        return true;
    auto answer = page_answer(
        429,
        page::message_page(frame(visit),
                           msg("Too many attempts from your network. Try again in a minute.")),
        plain_);
    answer.fields.push_back({"Retry-After", std::to_string(wait)});
    visit.answer(std::move(answer));
    return false;
}

void RegistrarSite::start(const Visit& visit) {
    answer_page(
        visit, 200,
        page::start_page(frame(visit), {parts_.voters.has_value(), parts_.clerks.has_value(),
                                        configured_origin(visit.field("origin"))}));
}

void RegistrarSite::status(const Visit& visit) {
    visit.answer({200,
                  {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
                  "{\"registrar\":" + std::to_string(settings_.facts.registrar) +
                      ",\"fingerprint\":\"" + settings_.facts.fingerprint +
                      "\",\"entries\":" + std::to_string(parts_.desk.codes().entries()) + "}\n"});
}

// Language, whether it is a clerk, and which of the configured origins, from 1.
RegistrarSite::Way RegistrarSite::way_of(const Visit& visit) const {
    const std::string cookie = visit.cookie(way_cookie);
    const auto parts = split(cookie, '.');
    Way out{visit.language(), false, {}};
    if (parts.size() != 3)
        return out;
    if (const auto language = texts::parse_language(parts[0]))
        out.language = *language;
    out.is_clerk = parts[1] == "clerk";
    const auto place = decimal_decode(parts[2], settings_.origins.size()).value_or(0);
    if (place > 0)
        out.origin = settings_.origins[place - 1];
    return out;
}

void RegistrarSite::begin_login(const Visit& visit, const SignIn& sign_in, const std::string& way) {
    const std::string cookie = std::string(texts::language_tag(visit.language())) + "." + way;
    sign_in.begin(texts::language_tag(visit.language()), [this, visit, cookie](
                                                             Result<identity::BegunLogin> begun) {
        if (!begun) {
            parts_.log.write("login", {{"error", error_name(begun.error().code)}});
            return answer_message(visit, 503, text_for_voter(Refusal::failed));
        }
        auto answer = redirect(begun->url);
        answer.fields.push_back(set_cookie({login_cookie, begun->cookie, login_seconds, "Lax"}));
        answer.fields.push_back(set_cookie({way_cookie, cookie, login_seconds, "Lax"}));
        visit.answer(std::move(answer));
    });
}

void RegistrarSite::login(const Visit& visit) {
    if (!parts_.voters)
        return visit.answer(http::problem(404, "Not Found"));
    const auto origin = std::ranges::find(settings_.origins, visit.field("origin"));
    if (origin == settings_.origins.end() && !visit.field("origin").empty())
        return answer_message(visit, 400,
                              msg("The page that you come from may not ask for codes."));
    if (!within(logins_, visit))
        return;
    const auto place =
        origin == settings_.origins.end() ? 0 : origin - settings_.origins.begin() + 1;
    begin_login(visit, *parts_.voters, "voter." + std::to_string(place));
}

void RegistrarSite::callback(const Visit& arrived) {
    Visit visit = arrived;
    const Way way = way_of(visit);
    visit.set_language(way.language);
    const auto& sign_in = way.is_clerk ? parts_.clerks : parts_.voters;
    if (!sign_in)
        return visit.answer(http::problem(404, "Not Found"));
    if (!within(logins_, visit))
        return;
    sign_in->end(
        visit.request().query, visit.cookie(login_cookie),
        [this, visit, way](Result<identity::Identified> identified) {
            if (!identified) {
                parts_.log.write("login", {{"error", error_name(identified.error().code)}});
                return is_ours(identified.error())
                           ? answer_message(visit, 503, text_for_voter(Refusal::failed))
                           : answer_message(visit, 403,
                                            msg("You were not signed in. Begin again on "
                                                "the first page."));
            }
            if (way.is_clerk)
                return end_clerk(visit, *identified);
            end_voter(visit, *identified, way.origin);
        });
}

void RegistrarSite::end_voter(const Visit& visit, const identity::Identified& voter,
                              const std::string& origin) {
    parts_.desk.show(voter, [this, visit, origin](Answer<ShownCode> answer) {
        show_code(visit, "login", origin, std::move(answer));
    });
}

void RegistrarSite::show_code(const Visit& visit, std::string_view event, const std::string& origin,
                              Answer<ShownCode> answer) const {
    if (const auto* const refusal = std::get_if<Refusal>(&answer)) {
        parts_.log.write(event, {{"refused", word_for(*refusal)}});
        return answer_message(visit, status_of(*refusal), text_for_voter(*refusal));
    }
    parts_.log.write(event, {{"shown", "yes"}});
    const auto& shown = std::get<ShownCode>(answer);
    const auto body = page::code_page(
        frame(visit), {shown.voter, shown.code.expose(), shown.shown_before, origin});
    auto page = page_answer(200, std::string(text_of(body.expose())), with_code_);
    page.fields.push_back(drop_cookie(login_cookie));
    page.fields.push_back(drop_cookie(way_cookie));
    visit.answer(std::move(page));
}

void RegistrarSite::show_ticket_form(const Visit& visit) {
    if (!parts_.clerks)
        return visit.answer(http::problem(404, "Not Found"));
    std::string cookie = visit.cookie(form_cookie);
    const bool is_new = cookie.empty();
    if (is_new)
        cookie = random_cookie(parts_.random);
    auto answer =
        page_answer(200,
                    page::ticket_page(frame(visit), {tokens_.token(cookie), visit.field("t"),
                                                     configured_origin(visit.field("origin"))}),
                    plain_);
    if (is_new)
        answer.fields.push_back(set_cookie({form_cookie, cookie}));
    visit.answer(std::move(answer));
}

bool RegistrarSite::is_own_form(const Visit& visit, std::string_view cookie) const {
    const auto& fields = visit.request().fields;
    const std::string_view site = http::field(fields, "Sec-Fetch-Site");
    if (http::field(fields, "Origin") == settings_.base &&
        (site.empty() || site == "same-origin") && tokens_.is_token(visit.field("token"), cookie))
        return true;
    parts_.log.write("form", {{"refused", "foreign"}});
    answer_message(visit, 403, msg("This form is too old. Open the page again."));
    return false;
}

void RegistrarSite::take_ticket(const Visit& visit) {
    if (!parts_.clerks)
        return visit.answer(http::problem(404, "Not Found"));
    if (!is_own_form(visit, visit.cookie(form_cookie)) || !within(tickets_, visit))
        return;
    const auto ticket = TicketText::parse(visit.field("ticket"));
    const std::string origin = configured_origin(visit.field("origin"));
    if (!ticket)
        return show_code(visit, "ticket", origin, Refusal::bad_ticket);
    parts_.desk.show(*ticket, [this, visit, origin](Answer<ShownCode> answer) {
        show_code(visit, "ticket", origin, std::move(answer));
    });
}

} // namespace evote::service
