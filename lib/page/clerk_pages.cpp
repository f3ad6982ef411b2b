// SPDX-License-Identifier: Apache-2.0
#include "html.h"
#include "service_frame.h"

namespace evote::page {

namespace {

// A form for one voter, with a button.
std::string voter_form(const PageFrame& frame, const ClerkView& view, const VoterOnPage& voter,
                       std::string_view action, const std::string& fields, const Message& button) {
    return "<form action=\"" + std::string(action) + "\" method=\"post\">" +
           form_fields(frame, view.token) + hidden_field("number", std::to_string(voter.number)) +
           fields + "<button>" + say(button, frame.language) + "</button></form>";
}

std::string reason_field(const PageFrame& frame) {
    return "<label>" + say(msg("Reason"), frame.language) +
           " <input name=\"reason\" required maxlength=\"300\"></label> ";
}

std::string action_field(const PageFrame& frame) {
    return "<select name=\"action\"><option value=\"replace\">" +
           say(msg("New codes for the voter"), frame.language) +
           "</option><option value=\"revoke\">" +
           say(msg("No more voting online"), frame.language) + "</option></select> ";
}

std::string facts_of(const PageFrame& frame, const VoterOnPage& voter) {
    std::string out = "<b>" + escaped(voter.voter) + "</b> · № " + std::to_string(voter.number) +
                      " · " + escaped(voter.district) + "<br>" +
                      say(msg("Times the code was shown: {0}", voter.shown), frame.language);
    if (voter.revoked)
        out += "<br>" + say(msg("This voter may no longer vote online."), frame.language);
    if (voter.hold)
        out +=
            "<p class=\"notice\">" + say(msg("On hold: {0}", *voter.hold), frame.language) + "</p>";
    return out;
}

std::string article(const PageFrame& frame, const ClerkView& view, const VoterOnPage& voter) {
    std::string out = "<article>" + facts_of(frame, voter);
    if (!voter.revoked && !voter.hold)
        out += voter_form(frame, view, voter, "/clerk/ticket", {},
                          msg("I have seen the person and the document: make a ticket"));
    out += "<details><summary>" + say(msg("More"), frame.language) + "</summary>";
    out += voter.hold ? voter_form(frame, view, voter, "/clerk/hold", hidden_field("lift", "yes"),
                                   msg("End the hold"))
                      : voter_form(frame, view, voter, "/clerk/hold", reason_field(frame),
                                   msg("Put on hold"));
    if (!voter.revoked)
        out += voter_form(frame, view, voter, "/clerk/change",
                          action_field(frame) + reason_field(frame), msg("Ask for a change"));
    return out + "</details></article>";
}

} // namespace

std::string clerk_page(const PageFrame& frame, const ClerkView& view) {
    std::string out = frame_begin(frame, "/clerk");
    if (view.notice)
        out += "<p class=\"notice\">" + say(*view.notice, frame.language) + "</p>";
    out += "<form action=\"/clerk/search\" method=\"post\">" + form_fields(frame, view.token) +
           "<label>" + say(msg("Number, or beginning of the name"), frame.language) +
           " <input name=\"voter\" required autocomplete=\"off\" maxlength=\"256\" value=\"" +
           escaped(view.typed) + "\"></label> <button>" + say(msg("Find"), frame.language) +
           "</button></form>";
    for (const auto& voter : view.voters)
        out += article(frame, view, voter);
    if (!view.typed.empty())
        out += "<p>" +
               say(view.voters.empty()
                       ? msg("Nobody was found. Type the number, or more letters of the name.")
                       : msg("If the voter is not here, type more of the name."),
                   frame.language) +
               "</p>";
    out += "<form class=\"leave\" action=\"/clerk/leave\" method=\"post\">" +
           form_fields(frame, view.token) + "<button>" + say(msg("Sign out"), frame.language) +
           "</button></form>";
    return out + frame_end(frame);
}

} // namespace evote::page
