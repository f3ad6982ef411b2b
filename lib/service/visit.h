// SPDX-License-Identifier: Apache-2.0
// One request to a service with pages for people, on its way to an answer.
#pragma once

#include "http/form.h"
#include "http/message.h"
#include "texts/texts.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace evote::service {

/// The language that a browser asks for (RFC 9110, section 12.5.4), in the order of its list;
/// Kyrgyz if it asks for none of ours.
texts::Language accepted_language(std::string_view accept_language);

/// A cookie of this host alone, over TLS and not for scripts.
struct Cookie {
    std::string_view name; ///< begins with __Host-
    std::string_view value;
    std::int64_t seconds = 0;              ///< that it lasts; 0: until the browser is closed
    std::string_view same_site = "Strict"; ///< Lax for what must come along from another site
};

http::Field set_cookie(const Cookie& cookie);
http::Field drop_cookie(std::string_view name);

/// A request with its form, and what answers it. Copies share the answer.
class Visit {
  public:
    /// ErrorCode::malformed for a query or a form that cannot be read.
    static Result<Visit> read(http::Request request, http::Respond respond);

    const http::Request& request() const { return *request_; }

    /// A field of the form that was sent, or of the query of a GET.
    std::string_view field(std::string_view name) const { return form_.value(name); }

    /// Empty if there is none.
    std::string cookie(std::string_view name) const;

    /// The one that the form or query names, or else the browser.
    texts::Language language() const { return language_; }

    void set_language(texts::Language language) { language_ = language; }

    void answer(http::Response response) const { respond_(std::move(response)); }

  private:
    Visit(std::shared_ptr<const http::Request> request, http::Respond respond, http::Form form);

    std::shared_ptr<const http::Request> request_;
    http::Respond respond_;
    http::Form form_;
    texts::Language language_;
};

/// What pages may do, besides having a style sheet with this hash.
struct PagePolicy {
    std::string style; ///< SHA-256 in base64
    std::string script{};
    std::string_view referrer = "same-origin"; ///< forms need their origin to be told
};

/// SHA-256 in base64, as Content-Security-Policy has it.
std::string policy_hash(std::string_view text);

/// A page that is neither kept nor shown in a frame.
http::Response page_answer(unsigned status, std::string body, const PagePolicy& policy);

http::Response redirect(std::string_view url);

} // namespace evote::service
