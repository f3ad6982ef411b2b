// SPDX-License-Identifier: Apache-2.0
// The pages of a registrar's service: plain documents that work without script, in the language of
// whoever reads them.
#pragma once

#include "page/letters.h"
#include "texts/texts.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace evote::page {

/// What is between <style> and </style>, the same on all pages of a registrar, and what is between
/// <script> and </script> on a page with a code: for policies that allow these by their hashes.
std::string service_style(std::uint8_t registrar);
extern const std::string_view hand_over_script;

/// What all pages have in common.
struct PageFrame {
    const LetterFacts& facts;
    texts::Language language;
};

/// How voters can be identified.
struct StartView {
    bool by_provider = true;
    bool by_clerks = true;
    std::string_view origin{}; ///< of the page that asks for the code, handed on; empty for none
};

/// The first page: who this is, and where to sign in.
std::string start_page(const PageFrame& frame, const StartView& view);

/// One message, with a way back to the first page.
std::string message_page(const PageFrame& frame, const Message& text);

/// One message, with a link to one page of the service.
std::string link_page(const PageFrame& frame, const Message& text, std::string_view path,
                      const Message& link);

/// A code that is shown.
struct CodeOnPage {
    std::string_view voter; ///< name
    ByteView code;          ///< as it is printed
    std::uint64_t shown_before = 0;
    std::string_view origin; ///< of the page that asked for it and is given it; empty for none
};

SecretBytes code_page(const PageFrame& frame, const CodeOnPage& code);

/// The form for a ticket.
struct TicketView {
    std::string_view token;    ///< of forms
    std::string_view ticket{}; ///< what the form is filled with
    std::string_view origin{}; ///< see StartView
};

std::string ticket_page(const PageFrame& frame, const TicketView& view);

/// A voter whom a clerk has looked for.
struct VoterOnPage {
    std::uint64_t number = 0;
    std::string voter;
    std::string district;
    bool revoked = false;
    std::optional<std::string> hold{}; ///< its reason
    std::uint64_t shown = 0;           ///< how often the code was
};

struct ClerkView {
    std::string token; ///< of forms
    std::string typed{};
    std::vector<VoterOnPage> voters{};
    std::optional<Message> notice{}; ///< what came of the last request
};

/// What clerks work with.
std::string clerk_page(const PageFrame& frame, const ClerkView& view);

/// A ticket for a voter, to hand over: `link` is what its QR code says, ADDRESS?t=TICKET, where
/// ADDRESS is where tickets are typed.
SecretBytes made_ticket_page(const PageFrame& frame, std::string_view voter, ByteView ticket,
                             ByteView link, std::int64_t minutes);

} // namespace evote::page
