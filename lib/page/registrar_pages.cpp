// SPDX-License-Identifier: Apache-2.0
#include "page/registrar_pages.h"

#include "html.h"
#include "qr.h"
#include "service_frame.h"

namespace evote::page {

const std::string_view hand_over_script =
    "\"use strict\";{const m=document.querySelector(\"main\").dataset;"
    "if(window.opener&&m.origin)window.opener.postMessage({code:m.code,registrar:"
    "Number(m.registrar),fingerprint:m.fingerprint},m.origin)}";

std::string start_page(const PageFrame& frame, const StartView& view) {
    const auto& facts = frame.facts;
    const auto link = [&](std::string_view path) {
        std::string out = with_language(path, frame.language);
        if (!view.origin.empty())
            out += "&amp;origin=" + escaped(view.origin);
        return "href=\"" + out + "\">";
    };
    std::string out = frame_begin(frame, "/");
    out += "<p>" +
           say(facts.registrars == 1
                   ? msg("Here you get the code that you vote with.")
                   : msg("You vote with {0} codes, one from each registrar. Here you get the code "
                         "of registrar {1}.",
                         facts.registrars, facts.registrar),
               frame.language) +
           "</p>";
    if (view.by_provider)
        out += "<p><a class=\"button\" " + link("/login") +
               say(msg("Sign in and get the code"), frame.language) + "</a></p>";
    if (view.by_clerks)
        out += "<p><a " + link("/ticket") +
               say(msg("I have a ticket from a clerk"), frame.language) + "</a></p>";
    return out + frame_end(frame);
}

std::string message_page(const PageFrame& frame, const Message& text) {
    return link_page(frame, text, "/", msg("To the first page"));
}

std::string link_page(const PageFrame& frame, const Message& text, std::string_view path,
                      const Message& link) {
    return frame_begin(frame, {}) + "<p>" + say(text, frame.language) + "</p><p><a href=\"" +
           with_language(path, frame.language) + "\">" + say(link, frame.language) + "</a></p>" +
           frame_end(frame);
}

SecretBytes code_page(const PageFrame& frame, const CodeOnPage& code) {
    const auto& facts = frame.facts;
    const auto paragraph = [&](const Message& text) {
        return "<p>" + say(text, frame.language) + "</p>";
    };
    SecretBytes out;
    put(out, frame_head(frame) + "<main data-registrar=\"" + std::to_string(facts.registrar) +
                 "\" data-fingerprint=\"" + escaped(facts.fingerprint) + "\" data-origin=\"" +
                 escaped(code.origin) + "\" data-code=\"");
    out.append(code.code);
    put(out, "\">" + frame_title(frame) + paragraph(msg("This code is for {0}.", code.voter)) +
                 "<p>" +
                 say(msg("Your code from registrar {0}:", facts.registrar), frame.language) +
                 "</p><div class=\"code\">");
    put_groups(out, code.code);
    put(out, "</div>");
    if (code.shown_before > 0)
        put(out, "<p class=\"notice\">" +
                     say(msg("Times this code was shown before: {0}. If that was not you, call "
                             "at once.",
                             code.shown_before),
                         frame.language) +
                     "</p>");
    if (!facts.page.empty()) {
        put(out, "<p><a class=\"button\" rel=\"noreferrer\" href=\"");
        put(out, escaped(facts.page) + "#f=" + escaped(facts.fingerprint) +
                     "&amp;r=" + std::to_string(facts.registrar) + "&amp;c=");
        out.append(code.code);
        put(out, "\">" + say(msg("Vote with this code"), frame.language) + "</a></p>");
    }
    put(out, paragraph(msg("Show your codes to nobody: whoever has all of them can vote for you. "
                           "Nobody may ask you for them.")) +
                 paragraph(msg("Close this page when you have used the code or written it down.")) +
                 "<p>" + say(msg("Fingerprint of the election"), frame.language) + ":<br><b>" +
                 escaped(facts.spoken) + "</b></p>" + frame_call(frame) + "</main><script>" +
                 std::string(hand_over_script) + "</script></body></html>\n");
    return out;
}

std::string ticket_page(const PageFrame& frame, const TicketView& view) {
    return frame_begin(frame, "/ticket") + "<form action=\"/ticket\" method=\"post\">" +
           form_fields(frame, view.token) +
           (view.origin.empty() ? std::string() : hidden_field("origin", view.origin)) + "<label>" +
           say(msg("Your ticket: {0} letters and digits", 10), frame.language) +
           " <input name=\"ticket\" required autocomplete=\"off\" autocapitalize=\"characters\" "
           "spellcheck=\"false\" maxlength=\"24\" value=\"" +
           escaped(view.ticket) + "\"></label> <button>" +
           say(msg("Show the code"), frame.language) + "</button></form>" + frame_end(frame);
}

SecretBytes made_ticket_page(const PageFrame& frame, std::string_view voter, ByteView ticket,
                             ByteView link, std::int64_t minutes) {
    const std::string_view address = text_of(link).substr(0, text_of(link).find('?'));
    SecretBytes out;
    put(out, frame_begin(frame, {}) + "<p>" + say(msg("Ticket for {0}", voter), frame.language) +
                 "</p><div class=\"code\">");
    put_groups(out, ticket);
    put(out, "</div>");
    out.append(qr_svg(link).expose());
    put(out, "<p>" +
                 say(msg("The voter scans the square, or opens {0} and types the ticket: once, "
                         "within {1} minutes. The code is shown on the voter's own device; do not "
                         "look at it.",
                         address, minutes),
                     frame.language) +
                 "</p><p><a class=\"button\" href=\"" + with_language("/clerk", frame.language) +
                 "\">" + say(msg("Next voter"), frame.language) + "</a></p>" + frame_end(frame));
    return out;
}

} // namespace evote::page
