// SPDX-License-Identifier: Apache-2.0
#include "service/registrar_config.h"

#include "base/text.h"
#include "json/json.h"

#include <algorithm>

namespace evote::service {

namespace {

using json::JsonValue;

constexpr std::size_t longest_page = 100;
constexpr std::size_t longest_call = 250;

// Reads fields, each of which may be left out unless it is required.
class Fields {
  public:
    Fields(const JsonValue& object, const std::filesystem::path& folder)
        : object_(object), folder_(folder) {}

    std::string text(std::string_view name) const { return not_empty(object_.member(name)); }

    std::string optional_text(std::string_view name, std::string usual = {}) const {
        const auto value = object_.optional_member(name);
        return value ? not_empty(*value) : std::move(usual);
    }

    std::filesystem::path path(std::string_view name) const { return folder_ / text(name); }

    std::filesystem::path optional_path(std::string_view name) const {
        const std::string value = optional_text(name);
        return value.empty() ? std::filesystem::path() : folder_ / value;
    }

    std::uint32_t number(std::string_view name, std::uint32_t usual, std::uint32_t most) const {
        const auto value = object_.optional_member(name);
        return value ? static_cast<std::uint32_t>(value->integer(1, most)) : usual;
    }

    const JsonValue& object() const { return object_; }

  private:
    static std::string not_empty(const JsonValue& value) {
        std::string out = value.string();
        if (out.empty())
            value.refuse(msg("this must not be empty"));
        return out;
    }

    const JsonValue& object_;
    const std::filesystem::path& folder_;
};

// https://HOST[:PORT], as browsers write it.
bool is_origin(std::string_view text) {
    constexpr std::string_view begin = "https://";
    return text.starts_with(begin) && text.size() > begin.size() && text.size() <= longest_page &&
           std::ranges::all_of(text.substr(begin.size()), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
                      c == ':' || c == '[' || c == ']';
           });
}

std::string origin(const JsonValue& value) {
    std::string out = value.string();
    if (!is_origin(out))
        value.refuse(msg("https://HOST or https://HOST:PORT in small letters is expected here"));
    return out;
}

void read_provider(const Fields& fields, ProviderConfig& out) {
    out.issuer = fields.text("issuer");
    out.client_id = fields.text("client_id");
    out.client_secret = fields.optional_path("client_secret_file");
    out.scope = fields.optional_text("scope", out.scope);
    out.claim = fields.optional_text("claim");
    out.role_claim = fields.optional_text("role_claim");
    out.clerk_role = fields.optional_text("clerk_role");
    out.authorities = fields.optional_path("authorities");
    const std::string usual = out.client_secret.empty() ? "none" : "basic";
    out.authentication = fields.optional_text("authentication", usual);
    const auto& object = fields.object();
    if (out.authentication != "none" && out.authentication != "basic" &&
        out.authentication != "post")
        object.member("authentication").refuse(msg("none, basic or post is expected here"));
    if ((out.authentication == "none") != out.client_secret.empty())
        object.refuse(msg("authentication and client_secret_file do not fit together"));
    if (out.role_claim.empty() != out.clerk_role.empty())
        object.refuse(msg("role_claim and clerk_role are given together"));
    if (out.claim.empty() && out.clerk_role.empty())
        object.refuse(msg("claim is missing, or role_claim and clerk_role: nobody could sign in"));
    object.no_other_members();
}

SecondShowing second_showing(const Fields& fields) {
    const std::string word = fields.optional_text("second_showing", "told");
    if (word == "shown")
        return SecondShowing::shown;
    if (word == "refused")
        return SecondShowing::refused;
    if (word != "told")
        fields.object()
            .member("second_showing")
            .refuse(msg("shown, told or refused is expected here"));
    return SecondShowing::told;
}

void read_limits(const Fields& fields, RegistrarConfig& out) {
    constexpr std::uint32_t million = 1000000;
    out.rules.showings_per_day = fields.number("showings_per_day", 5, million);
    out.rules.tickets_per_day = fields.number("tickets_per_day", 500, million);
    out.rules.ticket_seconds = std::int64_t{60} * fields.number("ticket_minutes", 10, 60);
    out.logins_per_minute = fields.number("logins_per_minute", out.logins_per_minute, 60000);
    out.tickets_per_minute = fields.number("tickets_per_minute", out.tickets_per_minute, 60000);
    out.connections = fields.number("connections", out.connections, million);
    out.connections_per_address =
        fields.number("connections_per_address", out.connections_per_address, million);
    out.threads = fields.number("threads", out.threads, 256);
    fields.object().no_other_members();
}

void read_pages(const Fields& fields, RegistrarConfig& out) {
    const auto& object = fields.object();
    out.url = origin(object.member("url"));
    if (const auto origins = object.optional_member("origins"))
        for (const auto& value : origins->elements(0, 100))
            out.origins.push_back(origin(value));
    out.page = fields.optional_text("page");
    if (!out.page.empty() &&
        (out.page.size() > longest_page || !out.page.starts_with("https://") ||
         std::ranges::any_of(out.page, [](char c) { return c <= ' ' || c > '~' || c == '#'; })))
        object.member("page").refuse(msg("the address of a page begins with https:// and has at "
                                         "most {0} characters of ASCII, no blank and no #",
                                         longest_page));
    out.call = fields.optional_text("call");
    if (out.call.size() > longest_call || printable(out.call) != out.call)
        object.member("call").refuse(msg("whom to call is a text of at most {0} bytes without "
                                         "control or invisible characters",
                                         longest_call));
}

void read_all(const Fields& fields, const std::filesystem::path& folder, RegistrarConfig& out) {
    const auto& object = fields.object();
    object.member("format").must_be("evote-registrar-config-1");
    out.record = fields.path("record");
    out.fingerprint = hex_encode(object.member("fingerprint").hex_array<32>());
    out.list = fields.path("list");
    out.persons = fields.optional_path("persons");
    out.secret = fields.path("secret");
    out.state = fields.path("state");
    out.listen = fields.text("listen");
    out.certificate = fields.path("certificate");
    out.key = fields.path("key");
    read_pages(fields, out);
    const auto provider = object.member("provider");
    read_provider(Fields(provider, folder), out.provider);
    out.rules.second_showing = second_showing(fields);
    if (const auto limits = object.optional_member("limits"))
        read_limits(Fields(*limits, folder), out);
    out.refresh_seconds = fields.number("refresh_seconds", out.refresh_seconds, 3600);
    object.no_other_members();
}

} // namespace

Result<RegistrarConfig> RegistrarConfig::parse(ByteView file, const std::filesystem::path& folder) {
    EVOTE_TRY(const auto document, json::JsonDocument::parse(file));
    const JsonValue root = document.root();
    RegistrarConfig out;
    read_all(Fields(root, folder), folder, out);
    EVOTE_TRY_VOID(document.finish());
    return out;
}

} // namespace evote::service
