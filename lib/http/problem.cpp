// SPDX-License-Identifier: Apache-2.0
#include "http/problem.h"

#include "json/json.h"

#include <boost/beast/http/status.hpp>
#include <nlohmann/json.hpp>

#include <string>

namespace evote::http {

std::string_view reason_of(unsigned status) {
    const auto known = boost::beast::http::int_to_status(status);
    if (known == boost::beast::http::status::unknown)
        return {};
    const auto reason = boost::beast::http::obsolete_reason(known);
    return {reason.data(), reason.size()};
}

Response problem(unsigned status, std::string_view title, std::string_view detail) {
    json::JsonWriter document;
    document["title"] = title;
    document["status"] = status;
    if (!detail.empty())
        document["detail"] = detail;
    return {status,
            {{"Content-Type", "application/problem+json"}, {"Cache-Control", "no-store"}},
            to_string(json::json_bytes(document))};
}

} // namespace evote::http
