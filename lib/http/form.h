// SPDX-License-Identifier: Apache-2.0
// What browsers send as text: forms, queries, cookies. Strict: every name once, UTF-8, no NUL.
#pragma once

#include "evote/result.h"
#include "http/message.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace evote::http {

/// The fields of a form or of a query, decoded.
class Form {
  public:
    /// application/x-www-form-urlencoded: a body of that type, or the query of a target; an empty
    /// text has no fields. ErrorCode::malformed if a name is empty or there twice, or if anything
    /// is not encoded as it should be or decodes to ill-formed UTF-8 or to NUL. A name without '='
    /// has an empty value.
    static Result<Form> parse(std::string_view text);

    bool has(std::string_view name) const { return fields_.find(name) != fields_.end(); }

    /// The value, or empty; valid as long as the form.
    std::string_view value(std::string_view name) const;

    const std::map<std::string, std::string, std::less<>>& fields() const { return fields_; }

  private:
    std::map<std::string, std::string, std::less<>> fields_;
};

/// A part of a path: as in a form, but '+' is itself. Nothing if it is not encoded as it should be.
std::optional<std::string> percent_decode(std::string_view text);

/// Everything but letters, digits and "-._~" as %XX: for any place in a URL or in a form.
std::string percent_encode(std::string_view text);

/// name=value&...: a query, or the body of a form.
std::string form_text(const Fields& fields);

/// The value of a cookie of a request. Nothing if there is none, if there are two, since another
/// site of the domain may have set one of them, or if its value is not one that a cookie may have
/// (RFC 6265, section 4.1.1; quotation marks are refused too).
std::optional<std::string> cookie(const Fields& fields, std::string_view name);

} // namespace evote::http
