// SPDX-License-Identifier: Apache-2.0
// The web site of a registrar's service: what is answered to which request.
#pragma once

#include "http/rate_limit.h"
#include "identity/login.h"
#include "page/registrar_pages.h"
#include "service/clerk_sessions.h"
#include "service/registrar_desk.h"
#include "service/visit.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace evote::service {

/// How people sign in: what a site needs of identity::Login.
struct SignIn {
    std::function<void(std::string_view language, identity::Login::Begun)> begin;
    std::function<void(std::string_view query, std::string_view cookie, identity::Login::Ended)>
        end;
};

SignIn sign_in_by(std::shared_ptr<identity::Login> login);

/// How often one address may try.
struct SiteRates {
    http::RateLimit::Rate logins{60, std::chrono::milliseconds{1000}};
    http::RateLimit::Rate tickets{30, std::chrono::milliseconds{4000}};
};

struct SiteSettings {
    std::string base;                 ///< its own origin: https://registrar-1.example.kg
    std::vector<std::string> origins; ///< of the pages for voting that may be handed a code
    page::LetterFacts facts;
    std::int64_t ticket_seconds = 600;
    SiteRates rates{};
};

/// Thread-safe. Its log has no codes, names, tickets, persons and addresses; of clerks, marks by
/// which they are known again.
class RegistrarSite {
  public:
    struct Parts {
        RegistrarDesk& desk;
        std::optional<SignIn> voters; ///< none: only clerks identify voters
        std::optional<SignIn> clerks; ///< none: there are no clerks
        crypto::Random& random;
        http::Clock clock;
        const http::Log& log;
    };

    /// What the parts refer to outlives the site, and the site outlives its answers.
    RegistrarSite(Parts parts, SiteSettings settings);

    /// See http::Handler.
    void handle(http::Request request, const http::Respond& respond);

  private:
    using Route = void (RegistrarSite::*)(const Visit&);

    /// What a browser that signs in comes back with.
    struct Way {
        texts::Language language;
        bool is_clerk;
        std::string origin;
    };

    static Route route_of(std::string_view method, std::string_view path);
    static bool is_path(std::string_view path);

    // For everybody.
    void start(const Visit& visit);
    void login(const Visit& visit);
    void callback(const Visit& visit);
    void show_ticket_form(const Visit& visit);
    void take_ticket(const Visit& visit);
    void status(const Visit& visit);

    // For clerks.
    void clerk(const Visit& visit);
    void clerk_login(const Visit& visit);
    void clerk_search(const Visit& visit);
    void clerk_ticket(const Visit& visit);
    void clerk_change(const Visit& visit);
    void clerk_hold(const Visit& visit);
    void clerk_leave(const Visit& visit);

    void begin_login(const Visit& visit, const SignIn& sign_in, const std::string& way);
    void end_voter(const Visit& visit, const identity::Identified& voter,
                   const std::string& origin);
    void end_clerk(const Visit& visit, const identity::Identified& clerk);
    Way way_of(const Visit& visit) const;
    std::string configured_origin(std::string_view origin) const;

    void show_code(const Visit& visit, std::string_view event, const std::string& origin,
                   Answer<ShownCode> answer) const;
    void answer_page(const Visit& visit, unsigned status, std::string body) const;
    void answer_message(const Visit& visit, unsigned status, const Message& text) const;

    /// Whether a form was sent by the page that has it; answers if not.
    bool is_own_form(const Visit& visit, std::string_view cookie) const;
    bool within(http::RateLimit& limit, const Visit& visit) const;

    /// The clerk who sent a form; answers if there is none.
    std::optional<identity::Identified> clerk_of(const Visit& visit);
    void answer_clerk(const Visit& visit, unsigned status, page::ClerkView view);

    struct ClerkEvent {
        std::string_view name; // for the log
        std::string clerk;     // the clerk's mark
    };

    void answer_clerk(const Visit& visit, const ClerkEvent& event, const Message& done,
                      const Answer<std::uint64_t>& answer);

    page::PageFrame frame(const Visit& visit) const { return {settings_.facts, visit.language()}; }

    Parts parts_;
    SiteSettings settings_;
    PagePolicy plain_;
    PagePolicy with_code_;
    ClerkSessions sessions_;
    FormTokens tokens_;
    http::RateLimit logins_;
    http::RateLimit tickets_;
};

} // namespace evote::service
