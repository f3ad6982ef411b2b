// SPDX-License-Identifier: Apache-2.0
// What clerks do.
#include "base/text.h"
#include "http/problem.h"
#include "service/refusal_text.h"
#include "service/registrar_site.h"

namespace evote::service {

namespace {

constexpr std::string_view clerk_cookie = "__Host-clerk";
constexpr std::size_t most_found = 20;

std::uint64_t number_in(const Visit& visit) {
    return decimal_decode(visit.field("number"), UINT32_MAX).value_or(0);
}

} // namespace

void RegistrarSite::clerk_login(const Visit& visit) {
    if (!parts_.clerks)
        return visit.answer(http::problem(404, "Not Found"));
    if (within(logins_, visit))
        begin_login(visit, *parts_.clerks, "clerk.0");
}

// The cookie does not come along with the redirect from the provider's site, but with what the
// clerk opens on this one.
void RegistrarSite::end_clerk(const Visit& visit, const identity::Identified& clerk) {
    parts_.log.write("clerk", {{"clerk", parts_.desk.mark_of(clerk)}});
    auto answer = page_answer(200,
                              page::link_page(frame(visit), msg("You are signed in as a clerk."),
                                              "/clerk", msg("To the voters")),
                              plain_);
    answer.fields.push_back(set_cookie({clerk_cookie, sessions_.begin(clerk, parts_.clock())}));
    visit.answer(std::move(answer));
}

void RegistrarSite::clerk(const Visit& visit) {
    if (!parts_.clerks)
        return visit.answer(http::problem(404, "Not Found"));
    if (!sessions_.find(visit.cookie(clerk_cookie), parts_.clock()))
        return answer_page(visit, 200,
                           page::link_page(frame(visit), msg("This page is for clerks."),
                                           "/clerk/login", msg("Sign in")));
    answer_clerk(visit, 200, {});
}

std::optional<identity::Identified> RegistrarSite::clerk_of(const Visit& visit) {
    const std::string cookie = visit.cookie(clerk_cookie);
    auto clerk = sessions_.find(cookie, parts_.clock());
    if (!clerk) {
        answer_page(visit, 403,
                    page::link_page(frame(visit), msg("You are not signed in any more."),
                                    "/clerk/login", msg("Sign in")));
        return std::nullopt;
    }
    if (!is_own_form(visit, cookie))
        return std::nullopt;
    return clerk;
}

void RegistrarSite::answer_clerk(const Visit& visit, unsigned status, page::ClerkView view) {
    view.token = tokens_.token(visit.cookie(clerk_cookie));
    answer_page(visit, status, page::clerk_page(frame(visit), view));
}

void RegistrarSite::clerk_search(const Visit& visit) {
    const auto clerk = clerk_of(visit);
    if (!clerk)
        return;
    page::ClerkView view;
    view.typed = visit.field("voter");
    const auto& districts = parts_.desk.codes().record().manifest().districts();
    for (auto& found : parts_.desk.search(view.typed, most_found)) {
        const auto district =
            districts[found.district].title.in(texts::language_tag(visit.language()));
        view.voters.push_back(
            {found.number, std::move(found.voter), std::string(district), found.revoked,
             found.hold ? std::optional(std::move(found.hold->reason)) : std::nullopt,
             found.shown});
    }
    parts_.log.write("search",
                     {{"clerk", parts_.desk.mark_of(*clerk)}, {"found", view.voters.size()}});
    answer_clerk(visit, 200, std::move(view));
}

void RegistrarSite::clerk_ticket(const Visit& visit) {
    const auto clerk = clerk_of(visit);
    if (!clerk)
        return;
    parts_.desk.make_ticket(
        *clerk, number_in(visit),
        [this, visit, who = parts_.desk.mark_of(*clerk)](Answer<MadeTicket> answer) {
            if (const auto* const refusal = std::get_if<Refusal>(&answer)) {
                parts_.log.write("make-ticket", {{"clerk", who}, {"refused", word_for(*refusal)}});
                page::ClerkView view;
                view.notice = text_for_clerk(*refusal);
                return answer_clerk(visit, status_of(*refusal), std::move(view));
            }
            parts_.log.write("make-ticket", {{"clerk", who}});
            const auto& made = std::get<MadeTicket>(answer);
            const std::string ticket = made.text.shown();
            const auto body = page::made_ticket_page(
                frame(visit), made.voter, bytes_of(ticket),
                bytes_of(settings_.base + "/ticket?t=" + ticket), settings_.ticket_seconds / 60);
            answer_page(visit, 200, std::string(text_of(body.expose())));
        });
}

void RegistrarSite::answer_clerk(const Visit& visit, const ClerkEvent& event, const Message& done,
                                 const Answer<std::uint64_t>& answer) {
    page::ClerkView view;
    if (const auto* const refusal = std::get_if<Refusal>(&answer)) {
        parts_.log.write(event.name, {{"clerk", event.clerk}, {"refused", word_for(*refusal)}});
        view.notice = text_for_clerk(*refusal);
        return answer_clerk(visit, status_of(*refusal), std::move(view));
    }
    parts_.log.write(event.name, {{"clerk", event.clerk}});
    view.notice = done;
    answer_clerk(visit, 200, std::move(view));
}

void RegistrarSite::clerk_change(const Visit& visit) {
    const auto clerk = clerk_of(visit);
    if (!clerk)
        return;
    const std::string_view action = visit.field("action");
    if (action != "replace" && action != "revoke")
        return visit.answer(http::problem(400, "Bad Request"));
    parts_.desk.request_change(
        *clerk, number_in(visit),
        action == "replace" ? ballot::ChangeAction::replace : ballot::ChangeAction::revoke,
        visit.field("reason"),
        [this, visit, who = parts_.desk.mark_of(*clerk)](const Answer<std::uint64_t>& answer) {
            answer_clerk(visit, {"request", who},
                         msg("The change was asked for; the registrar decides."), answer);
        });
}

void RegistrarSite::clerk_hold(const Visit& visit) {
    const auto clerk = clerk_of(visit);
    if (!clerk)
        return;
    const auto number = number_in(visit);
    if (visit.field("lift") == "yes")
        return parts_.desk.lift_hold(
            *clerk, number,
            [this, visit, who = parts_.desk.mark_of(*clerk)](const Answer<std::uint64_t>& answer) {
                answer_clerk(visit, {"lift-hold", who}, msg("The hold was ended."), answer);
            });
    parts_.desk.hold(
        *clerk, number, visit.field("reason"),
        [this, visit, who = parts_.desk.mark_of(*clerk)](const Answer<std::uint64_t>& answer) {
            answer_clerk(visit, {"hold", who}, msg("The voter is on hold: no code is shown."),
                         answer);
        });
}

void RegistrarSite::clerk_leave(const Visit& visit) {
    if (!clerk_of(visit))
        return;
    sessions_.end(visit.cookie(clerk_cookie));
    auto answer = page_answer(
        200, page::link_page(frame(visit), msg("You are signed out."), "/clerk", msg("Sign in")),
        plain_);
    answer.fields.push_back(drop_cookie(clerk_cookie));
    visit.answer(std::move(answer));
}

} // namespace evote::service
